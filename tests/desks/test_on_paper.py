"""Papers that hang or go along: A4, and no letter smaller than twelve points."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pypdf
import pytest

from huiyin.ground.clock import today
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.neighbours.board import acts
from huiyin.neighbours.board.words import PostingKind
from tests.desks.signed_in import at_desk
from tests.matrix.surveys import new_survey
from tests.town import Town, plant_town

A4, TWELVE = [595, 842], 11.9
"""Points; 12 as the file rounds it."""


@pytest.fixture
def town(transactional_db: None) -> Town:
    return plant_town()


def sizes(page: pypdf.PageObject) -> dict[float, str]:
    """Every size of letters on the page, with some of its words."""
    found: dict[float, str] = {}

    def look(text: str, around: list[float], line: list[float], _font: Any, size: float) -> None:
        if text.strip():
            found.setdefault(round(abs(size * line[3] * around[3]), 1), text.strip())

    page.extract_text(visitor_text=look)
    return found


def survey_sheet(town: Town) -> str:
    with seen_as(SYSTEM):
        survey = new_survey(town.estate.pk, "S2601-AAAAA1")
    return f"/surveys/{survey.pk}/print/sheet.pdf"


def notice(town: Town) -> str:
    clerk = town.viewer("clerk")
    what = acts.Draft(
        PostingKind.NOTICE, "停水通知", "周三上午停水，请提前备水。\n恢复后先放水一分钟。", "C社区",
        today() + timedelta(days=7),
    )  # fmt: skip
    with seen_as(clerk):
        posting = acts.write_posting(place_id=town.building.pk, what=what, by=clerk)
        acts.put_up(posting_id=posting.pk, by=clerk)
    return f"/board/{posting.pk}/print.pdf"


@pytest.mark.parametrize(("paper", "word"), [(survey_sheet, "问题"), (notice, "停水")])
def test_visit_sheet_and_notice_are_a4_in_twelve_points(town: Town, paper: Any, word: str) -> None:
    answer = at_desk(town.people["clerk"]).get(paper(town), headers={"accept-language": "zh-CN"})
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    assert word in "".join(page.extract_text() for page in reader.pages)
    assert "扫码" in "".join(page.extract_text() for page in reader.pages), "the code says what it is for"
    for page in reader.pages:
        assert [round(float(side)) for side in page.mediabox[2:]] == A4
        small = {size: text for size, text in sizes(page).items() if size < TWELVE}
        assert sizes(page)
        assert small == {}
