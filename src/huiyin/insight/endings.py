"""How the requests of a period ended or where they stand, each apart; only the first is the resident's yes.

Every case received in the period is in exactly one line, so the lines add up.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import ENDED, OPEN, RESTING, State
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .counting import Part, parts_of
from .periods import ZONE, Period
from .rates import readable
from .remembering import Found, counts_of

STANDING_KEY = "standing"
"""What the address of a line asks for; the line itself is its state."""
RECEIVED_KEY, OPEN_PART = "received", "open"
LINES = (*ENDED, *RESTING, *OPEN)


_COUNT = f"""SELECT c.scope_id, (c.received_at AT TIME ZONE '{ZONE.key}')::date,
  {", ".join(f"count(*) FILTER (WHERE c.state = '{state.value}')" for state in LINES)}
FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS p (scope_id, since, until)
JOIN casefile_case c ON c.scope_id = p.scope_id AND c.received_at >= p.since AND c.received_at < p.until
GROUP BY 1, 2"""  # noqa: S608 - constants


def standing_in(
    viewer: Viewer, period: Period, now: datetime, scope_ids: Iterable[int] | None = None
) -> dict[State, int]:
    """How many cases received in the period stand in each state; zero where none does.

    Whole days are remembered: a case that moves writes a line, and its day is counted anew.
    """
    scopes = sorted(readable(viewer, scope_ids))
    if days := period.dates:
        spots = [(scope, day) for scope in scopes for day in days]
        rows = list(counts_of(STANDING_KEY, spots, now, lambda stale: _ask(parts_of(stale))).values())
    else:
        rows = [
            numbers
            for numbers, _never in _ask([Part(s, period.since, period.until) for s in scopes]).values()
        ]
    sums = [sum(column) for column in zip(*rows, strict=True)] or [0] * len(LINES)
    return dict(zip(LINES, sums, strict=True))


def _ask(parts: Sequence[Part]) -> Found:
    with connection.cursor() as cursor:
        columns = ([getattr(part, name) for part in parts] for name in ("scope_id", "since", "until"))
        cursor.execute(_COUNT, list(columns))
        return {(scope, day): (tuple(counted), None) for scope, day, *counted in cursor.fetchall()}


def cases_standing(
    viewer: Viewer, state: str, period: Period, scope_ids: Iterable[int] | None = None
) -> list[UUID]:
    """The cases of one line, newest first. Raises NotThere for a state that has no line."""
    if state not in LINES:
        raise NotThere
    cases = received_in(viewer, period, scope_ids).filter(state=state)
    return list(cases.order_by("-received_at", "-pk").values_list("pk", flat=True))


def cases_received(
    viewer: Viewer, which: str, period: Period, scope_ids: Iterable[int] | None = None
) -> list[UUID]:
    """All cases received in the period ("n"), or those of them that are open ("open"). Raises NotThere."""
    cases = received_in(viewer, period, scope_ids)
    if which == OPEN_PART:
        cases = cases.filter(state__in=OPEN)
    elif which != "n":
        raise NotThere
    return list(cases.order_by("-received_at", "-pk").values_list("pk", flat=True))


def received_in(viewer: Viewer, period: Period, scope_ids: Iterable[int] | None) -> QuerySet[Case]:
    """What came in in a period and has a line here: everything but old records."""
    return Case.objects.filter(
        scope_id__in=readable(viewer, scope_ids),
        received_at__gte=period.since,
        received_at__lt=period.until,
        state__in=LINES,
    )
