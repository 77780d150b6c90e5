"""The clocks of a case in the database: start, pause, resume, regrade, stop, cancel.

Every function expects the case row to be locked. The ledger line, the projections on the clock, its timers
and the case's `next_due_at` change together.
"""

from collections.abc import Iterable, Sequence
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

from .clocks import Entry, Replay, What, replay
from .models import Case, Clock, ClockEntry, Timer
from .moments import Moment, first_after, following, moments_of


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
    entries = [Entry(What(e.what), e.at, e.reason) for e in clock.entries.all()]
    base = due_at(entries[0].at, target_of(clock), calendar_of(case, clock.started_at))
    return replay(entries, base_due=base, now=now)


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
    _enter(clock, What.START, since, by)
    for entry in carried:
        _enter(clock, What(entry.what), entry.at, by, entry.reason)
    if carried:
        clock.due_at = replayed(clock, case, at).due_at
        clock.save(update_fields=["due_at"])
    _schedule(clock, case)
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
        _enter(clock, what, at, by)
        result = replayed(Clock.objects.prefetch_related("entries").get(pk=clock.pk), case, at)
        clock.stopped_at, clock.due_at, clock.outcome = at, result.due_at, result.state(at).value
        clock.save(update_fields=["stopped_at", "due_at", "outcome"])
        _cancel_timers(clock, at)


def pause(*, case: Case, at: datetime, by: Viewer, reason: str) -> list[Clock]:
    """Pause every running clock; returns those paused."""
    paused = [c for c in running(case) if replayed(c, case, at).paused_since is None]
    for clock in paused:
        _enter(clock, What.PAUSE, at, by, reason)
        _cancel_timers(clock, at)
    return paused


def resume(*, case: Case, at: datetime, by: Viewer) -> list[Clock]:
    """Let paused clocks run on; due moments move by the length of the pause."""
    resumed = [c for c in running(case) if replayed(c, case, at).paused_since is not None]
    for clock in resumed:
        _enter(clock, What.RESUME, at, by)
        fresh = Clock.objects.prefetch_related("entries").get(pk=clock.pk)
        clock.due_at = replayed(fresh, case, at).due_at
        clock.save(update_fields=["due_at"])
        _schedule(clock, case, after=at)
    return resumed


def refresh_next_due(case: Case, now: datetime) -> None:
    """Bring the projection `next_due_at` up to date: the earliest due moment of the clocks that press."""
    results = [replayed(clock, case, now) for clock in running(case)]
    earliest = min((r.due_at for r in results if r.paused_since is None), default=None)
    if earliest != case.next_due_at:
        case.next_due_at = earliest
        case.save(update_fields=["next_due_at"])


def _enter(clock: Clock, what: What, at: datetime, by: Viewer, reason: str = "") -> None:
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
    if moment is not None:
        add(_timer(clock, timer.generation, moment))


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
