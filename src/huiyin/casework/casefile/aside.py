"""Set the clocks of a case aside while another case's count for it, and take them up again.

The case row is locked, as for everything in `ledger`. What was set aside goes on as if it had never been: the
same clocks, the same pauses, the same moments to come; what fell due meanwhile falls due at once.
"""

from datetime import datetime

from huiyin.ground.tenancy.viewer import Viewer

from .clocks import NONE, ClockState, What
from .ledger import HOLDS, enter, obey_holds, refresh_next_due, replayed, resume_clock, running
from .models import Case, Clock, Hold, Timer


def join(*, case: Case, at: datetime, by: Viewer) -> None:
    """Set the running clocks aside: those of another case count. Whatever else was to come waits as well."""
    for clock in running(case):
        enter(clock, What.JOIN, at, by)
        result = replayed(Clock.objects.prefetch_related("entries").get(pk=clock.pk), case, at)
        clock.stopped_at, clock.due_at, clock.outcome = at, result.due_at, ClockState.JOINED.value
        clock.save(update_fields=["stopped_at", "due_at", "outcome"])
    Timer.objects.filter(case=case, fired_at=None, cancelled_at=None).update(cancelled_at=at)
    refresh_next_due(case, at)


def part(*, case: Case, at: datetime, by: Viewer, since: datetime) -> None:
    """Take up what `join` set aside at `since`: same clocks, same moments, as if it had never been."""
    for clock in case.clocks.filter(stopped_at=since, outcome=ClockState.JOINED.value):
        enter(clock, What.PART, at, by)
        result = replayed(Clock.objects.prefetch_related("entries").get(pk=clock.pk), case, at)
        clock.stopped_at, clock.outcome = None, ClockState.RUNNING.value
        clock.due_at = result.due_at - (at - result.paused_since if result.paused_since else NONE)
        clock.save(update_fields=["stopped_at", "due_at", "outcome"])
    for timer in Timer.objects.filter(case=case, fired_at=None, cancelled_at=since).order_by("pk"):
        _again(timer)
    _let_go(case, at, by)
    obey_holds(case, at, by)
    refresh_next_due(case, at)


def _again(timer: Timer) -> None:
    """The same moment under the next generation; the cancelled row stays as it is."""
    same = Timer.objects.filter(case_id=timer.case_id, clock=timer.clock, what=timer.what)
    last = same.order_by("-generation").values_list("generation", flat=True).first() or 0
    Timer.objects.create(
        case_id=timer.case_id, scope_id=timer.scope_id, clock_id=timer.clock_id, what=timer.what,
        generation=last + 1, step=timer.step, due_at=timer.due_at,
    )  # fmt: skip


def _let_go(case: Case, at: datetime, by: Viewer) -> None:
    """A hold that ended meanwhile let its clocks run on from that moment."""
    for clock in running(case):
        reason = replayed(clock, case, at).held
        last = (
            Hold.objects.filter(case=case, reason=reason).order_by("-pk").first() if reason in HOLDS else None
        )
        if last is not None and last.until is not None:
            resume_clock(case=case, clock=clock, at=last.until, by=by)
