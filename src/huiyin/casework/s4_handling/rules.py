"""Pure questions of handling."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.tenancy.viewer import Viewer

ZONE = ZoneInfo("Asia/Shanghai")
UNDO_FOR = timedelta(seconds=10)
"""How long a tap can be taken back (ux D4). The resident is told only afterwards."""
LONGEST_PAUSE = timedelta(days=7)
"""Nobody is unavailable for longer without being asked again; a further pause is a further line."""
_VARIABLE = re.compile(r"[{｛]\s*([^{}｛｝\n]{1,20}?)\s*[}｝]")
_BLANK = re.compile(r"【填[^】\n]{0,30}】|_{2,}|[{｛][^{}｛｝\n]{0,20}[}｝]")


def is_handler(viewer: Viewer, assignment: Assignment | None) -> bool:
    """Whether the viewer works on the case: its named person, or anybody of its organisation."""
    if viewer.everywhere:
        return True
    if assignment is None:
        return False
    return assignment.organisation_id in viewer.organisation_ids or (
        assignment.account_id is not None and assignment.account_id == viewer.account_id
    )


def may_undo(done_at: datetime, at: datetime) -> bool:
    """Whether a step can still be taken back; the moment itself is in time."""
    return at <= done_at + UNDO_FOR


def may_pause_until(until: datetime, at: datetime) -> bool:
    """Whether a pause may be planned to end then."""
    return at < until <= at + LONGEST_PAUSE


def plan_ends(day: date) -> datetime:
    """The end of a day, local time: what is promised for a day is in time until midnight (民法典 203)."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZONE)


def blanks_in(text: str) -> list[str]:
    """What is still to be filled in: 【填…】, a line of underscores, braces. Each once, in order."""
    return list(dict.fromkeys(_BLANK.findall(text)))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables; one without a value becomes a blank that says what belongs there."""
    return _VARIABLE.sub(lambda found: values.get(found[1]) or f"【填{found[1]}】", text)
