"""Pure questions of handling."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.tenancy.viewer import Viewer

ZONE = ZoneInfo("Asia/Shanghai")
UNDO_FOR = timedelta(seconds=10)
"""How long a tap can be taken back (ux D4). The resident is told only afterwards."""
LONGEST_PAUSE = timedelta(days=7)
"""Nobody is unavailable for longer without being asked again; a further pause is a further line."""


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
