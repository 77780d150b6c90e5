"""Rates over 4,326 messages citizens really wrote (8th TipDM Cup 2020, problem C).

The file is not part of the project.
"""

import os
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from huiyin.reading.categories import suggest_category
from huiyin.reading.danger import find_danger
from huiyin.reading.folding import tokens
from huiyin.reading.headline import headline
from huiyin.reading.kinds import guess_kind
from huiyin.reading.personal import mask_personal
from huiyin.reading.places import find_places
from huiyin.reading.urgency import guess_urgency

PROJECT = Path(__file__).resolve().parents[2]
FOLDER = PROJECT / os.environ.get("HUIYIN_SAMPLE_DATA", "../shared/data")

pytestmark = pytest.mark.skipif(
    not (FOLDER / "messages.xlsx").exists(),
    reason=f"the sample messages are not at {FOLDER} (HUIYIN_SAMPLE_DATA)",
)


@pytest.fixture(scope="module")
def messages() -> list[str]:
    rows = CalamineWorkbook.from_path(str(FOLDER / "messages.xlsx")).get_sheet_by_index(0).to_python()
    return [f"{row[2]}\n{row[4]}" for row in rows[1:]]


def test_danger_is_rare_but_there(messages: list[str]) -> None:
    share = sum(find_danger(text) is not None for text in messages) / len(messages)
    assert 0.015 < share < 0.05


def test_nearly_all_get_a_suggestion(messages: list[str]) -> None:
    share = sum(bool(suggest_category(text)) for text in messages) / len(messages)
    assert share >= 0.9


def test_every_reader_takes_every_message(messages: list[str]) -> None:
    for text in messages[::10]:
        assert headline(text)
        assert tokens(text)
        assert len(mask_personal(text)) == len(text)
        guess_kind(text)
        guess_urgency(text)


def test_buildings_named_in_titles_are_found(messages: list[str]) -> None:
    named = [text for text in messages if re.match(r"[^\n]*\d{1,2}栋", text)]
    assert len(named) > 50
    assert sum(any(place.building for place in find_places(text)) for text in named) / len(named) > 0.97
