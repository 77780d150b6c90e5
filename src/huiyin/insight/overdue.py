"""What is overdue now, where, and who holds it: the leader's three questions. One query for all numbers.

Counts and lists come from the same conditions. Organisations hold cases; no person is ever counted (rule
R-1).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Count, F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import OPEN, WITH_HANDLER, State
from huiyin.casework.s4_handling.waits import is_waiting
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .lately import lately
from .rates import readable

SOON = timedelta(hours=1)
DESK = 0
"""The holder of a case nobody was given yet: the community's own desk."""


class Now(models.TextChoices):
    """The numbers of this moment."""

    OVERDUE = "overdue", _("Overdue")
    SOON = "soon", _("Due within the hour")
    REOPENED = "reopened", _("Reopened")
    UNANSWERED = "unanswered", _("Without an answer")
    AWAITS = "awaits", _("Waits for a part or works")
    OPEN = "open", _("All open")


@dataclass(frozen=True, slots=True)
class Row:
    """One scope and one holder (0: the community's desk) with its numbers of this moment."""

    scope_id: int
    holder_id: int
    numbers: Mapping[Now, int]


def condition(what: Now, now: datetime) -> Q:
    """Which open cases a number counts. "Without an answer": nobody has written one in this round yet."""
    return {
        Now.OVERDUE: Q(next_due_at__lt=now),
        Now.SOON: Q(next_due_at__gte=now, next_due_at__lte=now + SOON),
        Now.REOPENED: Q(reopened__gt=0),
        Now.UNANSWERED: Q(state__in=(State.RECEIVED, *WITH_HANDLER)),
        Now.AWAITS: Q(is_waiting(), state__in=WITH_HANDLER),
        Now.OPEN: Q(),
    }[what]


def standing_now(viewer: Viewer, now: datetime, scope_ids: Iterable[int] | None = None) -> list[Row]:
    """Every scope and holder with open cases. One query."""
    numbers = {what.value: Count("pk", filter=condition(what, now)) for what in Now}
    rows = _open(viewer, scope_ids).order_by().values("scope_id", "held__organisation_id").annotate(**numbers)  # type: ignore[misc]  # a filtered relation
    return [
        Row(row["scope_id"], row["held__organisation_id"] or DESK, {what: row[what.value] for what in Now})
        for row in rows
    ]


def standing_lately(viewer: Viewer, now: datetime, scope_ids: Iterable[int] | None = None) -> list[Row]:
    """`standing_now`, at most five seconds old and never older than the last line written."""
    scopes = readable(viewer, scope_ids)
    return lately(("standing", scopes), now, lambda: standing_now(viewer, now, scopes))


def total(rows: Iterable[Row]) -> dict[Now, int]:
    """The numbers summed."""
    kept = list(rows)
    return {what: sum(row.numbers[what] for row in kept) for what in Now}


def cases_now(
    viewer: Viewer,
    what: str,
    now: datetime,
    scope_ids: Iterable[int] | None = None,
    holder_id: int | None = None,
) -> QuerySet[Case]:
    """The exact cases behind a number, the longest overdue first.

    Raises NotThere for a number that does not exist.

    Rows may hold private cases: show those without their contents.
    """
    if what not in Now.values:
        raise NotThere
    cases = _open(viewer, scope_ids).filter(condition(Now(what), now))
    if holder_id is not None:
        cases = cases.filter(held__organisation_id=holder_id or None)  # type: ignore[misc]  # a filtered relation
    return cases.order_by(F("next_due_at").asc(nulls_last=True), "received_at", "pk")


def _open(viewer: Viewer, scope_ids: Iterable[int] | None) -> QuerySet[Case]:
    standing = FilteredRelation("assignments", condition=Q(assignments__ended_at=None))
    cases = Case.objects.filter(state__in=OPEN, scope_id__in=readable(viewer, scope_ids))
    return cases.annotate(held=standing)
