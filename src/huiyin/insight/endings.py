"""How the requests of a period ended or where they stand, each apart; only the first is the resident's yes.

Every case received in the period is in exactly one line, so the lines add up.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import ENDED, OPEN, RESTING, State
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .periods import Period
from .rates import readable

STANDING_KEY = "standing"
"""What the address of a line asks for; the line itself is its state."""
LINES = (*ENDED, *RESTING, *OPEN)


def standing_in(viewer: Viewer, period: Period, scope_ids: Iterable[int] | None = None) -> dict[State, int]:
    """How many cases received in the period stand in each state; zero where none does. One query."""
    rows = _received(viewer, period, scope_ids).order_by().values_list("state").annotate(n=Count("pk"))
    found = dict(rows)
    return {state: found.get(state.value, 0) for state in LINES}


def cases_standing(
    viewer: Viewer, state: str, period: Period, scope_ids: Iterable[int] | None = None
) -> list[UUID]:
    """The cases of one line, newest first. Raises NotThere for a state that has no line."""
    if state not in LINES:
        raise NotThere
    cases = _received(viewer, period, scope_ids).filter(state=state)
    return list(cases.order_by("-received_at", "-pk").values_list("pk", flat=True))


def _received(viewer: Viewer, period: Period, scope_ids: Iterable[int] | None) -> QuerySet[Case]:
    return Case.objects.filter(
        scope_id__in=readable(viewer, scope_ids),
        received_at__gte=period.since,
        received_at__lt=period.until,
        state__in=LINES,
    )
