"""Every string of the sources has its Chinese, and the tools that keep it so do what they say."""

from __future__ import annotations

import gettext
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.locale import compile as mo

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT / "tools"))

import catalogues  # noqa: E402 - the folder has to be named first
import msgids  # noqa: E402 - the folder has to be named first


@pytest.fixture(scope="module")
def messages() -> list[msgids.Message]:
    return msgids.find_messages(PROJECT / "src" / "huiyin")


def test_every_source_file_can_be_read_for_messages() -> None:
    for path in (PROJECT / "src" / "huiyin").rglob("*"):
        if path.suffix in msgids.READERS and path.is_file():
            list(msgids.READERS[path.suffix](path.read_text("utf-8"), path.name))


def test_every_message_has_its_zh_hans_zh_hant_and_en_text(messages) -> None:
    assert len(messages) > 300
    assert catalogues.faults(messages) == []


def test_every_catalogue_compiles_to_what_gettext_reads() -> None:
    for language in catalogues.LANGUAGES:
        source = catalogues.catalogue_path(language)
        table = mo.messages(mo.read_entries(source.read_text("utf-8")))
        read = _read(mo.pack(table))
        for (context, msgid), entry in catalogues.read(language).items():
            text = catalogues.text_of(entry)
            if text and not entry.msgid_plural:
                assert (read.pgettext(context, msgid) if context else read.gettext(msgid)) == text


def _read(data: bytes) -> gettext.GNUTranslations:
    import io

    return gettext.GNUTranslations(io.BytesIO(data))


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\4"), min_size=1)


@given(st.dictionaries(TEXT, TEXT))
def test_any_text_survives_the_way_through_po_and_mo(pairs) -> None:
    import polib

    book = polib.POFile()
    book.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    book.extend(polib.POEntry(msgid=key, msgstr=text) for key, text in pairs.items())
    read = _read(mo.pack(mo.messages(mo.read_entries(str(book)))))
    assert {key: read.gettext(key) for key in pairs} == pairs


def found(source: str, kind: str = ".html") -> list[tuple[str, str, str]]:
    return [(m.msgid, m.context, m.plural) for m in msgids.READERS[kind](source, "x")]


def test_messages_of_templates_are_found_as_django_looks_them_up() -> None:
    assert found('{% translate "Send" %}') == [("Send", "", "")]
    assert found("{% translate 'Order' context 'a noun' %}") == [("Order", "a noun", "")]
    assert found('{% translate "50% off" as x %}') == [("50%% off", "", "")]
    assert found("{% blocktranslate trimmed %}\n  One {{ name }}\n  two\n{% endblocktranslate %}") == [
        ("One %(name)s two", "", "")
    ]
    block = "{% blocktranslate count n=rows %}{{ n }} row{% plural %}{{ n }} rows{% endblocktranslate %}"
    assert found(block) == [("%(n)s row", "", "%(n)s rows")]
    assert found('{{ name|default:_("Nobody") }}{% include "x" with word=_("Why") %}') == [
        ("Nobody", "", ""),
        ("Why", "", ""),
    ]
    assert found('{% comment %}{% translate "Old" %}{% endcomment %}{% translate "New" %}') == [
        ("New", "", "")
    ]
    assert found('{# {% translate "Old" %} #}') == []


def test_messages_of_python_and_toml_are_found() -> None:
    source = (
        '_("a")\nngettext("b", "bs", n)\npgettext("c", "d")\ngettext(name)\ntranslation.gettext_lazy("e")\n'
    )
    assert found(source, ".py") == [("a", "", ""), ("b", "", "bs"), ("d", "c", ""), ("e", "", "")]
    assert found('msgid = "Leak"\n[[x]]\nlabel_msgid = "Lift"\nname = "no"', ".toml") == [
        ("Leak", "", ""),
        ("Lift", "", ""),
    ]


def test_a_translation_that_loses_a_placeholder_is_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    catalogues.add([("Hello %(name)s", "你好", ""), ("Gone", "没了", ""), ("Right {n}", "对 {n}", "")])
    wanted = [msgids.Message(text, "", "", "x") for text in ("Hello %(name)s", "Right {n}", "New")]
    catalogues.complete(wanted)
    faults = "\n".join(catalogues.faults(wanted))
    assert "placeholders of 'Hello %(name)s' differ" in faults
    assert "zh_Hans: unused 'Gone'" in faults
    assert "zh_Hant: no translation of 'New'" in faults
    assert "Right" not in faults
    assert catalogues.prune(wanted) == 1


def test_traditional_text_is_drafted_and_an_override_wins(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    catalogues.add([("Received", "已经派给值班员", ""), ("Inside", "里面", "")])
    (tmp_path / "zh_Hant").mkdir()
    (tmp_path / "zh_Hant" / "overrides.tsv").write_text("Inside\t裏面\n", encoding="utf-8")
    catalogues.complete([msgids.Message("Received", "", "", "x"), msgids.Message("Inside", "", "", "x")])
    texts = {key[1]: catalogues.text_of(entry) for key, entry in catalogues.read("zh_Hant").items()}
    assert texts == {"Received": "已經派給值班員", "Inside": "裏面"}
