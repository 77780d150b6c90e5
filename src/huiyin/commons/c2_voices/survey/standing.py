"""Which sheet of a home stands: pure.

What was proved (visit, telephone, paper, slip) stands before what came behind a public code; a home that
would rather not answer takes its earlier answers off every list; a closed door changes nothing that was said.
"""

from collections.abc import Iterable

from huiyin.commons.c2_voices.models import SurveySheet

from .words import Result, SheetWay


def standing_of(sheets: Iterable[SurveySheet]) -> dict[int, SurveySheet]:
    """Home id -> the sheet that stands."""
    found: dict[int, SurveySheet] = {}
    for one in sheets:
        held = found.get(one.home_id)
        if held is None or _rank(one) > _rank(held):
            found[one.home_id] = one
    return found


def _rank(sheet: SurveySheet) -> tuple[int, int]:
    if sheet.result == Result.NOT_OPEN:
        return 0, sheet.edition
    return (1 if sheet.way == SheetWay.DOOR else 2), sheet.edition
