"""The clocks of a case in the database: start, pause, resume, extend, regrade, stop, cancel, undo.

Every function expects the case row to be locked. The ledger line, the projections on the clock, its timers
and the case's `next_due_at` change together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from huiyin.ground.gathering import add, forget, know, known
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.calendars import Calendar
from huiyin.registers.rules.deadlines import due_at
from huiyin.registers.rules.reads import HeldPack, calendar_for, pack_by_id
from huiyin.registers.rules.service_levels import ServiceLevel
from huiyin.registers.rules.targets import Target

from .clocks import ClockState, Entry, Replay, What, open_pause, replay
from .models import Case, Clock, ClockEntry, Hold, Timer
from .moments import Moment, first_after, following, moments_of

INCIDENT, SUSPENDED = "incident", "suspended"
HOLDS = frozenset({INCIDENT, SUSPENDED})
"""Reasons for which clocks stand still that nobody resumes by hand."""


def level_of(clock: Clock) -> ServiceLevel:
    """The pack version the clock was started under."""
    rules = pack_by_id(clock.pack_id).rules
    assert isinstance(rules, ServiceLevel)  # noqa: S101 - only service levels start clocks
    return rules


def target_of(clock: Clock) -> Target:
    """The target as it stood in the pack when the clock was started."""
    return level_of(clock).targets[clock.target_no]


def calendar_of(case: Case, at: datetime) -> Calendar:
    """The working calendar of the case's scope."""
    return calendar_for(scope_tree().up(case.scope_id), at)


def replayed(clock: Clock, case: Case, now: datetime) -> Replay:
    """The truth about a clock, from its ledger (uses prefetched entries)."""
    return replay_of(clock, case, _read(clock), now)


def replay_of(clock: Clock, case: Case, entries: Sequence[Entry], now: datetime) -> Replay:
    """The same from lines that were read already."""
    extended = sum(entry.what is What.EXTEND for entry in entries)
    base = due_at(entries[0].at, _extended(clock, extended), calendar_of(case, clock.started_at))
    return replay(entries, base_due=base, now=now)


def _extended(clock: Clock, times: int) -> Target:
    """The clock's target after so many extensions, each as long as its pack says."""
    target = target_of(clock)
    more = level_of(clock).extension_for(target) if times else None
    return target.extended(times * more.amount) if more else target


def _read(clock: Clock) -> list[Entry]:
    return [Entry(What(e.what), e.at, e.reason, e.until) for e in clock.entries.all()]


def start(
    *, case: Case, pack: HeldPack, target: Target, at: datetime, since: datetime, by: Viewer,
    carried: Sequence[ClockEntry] = (),
) -> Clock:  # fmt: skip
    """Start a clock at T0 = `since` (which may lie before `at`).

    `carried` are pauses of the clock it replaces.
    """
    rules = pack.rules
    assert isinstance(rules, ServiceLevel)  # noqa: S101 - see level_of
    kind = target.clock.value
    generation = case.clocks.filter(kind=kind).count() + 1
    due = due_at(since, target, calendar_of(case, at))
    clock = Clock.objects.create(
        case=case, scope_id=case.scope_id, kind=kind, tier=target.tier or "", generation=generation,
        pack_id=pack.id, target_no=rules.targets.index(target), started_at=since, due_at=due,
    )  # fmt: skip
    enter(clock, What.START, since, by)
    for entry in carried:
        enter(clock, What(entry.what), entry.at, by, entry.reason, entry.until)
    result = replayed(clock, case, at)
    if carried:
        clock.due_at = result.due_at
        clock.save(update_fields=["due_at"])
    if result.paused_since is None and not result.lapsed:  # else the end of the carried pause schedules
        _schedule(clock, case)
    obey_holds(case, at, by)
    return clock


def running(case: Case, kinds: Iterable[str] | None = None) -> list[Clock]:
    """The clocks that have not ended."""
    found = known(
        ("clocks", case.pk), lambda: case.clocks.filter(stopped_at=None).prefetch_related("entries")
    )
    wanted = None if kinds is None else set(kinds)
    return [c for c in found if c.stopped_at is None and (wanted is None or c.kind in wanted)]


def ended(case: Case) -> list[Clock]:
    """The clocks that have ended, however they did."""
    found = known(("clocks", case.pk), lambda: case.clocks.exclude(stopped_at=None))
    return [clock for clock in found if clock.stopped_at is not None]


def hold_clocks(cases: Iterable[Case]) -> dict[UUID, Clock]:
    """Read clocks and ledgers of locked cases for all that is gathered; by the clock's id. Two queries."""
    by_case: dict[UUID, list[Clock]] = {case.pk: [] for case in cases}
    for clock in Clock.objects.filter(case_id__in=list(by_case)).prefetch_related("entries"):
        by_case[clock.case_id].append(clock)
    for case_id, clocks in by_case.items():
        know(("clocks", case_id), clocks)
    return {clock.pk: clock for clocks in by_case.values() for clock in clocks}


def stop(*, case: Case, clocks: Iterable[Clock], at: datetime, by: Viewer, what: What = What.STOP) -> None:
    """End clocks (met or late, regraded, or cancelled) and their timers."""
    for clock in clocks:
        enter(clock, what, at, by)
        result = replayed(Clock.objects.prefetch_related("entries").get(pk=clock.pk), case, at)
        clock.stopped_at, clock.due_at, clock.outcome = at, result.due_at, result.state(at).value
        clock.save(update_fields=["stopped_at", "due_at", "outcome"])
        _cancel_timers(clock, at)


def undo_stop(*, case: Case, clocks: Iterable[Clock], at: datetime, by: Viewer) -> None:
    """Take stops back: each clock runs on (or stands paused) as if nobody had stopped it.

    The timer the stop cancelled lives again; a moment that passed meanwhile comes now, not called late.
    """
    for clock in clocks:
        stopped_at = clock.stopped_at
        enter(clock, What.UNDO, at, by)
        result = replayed(Clock.objects.prefetch_related("entries").get(pk=clock.pk), case, at)
        clock.stopped_at, clock.due_at, clock.outcome = None, result.due_at, ClockState.RUNNING.value
        clock.save(update_fields=["stopped_at", "due_at", "outcome"])
        timer = clock.timers.filter(fired_at=None, cancelled_at=stopped_at).order_by("-pk").first()
        if timer is not None and result.paused_since is None and not result.lapsed:
            timer.cancelled_at, timer.due_at = None, max(timer.due_at, at)
            timer.save(update_fields=["cancelled_at", "due_at"])
    obey_holds(case, at, by)


def pause(
    *, case: Case, at: datetime, by: Viewer, reason: str, until: datetime | None = None,
    kinds: Iterable[str] | None = None,
) -> list[Clock]:  # fmt: skip
    """Pause every running clock (of these kinds, until a planned end, when given); returns those paused."""
    paused = [c for c in running(case, kinds) if replayed(c, case, at).paused_since is None]
    for clock in paused:
        enter(clock, What.PAUSE, at, by, reason, until)
        _cancel_timers(clock, at)
    return paused


def resume(
    *, case: Case, at: datetime, by: Viewer, lapsed_only: bool = False, reason: str = ""
) -> list[Clock]:
    """Let paused clocks run on; due moments move by the length of the pause.

    A pause whose planned end has passed ended then, however late this is written. `lapsed_only` leaves the
    other pauses alone. Those of a hold end only when its `reason` is given.
    """
    resumed = []
    for clock in running(case):
        standing, result = open_pause(_read(clock)), replayed(clock, case, at)
        if standing is not None and (result.lapsed if lapsed_only else _paused_for(standing, reason)):
            resume_clock(case=case, clock=clock, at=min(at, standing.until or at), by=by)
            resumed.append(clock)
    obey_holds(case, at, by)
    return resumed


def resume_clock(*, case: Case, clock: Clock, at: datetime, by: Viewer) -> None:
    """End the pause of one clock at a moment."""
    enter(clock, What.RESUME, at, by)
    fresh = Clock.objects.prefetch_related("entries").get(pk=clock.pk)
    clock.due_at = replayed(fresh, case, at).due_at
    clock.save(update_fields=["due_at"])
    _schedule(clock, case, after=at)


def _paused_for(standing: Entry, reason: str) -> bool:
    return standing.reason == reason if reason else standing.reason not in HOLDS


def hold(*, case: Case, at: datetime, by: Viewer, reason: str, kinds: Iterable[str] = ()) -> Hold:
    """Let clocks stand still until `lift`; holding twice for the same reason changes nothing."""
    standing, _made = Hold.objects.get_or_create(
        case=case, reason=reason, until=None,
        defaults={"scope_id": case.scope_id, "kinds": sorted(kinds), "since": at},
    )  # fmt: skip
    obey_holds(case, at, by)
    refresh_next_due(case, at)
    return standing


def lift(*, case: Case, at: datetime, by: Viewer, reason: str) -> None:
    """End a hold: its clocks run on, unless another hold covers them."""
    Hold.objects.filter(case=case, reason=reason, until=None).update(until=at)
    resume(case=case, at=at, by=by, reason=reason)
    refresh_next_due(case, at)


def obey_holds(case: Case, at: datetime, by: Viewer) -> None:
    """Pause what a standing hold covers and still runs."""
    for standing in Hold.objects.filter(case=case, until=None).order_by("pk"):
        pause(case=case, at=at, by=by, reason=standing.reason, kinds=standing.kinds or None)


def extend(*, case: Case, clock: Clock, at: datetime, by: Viewer, reason: str) -> datetime:
    """Make a running clock longer by its pack's extension; returns the new due moment."""
    enter(clock, What.EXTEND, at, by, reason)
    fresh = Clock.objects.prefetch_related("entries").get(pk=clock.pk)
    clock.due_at = replayed(fresh, case, at).due_at
    clock.save(update_fields=["due_at"])
    _cancel_timers(clock, at)
    _schedule(clock, case, after=at)
    refresh_next_due(case, at)
    return clock.due_at


def refresh_next_due(case: Case, now: datetime) -> None:
    """Bring the projection `next_due_at` up to date: the earliest due moment of the clocks that press."""
    results = [replayed(clock, case, now) for clock in running(case)]
    earliest = min((r.due_at for r in results if r.paused_since is None), default=None)
    if earliest != case.next_due_at:
        case.next_due_at = earliest
        case.save(update_fields=["next_due_at"])


def enter(
    clock: Clock, what: What, at: datetime, by: Viewer, reason: str = "", until: datetime | None = None
) -> None:
    """Add a line to a ledger."""
    forget(("clocks", clock.case_id))
    last = clock.entries.order_by("-seq").values_list("seq", flat=True).first() or 0
    ClockEntry.objects.create(
        clock=clock,
        scope_id=clock.scope_id,
        seq=last + 1,
        what=what.value,
        at=at,
        actor=by.actor,
        reason=reason,
        until=until,
    )


def _timers(clock: Clock) -> "QuerySet[Timer]":
    """Through the index of the case's timers: a clock has none of its own."""
    return clock.timers.filter(case_id=clock.case_id)


def _cancel_timers(clock: Clock, at: datetime) -> None:
    _timers(clock).filter(fired_at=None, cancelled_at=None).update(cancelled_at=at)


def schedule_next(case: Case, timer: Timer) -> None:
    """After a timer of a running clock has fired: write the one for its next moment."""
    clock = timer.clock
    if clock is None or clock.stopped_at is not None:
        return
    moment = following(_moments(clock, case), timer.what, timer.step)
    if moment is not None:  # after an undo a moment may have passed before its timer's turn
        add(_timer(clock, timer.generation, replace(moment, at=max(moment.at, timer.due_at))))


def _moments(clock: Clock, case: Case) -> list[Moment]:
    calendar = calendar_of(case, clock.started_at)
    return moments_of(target_of(clock), calendar, start=clock.started_at, due=clock.due_at)


def _schedule(clock: Clock, case: Case, *, after: datetime | None = None) -> None:
    """Write the first timer of a clock (after a pause: the first one still to come)."""
    last = _timers(clock).order_by("-generation").values_list("generation", flat=True).first() or 0
    moment = first_after(_moments(clock, case), after)
    if moment is not None:
        _timer(clock, last + 1, moment).save()


def _timer(clock: Clock, generation: int, moment: Moment) -> Timer:
    return Timer(
        case_id=clock.case_id, scope_id=clock.scope_id, clock=clock, what=moment.what, generation=generation,
        step=moment.number, due_at=moment.at,
    )  # fmt: skip
