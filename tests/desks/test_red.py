"""Red means overdue and nothing else (ux H6); what is wrong is plum, danger is hazard yellow."""

from __future__ import annotations

import colorsys
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
OF_SHEETS = (".clock-overdue", ".clock-late", ".figure-late", ".tone-red")
"""What may be red: what is late, and the tone the places below use."""
WRONG = (".field-error", ".field-wrong", ".errors", ".errors a", ".tone-plum")
"""A mistake in a form has a tone of its own, with a sign and a word beside it."""
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
    "templates/incidents/pending.html": "the day to look again is over",
    "templates/case/case.html": "called parties are missing or late",
    "templates/hands/case.html": "called parties are missing",
    "templates/clerk/owed.html": "the day of an answer is over",
    "templates/parts/notice.html": "the part itself",
    "templates/styleguide/parts/basics.html": "the style guide: every tone",
    "templates/styleguide/resident.html": "the style guide: every tone",
}
"""Every place that makes something red, with its reason."""
REDS, LEAST_STRENGTH = 20, 0.25
"""Degrees of the colour wheel to either side of red, and the strength from which a colour is one."""


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_draw_nothing_else_red(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    red = re.findall(r"([^{}]+)\{[^{}]*var\(--red[,)][^{}]*\}", text)
    assert [rule.strip() for rule in red if not any(one in rule for one in OF_SHEETS)] == []


def test_every_place_that_makes_something_red_has_its_reason() -> None:
    found = set()
    for path in DESKS.rglob("*"):
        if path.suffix in (".py", ".html", ".js") and "vendor" not in path.parts:
            text = path.read_text("utf-8")
            if re.search(r"""["']red["']|tone-red|%}red{%""", text):
                found.add(path.relative_to(DESKS).as_posix())
    assert found == set(PLACES)


def test_messages_lines_and_calls_are_red_when_late() -> None:
    assert {icon for _words, tone, icon in TEXTS.values() if tone == "red"} == {"overdue"}
    assert not {name for name in TEXTS if TEXTS[name][1] == "red" and re.search("soon|near|failing", name)}
    assert TEXTS["failing"][1:] == ("plum", "warning")
    assert {state for state, tone in TONES.items() if tone == "red"} == {CallState.MISSING, CallState.LATE}
    assert all(re.search("overdue|climbed|late", verb.value) for verb in RED)


def test_no_other_colour_of_the_sheets_is_a_red() -> None:
    """Whatever a sheet writes itself lies elsewhere on the wheel, plum too; only --red is red."""
    found: dict[str, set[str]] = {}
    for sheet in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
        for name, value in re.findall(r"([\w-]+): *(#[0-9a-f]{3,6})\b", text):
            if _reddish(value):
                found.setdefault(f"{name} of the hall" if sheet.name == "hall.css" else name, set()).add(
                    value
                )
    assert set(found) == {"--red", "--red-wash", "color of the hall"}, "the hall counts what is overdue"
    assert len(found["--red"]) == 4, "light, elder, dark, the wall"


def test_what_is_wrong_has_its_own_tone_sign_and_word() -> None:
    text = (DESKS / "static" / "huiyin" / "parts.css").read_text("utf-8")
    for rule in WRONG:
        body = re.search(rf"(?m)^(?:.*, )?{re.escape(rule)} \{{([^}}]*)\}}", text)
        assert body, rule
        assert "var(--plum)" in body[1], rule
    assert '{% icon "warning' in (DESKS / "templates" / "parts" / "field_words.html").read_text("utf-8")


def _reddish(colour: str) -> bool:
    digits = colour.lstrip("#")
    digits = "".join(2 * one for one in digits) if len(digits) == len("fff") else digits
    hue, light, strong = colorsys.rgb_to_hls(*(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)))
    return strong > LEAST_STRENGTH and 0.02 < light < 0.98 and min(hue, 1 - hue) * 360 < REDS


def test_danger_is_yellow() -> None:
    page = (DESKS / "templates" / "case" / "case.html").read_text("utf-8")
    assert re.search(r"{% if danger %}<div class=\"notice tone-hazard\"", page)
