"""Red means overdue or wrong and nothing else (ux H6); danger is hazard yellow."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huiyin.casework.s3_dispatch.whistles.words import CallState
from huiyin.desks import shell
from huiyin.desks.case.lines import RED
from huiyin.desks.hands.rows import TONES
from huiyin.desks.inbox.texts import TEXTS

DESKS = Path(shell.__file__).parent
SHEETS = sorted((DESKS / "static" / "huiyin").glob("*.css"))
OF_SHEETS = (
    ".clock-overdue", ".clock-late", ".figure-late", ".field-error", ".field-wrong", ".errors", ".tone-red",
)  # fmt: skip
"""What may be red: what is late, what is wrong in a form, and the tone the places below use."""
PLACES = {
    "templatetags/huiyin.py": "the names of the tones",
    "templatetags/samples.py": "the style guide: overdue",
    "styleguide/views.py": "the names of the tones",
    "styleguide/colours.py": "the names of the colours",
    "hands/rows.py": "a called party is missing or late",
    "case/lines.py": "a line that something was overdue",
    "clerk/filters.py": "the filter of what is overdue",
    "inbox/texts.py": "messages that something is late",
    "resident/lines.py": "a line that something was overdue",
    "templates/auditor/case.html": "the chain is broken",
    "templates/incidents/pending.html": "the day to look again is over",
    "templates/case/case.html": "called parties are missing or late",
    "templates/field/outbox.html": "the browser cannot keep anything",
    "templates/hands/case.html": "called parties are missing",
    "templates/clerk/owed.html": "the day of an answer is over",
    "templates/parts/notice.html": "the part itself",
    "templates/parts/messages.html": "a mistake",
    "templates/styleguide/parts/basics.html": "the style guide: every tone",
    "templates/styleguide/resident.html": "the style guide: every tone",
}
"""Every place that makes something red, with its reason."""


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_draw_nothing_else_red(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    red = re.findall(r"([^{}]+)\{[^{}]*var\(--red[,)][^{}]*\}", text)
    assert [rule.strip() for rule in red if not any(one in rule for one in OF_SHEETS)] == []


def test_every_place_that_makes_something_red_has_its_reason() -> None:
    found = set()
    for path in DESKS.rglob("*"):
        if path.suffix in (".py", ".html"):
            text = path.read_text("utf-8")
            if re.search(r"""["']red["']|tone-red|%}red{%""", text):
                found.add(path.relative_to(DESKS).as_posix())
    assert found == set(PLACES)


def test_messages_lines_and_calls_are_red_when_late() -> None:
    assert {icon for _words, tone, icon in TEXTS.values() if tone == "red"} == {"overdue", "warning"}
    assert [name for name, (_words, tone, icon) in TEXTS.items() if tone == "red" and icon == "warning"] == [
        "failing"  # the program itself
    ]
    assert {state for state, tone in TONES.items() if tone == "red"} == {CallState.MISSING, CallState.LATE}
    assert all(re.search("overdue|climbed|late", verb.value) for verb in RED)


def test_danger_is_yellow() -> None:
    page = (DESKS / "templates" / "case" / "case.html").read_text("utf-8")
    assert re.search(r"{% if danger %}<div class=\"notice tone-hazard\"", page)
