"""A clerk's list: what waits, the least time left first, danger always on top.

Pages go on from a key (the last row's order), never from a count, so page 100 costs what page 1 costs and
a case that comes in meanwhile shifts nothing. Every function is a fixed number of queries, however many rows.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, models
from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import Case
from .reads import cases_in, cases_of
from .words import MOVING, OPEN, WITH_HANDLER, State

PAGE = 50
SOON = timedelta(hours=1)
NOBODY = Q(pk__in=[])
DANGEROUS = ~Q(danger="") & Q(state__in=MOVING)
Counts = Mapping[tuple[int, str], Mapping[str, int]]
SHOWN = (
    "number", "scope_id", "building_id", "place__label", "place__kind", "place_text", "title", "content",
    "category", "urgency", "danger", "private", "suggested", "state", "received_at", "next_due_at",
)  # fmt: skip
"""What a row of a list shows, and what its marks are found by."""
ORDER = (F("next_due_at").asc(nulls_last=True), F("received_at").asc(), F("id").asc())
"""The least time left first, then age."""


class Filter(models.TextChoices):
    """What a clerk may look at apart."""

    OPEN = "open", _("All open")
    TRIAGE = "triage", _("To be triaged")
    SOON = "soon", _("Due within the hour")
    OVERDUE = "overdue", _("Overdue")
    HANDLED = "handled", _("With a handler")
    WAITING = "waiting", _("Waiting for the resident")
    FOLLOW_UP = "follow-up", _("To be followed up")
    REVIEW = "review", _("Under review")
    APART = "apart", _("Possibly a nuisance")


_STATES: Mapping[Filter, tuple[State, ...]] = {
    Filter.OPEN: OPEN,
    Filter.TRIAGE: (State.RECEIVED,),
    Filter.SOON: OPEN,
    Filter.OVERDUE: OPEN,
    Filter.HANDLED: WITH_HANDLER,
    Filter.WAITING: (State.PROPOSED,),
    Filter.FOLLOW_UP: (State.FOLLOW_UP,),
    Filter.REVIEW: (State.DECLINING,),
    Filter.APART: (State.RECEIVED,),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the key of the next page ("" at the end)."""

    cases: Sequence[Case]
    after: str


def waiting(
    viewer: Viewer, wanted: Filter, now: datetime, scope_ids: Iterable[int] = (), *, apart: Q = NOBODY
) -> QuerySet[Case]:
    """The open cases of a filter in the scopes where the viewer sorts (only in `scope_ids`, when given).

    `apart`: cases nobody has given out yet that wait in a list of their own instead (s4_handling/nuisance).
    """
    only = frozenset(scope_ids)
    if viewer.everywhere:
        cases = cases_in(viewer, only) if only else cases_of(viewer)
    else:
        own = viewer.grants.get(Permission.CASE_TRIAGE, frozenset())
        cases = cases_in(viewer, own & only if only else own)
    cases = cases.filter(state__in=_STATES[wanted])
    if wanted is Filter.OVERDUE:
        return cases.filter(next_due_at__lt=now)
    if wanted is Filter.SOON:
        return cases.filter(next_due_at__gte=now, next_due_at__lte=now + SOON)
    if wanted is Filter.APART:
        return cases.filter(apart)
    return cases.exclude(apart) if wanted is Filter.TRIAGE else cases


def page_of(cases: QuerySet[Case], *, after: str = "", size: int = PAGE) -> Page:
    """One page: dangers first (on the first page), then by time left, then by age. Three queries at most."""
    rows = cases.select_related("place").only(*SHOWN)
    key = _read_key(after)
    top = list(rows.filter(DANGEROUS).order_by(*ORDER)[:size]) if key is None and _any_danger() else []
    rest = rows.exclude(DANGEROUS).order_by(*ORDER)
    if key is not None:
        rest = rest.filter(_beyond(*key))
    found = list(rest[: size - len(top) + 1])
    more = len(top) + len(found) > size
    found = found[: size - len(top)]
    return Page([*top, *found], _key(found[-1]) if more and found else "")


def _any_danger() -> bool:
    """Whether there is any at all in sight: most of the day there is none to build a question for."""
    with connection.cursor() as cursor:
        cursor.execute(_DANGER, [list(MOVING)])
        return bool(cursor.fetchone()[0])


_DANGER = "SELECT EXISTS (SELECT FROM casefile_case WHERE danger <> '' AND state = ANY (%s))"


def counts_of(viewer: Viewer, now: datetime, *, apart: Q = NOBODY) -> Counts:
    """(scope id, state) -> how many, overdue, due within the hour, waiting apart. One query."""
    rows = (
        waiting(viewer, Filter.OPEN, now)
        .order_by()
        .values("scope_id", "state")
        .annotate(
            n=Count("id"),
            overdue=Count("id", filter=Q(next_due_at__lt=now)),
            soon=Count("id", filter=Q(next_due_at__gte=now, next_due_at__lte=now + SOON)),
            apart=Count("id", filter=apart),
        )
    )
    return {
        (row["scope_id"], row["state"]): {what: row[what] for what in ("n", "overdue", "soon", "apart")}
        for row in rows
    }


def count(counts: Counts, wanted: Filter, scope_ids: Iterable[int] = ()) -> int:
    """How many rows a filter would show, from `counts_of`."""
    what = {Filter.OVERDUE: "overdue", Filter.SOON: "soon", Filter.APART: "apart"}.get(wanted, "n")
    only, states = frozenset(scope_ids), _STATES[wanted]
    rows = [row for (scope, state), row in counts.items() if state in states and (not only or scope in only)]
    elsewhere = sum(row["apart"] for row in rows) if wanted is Filter.TRIAGE else 0
    return sum(row[what] for row in rows) - elsewhere


def _beyond(due: datetime | None, received_at: datetime, case_id: UUID) -> Q:
    later = Q(received_at__gt=received_at) | Q(received_at=received_at, id__gt=case_id)
    if due is None:
        return Q(next_due_at=None) & later
    return Q(next_due_at__gt=due) | Q(next_due_at=None) | (Q(next_due_at=due) & later)


def _key(case: Case) -> str:
    due = case.next_due_at.isoformat() if case.next_due_at else ""
    text = f"{due}|{case.received_at.isoformat()}|{case.pk}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_key(text: str) -> tuple[datetime | None, datetime, UUID] | None:
    """The key of a page; whatever is not one means the first page."""
    try:
        plain = base64.urlsafe_b64decode(text[:200] + "=" * (-len(text[:200]) % 4)).decode()
        due, received_at, case_id = plain.split("|")
        key = datetime.fromisoformat(due) if due else None, datetime.fromisoformat(received_at), UUID(case_id)
    except (ValueError, binascii.Error, OverflowError):
        return None
    moments = [moment for moment in key[:2] if moment is not None]
    return key if all(moment.tzinfo is not None for moment in moments) else None
