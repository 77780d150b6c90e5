"""Replay every clock's ledger and compare it with what screens and queues read."""

from collections.abc import Iterator

from django.db.models import Prefetch, Q

from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .clocks import ClockState, Replay
from .ledger import replayed
from .models import Case, Clock

CHUNK = 500


def wrong_projections() -> Iterator[str]:
    """One sentence per clock or case whose projection is not what its ledger says."""
    with seen_as(SYSTEM):
        moment = now()
        clocks = Clock.objects.prefetch_related("entries").order_by("started_at")
        cases = (
            Case.objects.filter(Q(clocks__isnull=False) | Q(next_due_at__isnull=False))
            .distinct()
            .order_by("pk")
        )
        for case in cases.prefetch_related(Prefetch("clocks", queryset=clocks)).iterator(chunk_size=CHUNK):
            results = [(clock, replayed(clock, case, moment)) for clock in case.clocks.all()]
            for clock, result in results:
                yield from _wrong_clock(case, clock, result)
            yield from _wrong_case(case, results)


def _wrong_clock(case: Case, clock: Clock, result: Replay) -> Iterator[str]:
    name = f"clock {clock} of case {case.number}"
    if result.ended_at != clock.stopped_at:
        yield f"{name}: stopped at {clock.stopped_at}; its ledger says {result.ended_at}"
    if result.paused_since is None and not result.lapsed and result.due_at != clock.due_at:
        yield f"{name}: due at {clock.due_at}; its ledger says {result.due_at}"
    outcome = result.state(result.ended_at).value if result.ended_at else ClockState.RUNNING.value
    if outcome != clock.outcome:
        yield f"{name}: counts as {clock.outcome}; its ledger says {outcome}"


def _wrong_case(case: Case, results: list[tuple[Clock, Replay]]) -> Iterator[str]:
    if any(result.lapsed for _clock, result in results):  # the timer of the planned end is on its way
        return
    pressing = [r.due_at for _clock, r in results if r.ended_at is None and r.paused_since is None]
    due = min(pressing, default=None)
    if due != case.next_due_at:
        yield f"case {case.number}: next due at {case.next_due_at}; its ledgers say {due}"
