"""The cases in somebody's hands: for the duty room's board and the field worker's day. Constant queries."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import groupby
from uuid import UUID

from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    F,
    IntegerField,
    Max,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models import Case as Either

from huiyin.casework.casefile.clocks import SET_ASIDE, ClockState
from huiyin.casework.casefile.ledger import replayed
from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.reads import ClockView, view_of
from huiyin.casework.casefile.words import WITH_HANDLER, State, Verb
from huiyin.casework.s2_triage.help import pressing_help
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.reads import natural
from huiyin.registers.rules.words import ClockKind

from .models import RegradeRequest
from .rules import UNDO_FOR
from .undoing import last_step
from .waits import Wait, standing_waits

MOST = 60
"""Rows of one list; a board read from across a room holds fewer, and the count beside it tells the rest."""
SHOWN = 2
"""Clocks of a row: the arrival clock and the graded one (report 004)."""
_REPLACED = frozenset(SET_ASIDE)
_ENDED = frozenset({ClockState.MET, ClockState.LATE})


@dataclass(frozen=True)
class Job:
    """A case in hand: its standing assignment, its clocks as screens show them, a change of class asked."""

    case: Case
    assignment: Assignment
    views: tuple[ClockView, ...]
    asked: RegradeRequest | None
    done: bool
    undo_until: datetime | None = None
    """Until when this viewer's own last tap can be taken back."""
    helping: bool = False
    """Whether it is help to a person in hours: it stands before every repair."""
    wait: Wait | None = None
    """For what it waits while its clocks run on."""

    @property
    def alarm(self) -> bool:
        """Whether nobody has acknowledged it yet."""
        return self.case.state == State.DISPATCHED and self.assignment.acknowledged_at is None

    @cached_property
    def clocks(self) -> list[ClockView]:
        """The two clocks of a row: arrival first, then the graded one, else what is due next."""
        shown = [view for view in self.views if view.kind != ClockKind.ACKNOWLEDGE]
        return sorted(sorted(shown, key=_weight)[:SHOWN], key=lambda view: view.target_at)

    @property
    def words(self) -> str:
        """What was asked, in one line; a title cut from the content is not told twice."""
        case = self.case
        told = (
            case.content
            if case.content.startswith(case.title.rstrip("…"))
            else f"{case.title} {case.content}"
        )
        return " ".join(told.split())

    @property
    def acknowledging(self) -> ClockView | None:
        """The clock that counts until the alarm climbs."""
        return next((view for view in self.views if view.kind == ClockKind.ACKNOWLEDGE), None)

    @property
    def paused(self) -> bool:
        """Whether the clocks stand still."""
        return any(view.paused for view in self.views)


def _weight(view: ClockView) -> tuple[bool, bool, datetime]:
    """Arrival and graded clocks before others, running before ended, earlier before later."""
    main = view.kind == ClockKind.ARRIVE or bool(view.tier)
    return not main, view.state in _ENDED, view.target_at


def jobs_of(viewer: Viewer, now: datetime) -> list[Job]:
    """The cases in the viewer's or the organisation's hands: alarms, then help, then the least time left.

    An alarm must not stand below the edge of the screen under what has been late for hours; and help to a
    person stands in front of every repair.
    """
    order = (
        "-ringing",
        "-helping",
        F("case__next_due_at").asc(nulls_last=True),
        "case__place__order",
        "case__received_at",
    )
    help_first = pressing_help(viewer.grants.get(Permission.CASE_HANDLE, frozenset()), now, prefix="case__")
    rows = _loaded(_standing(viewer)).annotate(
        helping=ExpressionWrapper(help_first, output_field=BooleanField())
    )
    return _jobs(viewer, rows.order_by(*order)[:MOST], now)


def jobs_at(viewer: Viewer, place_ids: Iterable[int], now: datetime) -> list[Job]:
    """Those of them at some places, in the same order."""
    rows = _standing(viewer).filter(case__place_id__in=list(place_ids))
    return _jobs(viewer, _loaded(rows).order_by("case__next_due_at")[:MOST], now)


def _jobs(viewer: Viewer, found: Iterable[Assignment], now: datetime) -> list[Job]:
    rows = list(found)
    undoable = _undoable(viewer, [row.case_id for row in rows], now)
    waits = standing_waits([row.case_id for row in rows])
    jobs = [_job(row, now, undoable.get(row.case_id), waits.get(row.case_id)) for row in rows]
    return sorted(jobs, key=_walk)  # the query chose the first sixty; this puts 2号楼 before 10号楼


def job_for(viewer: Viewer, number: str, now: datetime) -> Job:
    """One of them by its number. Raises NotThere."""
    row = _loaded(_standing(viewer)).filter(case__number=number).first()
    if row is None:
        raise NotThere
    wait = standing_waits([row.case_id]).get(row.case_id)
    return _job(row, now, _undoable(viewer, [row.case_id], now).get(row.case_id), wait)


def count_jobs(viewer: Viewer) -> int:
    """How many there are in all."""
    return _standing(viewer).count()


def board_tag(viewer: Viewer) -> str:
    """Changes whenever a case in hand gets a new line in its timeline, comes or goes. One query."""
    lines = _standing(viewer).values_list("case_id", "case__state").annotate(last=Max("case__events__seq"))
    return hashlib.sha256(repr(sorted(map(str, lines))).encode()).hexdigest()[:32]


def _standing(viewer: Viewer) -> QuerySet[Assignment]:
    theirs = Q(organisation_id__in=viewer.organisation_ids)
    if viewer.account_id is not None:
        theirs |= Q(account_id=viewer.account_id)
    scopes = viewer.grants.get(Permission.CASE_HANDLE, frozenset())
    return Assignment.objects.filter(theirs, ended_at=None, scope_id__in=scopes, case__state__in=WITH_HANDLER)


def _walk(job: Job) -> tuple[bool, bool, bool, bool, datetime, list[tuple[int, str]], datetime]:
    """Alarms, then help to a person, then the least time left, then as one walks: building by building.

    Last what waits for something until a day that is not over: nothing can be done about it today.
    """
    due, label = job.case.next_due_at, job.case.place.label if job.case.place else job.case.place_text
    received = job.case.received_at
    resting = job.wait is not None and not job.wait.over
    return not job.alarm, not job.helping, resting, due is None, due or received, natural(label), received


def _undoable(viewer: Viewer, case_ids: list[UUID], now: datetime) -> dict[UUID, datetime]:
    """Case → until when the viewer may take back the last step there. One query."""
    lately = Event.objects.filter(case_id__in=case_ids, at__gte=now - UNDO_FOR).order_by("case_id", "-seq")
    found: dict[UUID, datetime] = {}
    for case_id, lines in groupby(lately, key=lambda line: line.case_id):
        step = last_step(lines)
        if step is not None and step.actor == viewer.actor:
            found[case_id] = step.at + UNDO_FOR
    return found


def _done_times() -> Subquery:
    """How many times the job was marked done since it came here, less the times that was taken back."""
    taken_back = Q(verb=Verb.STEP_UNDONE, data__step=Verb.DONE)
    lines = Event.objects.filter(Q(verb=Verb.DONE) | taken_back, case_id=OuterRef("case_id"))
    counted = lines.filter(at__gte=OuterRef("made_at")).order_by().values("case_id")
    each = Either(When(verb=Verb.DONE, then=1), default=-1)
    return Subquery(counted.annotate(n=Sum(each)).values("n"), output_field=IntegerField())


def _loaded(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    ringing = ExpressionWrapper(
        Q(acknowledged_at=None, case__state=State.DISPATCHED), output_field=BooleanField()
    )
    asked = Prefetch(
        "case__regrades", RegradeRequest.objects.filter(decided_at=None), to_attr="asked_regrades"
    )
    rows = rows.select_related("case__place", "organisation", "account").annotate(
        marked_done=_done_times(), ringing=ringing
    )
    return rows.prefetch_related("case__clocks__entries", asked)


def _job(row: Assignment, now: datetime, undo_until: datetime | None, wait: Wait | None) -> Job:
    case = row.case
    asked = getattr(case, "asked_regrades", [])
    done = bool(getattr(row, "marked_done", 0))
    helping = bool(getattr(row, "helping", False))
    views = tuple(_latest(case, now))
    return Job(case, row, views, asked[0] if asked else None, done, undo_until, helping, wait)


def _latest(case: Case, now: datetime) -> Iterable[ClockView]:
    """Of each kind the clock started last; those replaced by another class or cancelled do not count."""
    newest = {clock.kind: clock for clock in sorted(case.clocks.all(), key=lambda clock: clock.generation)}
    views = (view_of(clock, replayed(clock, case, now), now) for clock in newest.values())
    return [view for view in views if view.state not in _REPLACED]
