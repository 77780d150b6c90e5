"""The style guide shows every shared part, tag, icon, tone and state, with the colours the sheets have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import TextChoices
from django.test import RequestFactory
from django.test.signals import template_rendered
from django.urls import reverse
from django.utils.translation import override

from huiyin.desks import shell
from huiyin.desks.styleguide.colours import schemes, variables
from huiyin.desks.styleguide.states import KINDS
from huiyin.desks.styleguide.views import LOOKS, PAGES, TONES, page
from huiyin.desks.templatetags import durations, huiyin, icons

TEMPLATES = Path(shell.__file__).parent / "templates"
SHARED = ("parts", "public/parts", "staff/parts")
"""Folders of parts that several desks use; parts of one desk stand in its own folder."""
NO_PART = {"digit_after": "counts, draws nothing"}
NEVER_SHOWN = {"NoticeState", "ImportState", "BulkState", "RosterState"}
"""States of work inside the program; pages tell them in sentences."""
languages = pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])


@pytest.fixture(autouse=True)
def no_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """These pages are drawn without a database."""
    monkeypatch.setattr("huiyin.desks.shell.is_trial", lambda: False)


@pytest.fixture
def drawn() -> Iterator[set[str]]:
    """The names of the templates drawn, those of marks that are kept between pages too."""
    names: set[str] = set()

    def note(template: Any, **_rest: Any) -> None:
        names.add(str(template.name))

    for one in vars(huiyin).values():
        if hasattr(one, "cache_clear"):
            one.cache_clear()
    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


def guide(look: str = "") -> dict[str, str]:
    """Address name → page."""
    pages = {}
    for name, template, _words, looks in PAGES:
        request = RequestFactory().get(reverse(name), {"look": look} if look else {})
        pages[name] = page(template, looks)(request).content.decode()
    return pages


def test_every_shared_part_is_shown(drawn: set[str]) -> None:
    guide()
    shared = {
        str(path.relative_to(TEMPLATES)) for folder in SHARED for path in (TEMPLATES / folder).glob("*.html")
    }
    assert len(shared) > 40
    assert shared - drawn == set()


def test_every_tag_is_used(drawn: set[str]) -> None:
    guide()
    used = " ".join((TEMPLATES / name).read_text() for name in drawn if (TEMPLATES / name).is_file())
    known = {*huiyin.register.tags, *icons.register.tags, *durations.register.tags} - set(NO_PART)
    assert {name for name in known if not re.search(rf"{{%\s*{name}\b", used)} == set()


def test_every_icon_tone_and_state_is_shown() -> None:
    with override("zh-hans"):
        shown = guide()["styleguide-basics"]
    assert [name for name, path in icons.PATHS.items() if f'd="{path}"' not in shown] == []
    assert set(TONES) == huiyin.TONES
    assert [tone for tone in TONES if f"tone-{tone}" not in shown] == []
    for kind in KINDS:
        assert [one for one in kind.states if f'data-state="{one.value}">{one.label}<' not in shown] == []


def test_no_kind_of_state_is_left_out() -> None:
    named = {type(kind.states[0]) for kind in KINDS}
    known = {
        one
        for one in TextChoices.__subclasses__()
        if one.__module__.startswith("huiyin.") and one.__name__.endswith("State")
    }
    assert {one for one in known - named if one.__name__ not in NEVER_SHOWN} == set()


@languages
@pytest.mark.parametrize("look", LOOKS)
def test_every_page_comes_in_every_look(look: str, language: str) -> None:
    with override(language):
        pages = guide(look)
    for name, text in pages.items():
        assert len(text) > 4000, name
        assert 'style="' not in text
        assert ("elder" in re.findall(r'<html [^>]*class="([^"]*)"', text)[0].split()) is (look == "elder")


def test_an_unknown_look_is_none() -> None:
    assert 'class="resident' in guide('"><script>')["styleguide"]
    assert "<script>" not in guide('"><script>')["styleguide"]


@pytest.mark.parametrize(
    ("look", "selector"), [("light", ":root"), ("dark", "  .resident, .staff")], ids=["light", "dark"]
)
def test_a_chosen_look_has_the_colours_of_the_pages(look: str, selector: str) -> None:
    pages = variables("parts.css", selector)
    assert variables("guide.css", f"html.look-{look}").items() <= pages.items()
    ours = {name: colour for name, colour in pages.items() if not name.endswith(("hazard", "focus"))}
    assert variables("guide.css", f"html.look-{look}") == ours


def test_the_page_says_the_contrast_there_is() -> None:
    for scheme in schemes():
        for one in scheme.swatches:
            assert float(one.ratio.removesuffix(":1")) >= float(scheme.least), (scheme.title, one)
