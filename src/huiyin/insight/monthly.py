"""The monthly sheet of an organisation: the promises it kept, as n of N with the cases behind (ux D11).

Only for the organisation itself: nothing here compares one with another (rule R-1). A case belongs to the
month in which it was received and to the organisation that has or had it last.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from math import ceil
from uuid import UUID

from django.db.models import OuterRef, Prefetch, Subquery

from huiyin.casework.casefile.clocks import ClockState
from huiyin.casework.casefile.ledger import replayed, target_of
from huiyin.casework.casefile.models import Case, Clock, ClockEntry
from huiyin.casework.casefile.words import State
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import ClockKind

from .durations import LEAST, rank_of
from .periods import ZONE, Period

KEPT, BROKEN = (ClockState.MET,), (ClockState.LATE, ClockState.OVERDUE)
SOLVED = (ClockKind.FIX, ClockKind.MAJOR)


@dataclass(frozen=True, slots=True)
class Share:
    """n of N, with the ids behind both. `key` is a clock's kind or "reopened"."""

    key: str
    part: tuple[UUID, ...]
    whole: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Middle:
    """Median and p90 of minutes over N cases (nearest rank); None with fewer than `LEAST`."""

    key: str
    minutes: int | None
    p90: int | None
    whole: tuple[UUID, ...]


@dataclass(frozen=True)
class Sheet:
    """One month. Clocks replaced by a higher class or cancelled promise nothing; running ones count later."""

    cases: tuple[Case, ...]
    at: datetime

    @cached_property
    def promises(self) -> list[tuple[Case, Clock, str]]:
        """Every promise that was kept or broken by now: (case, clock, state)."""
        promised = [(case, clock) for case in self.cases for clock in case.clocks.all()]
        found = [(c, clock, _state(c, clock, self.at)) for c, clock in promised if target_of(clock).promise]
        return [one for one in found if one[2] in (*KEPT, *BROKEN)]

    @property
    def on_time(self) -> list[Share]:
        """A share for each kind of promise, in the order of their length."""
        return [share for kind in ClockKind if (share := self._share(kind)).whole]

    def _share(self, kind: ClockKind) -> Share:
        """Of the cases with such a promise, those that kept it, each time when they were opened again."""
        of_kind = [(case.pk, state) for case, clock, state in self.promises if clock.kind == kind]
        broken = {case_id for case_id, state in of_kind if state in BROKEN}
        whole = tuple(dict.fromkeys(case_id for case_id, _state in of_kind))
        return Share(kind, tuple(case_id for case_id in whole if case_id not in broken), whole)

    @property
    def reopened(self) -> Share:
        """Of the answered cases, those that were opened again."""
        answered = [case for case in self.cases if case.answered_at or case.reopened]
        again = (case.pk for case in answered if case.reopened)
        return Share("reopened", tuple(again), tuple(case.pk for case in answered))

    @property
    def minutes(self) -> list[Middle]:
        """From receipt to arrival, from receipt to "done", of what was reached."""
        return [self._middle("to_arrival", (ClockKind.ARRIVE,)), self._middle("to_done", SOLVED)]

    def _middle(self, key: str, kinds: Iterable[ClockKind]) -> Middle:
        wanted = set(kinds)
        spans = {
            case.pk: (clock.stopped_at - clock.started_at).total_seconds() / 60
            for case, clock, _state in reversed(self.promises)  # the first time stays
            if clock.kind in wanted and clock.stopped_at is not None
        }
        counts = Counter(ceil(minutes) for minutes in spans.values())
        said = [rank_of(counts, share) for share in (50, 90)] if len(spans) >= LEAST else [None, None]
        return Middle(key, said[0], said[1], tuple(spans))

    def behind(self, what: str) -> tuple[UUID, ...]:
        """The ids behind a number: "all", "<key>" for N, "<key>:n" for n; none for what does not exist."""
        key, _colon, part = what.partition(":")
        if key == "all":
            return tuple(case.pk for case in self.cases)
        for share in (*self.on_time, self.reopened):
            if share.key == key:
                return share.part if part == "n" else share.whole
        return next((one.whole for one in self.minutes if one.key == key), ())


def month_of(day: date) -> Period:
    """The local month a day lies in."""
    first = day.replace(day=1)
    following = (first.replace(year=first.year + 1, month=1) if first.month == 12  # noqa: PLR2004 - December
                 else first.replace(month=first.month + 1))  # fmt: skip
    begin, end = (datetime.combine(one, time.min, tzinfo=ZONE) for one in (first, following))
    return Period(begin, end)


def sheet_of_month(viewer: Viewer, period: Period, at: datetime) -> Sheet:
    """The cases of the viewer's organisation received in the period, with their clocks. Three queries."""
    last = Assignment.objects.filter(case_id=OuterRef("pk")).order_by("-made_at", "-pk")
    scopes = viewer.grants.get(Permission.CASE_HANDLE, frozenset())
    cases = Case.objects.filter(
        scope_id__in=scopes, received_at__gte=period.since, received_at__lt=period.until
    ).exclude(state=State.HISTORY)
    mine = cases.annotate(held_by=Subquery(last.values("organisation_id")[:1]))
    mine = mine.filter(held_by__in=viewer.organisation_ids).select_related("place").order_by("received_at")
    entries = Prefetch("entries", ClockEntry.objects.order_by("seq"))
    clocks = Prefetch("clocks", Clock.objects.order_by("started_at").prefetch_related(entries))
    return Sheet(tuple(mine.prefetch_related(clocks)), at)


def _state(case: Case, clock: Clock, at: datetime) -> str:
    """Kept, broken, or something that does not count. Only running clocks need their ledger."""
    return clock.outcome if clock.stopped_at else replayed(clock, case, at).state(at).value
