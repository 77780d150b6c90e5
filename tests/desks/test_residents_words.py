"""Every word a template shows to residents is short, plain and Chinese (ux B11): votes, polls, works too.

What pages show of people's own words is not held to it. The pages of reporting are also read as they come
(`test_plain_words.py`).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import polib
import pytest

from huiyin.desks import shell
from huiyin.locale.compile import LOCALE
from tests.desks.test_plain_words import LONGEST_BUTTON, LONGEST_SENTENCE

SOURCE = Path(shell.__file__).parents[1]
TEMPLATES = SOURCE / "desks" / "templates"
sys.path.insert(0, str(SOURCE.parents[1] / "tools"))

from msgids import READERS  # noqa: E402 - the folder has to be named first

FOLDERS = ("public", "resident", "near", "ballot")
PAGES = ("elections/public.html", "works/public.html", "errors/base.html")
LATIN = {"ESC", "English"}
"""A key of the keyboard, the name of a language."""
_HOLE = re.compile(r"%\(\w+\)s|\{\w+\}")


def residents_templates() -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((TEMPLATES / folder).rglob("*.html"))]
    return [*found, *(TEMPLATES / page for page in PAGES)]


def chinese() -> dict[tuple[str, str], str]:
    """(msgid, context) → the first Chinese text of it."""
    book = polib.pofile(str(LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"))
    return {
        (entry.msgid, entry.msgctxt or ""): entry.msgstr or entry.msgstr_plural.get(0, "") for entry in book
    }


BOOK = chinese()
each = pytest.mark.parametrize(
    "template", residents_templates(), ids=lambda path: path.relative_to(TEMPLATES).as_posix()
)


def texts(source: str) -> list[str]:
    """The Chinese texts of what a piece of a template translates."""
    found = READERS[".html"](source, "here")
    return [_HOLE.sub("", BOOK[one.msgid, one.context]) for one in found]


def test_there_are_templates_and_words() -> None:
    assert len(residents_templates()) > 50
    assert sum(len(texts(path.read_text("utf-8"))) for path in residents_templates()) > 250


@each
def test_sentences_are_short(template: Path) -> None:
    parts = [
        part for text in texts(template.read_text("utf-8")) for part in re.split(r"[。！？；：!?\n]", text)
    ]
    assert [part for part in parts if len(part.strip()) > LONGEST_SENTENCE] == []


@each
def test_no_word_is_english(template: Path) -> None:
    words = {
        word for text in texts(template.read_text("utf-8")) for word in re.findall(r"[A-Za-z]{2,}", text)
    }
    assert words - LATIN == set()


@each
def test_buttons_say_it_in_six_characters(template: Path) -> None:
    buttons = re.findall(r"(?s)<button\b[^>]*>(.*?)</button>", template.read_text("utf-8"))
    assert [text for button in buttons for text in texts(button) if len(text) > LONGEST_BUTTON] == []


@pytest.mark.parametrize("script", sorted((SOURCE / "desks" / "static" / "huiyin").glob("*.js")), ids=str)
def test_nothing_is_dragged_or_done_with_two_fingers(script: Path) -> None:
    """ux B10."""
    text = script.read_text("utf-8")
    assert not re.search(
        r"touchstart|touchmove|pointermove|mousemove|gesture|drag(start|over|end)|swipe", text
    )


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=str)
def test_no_page_asks_to_drag(template: Path) -> None:
    assert not re.search(r"\bdraggable\b|\bondrag", template.read_text("utf-8"))
