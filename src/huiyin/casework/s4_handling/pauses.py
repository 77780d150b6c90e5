"""Pause the clocks while the resident is unavailable, until a planned end; let them run on."""

from datetime import datetime
from uuid import UUID

from huiyin.casework.casefile.acts import write
from huiyin.casework.casefile.ledger import level_of, pause, refresh_next_due, resume, running
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.words import Verb
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer

from .acts import working_case
from .refusals import NotPausable, PauseEnd, PauseReason
from .rules import may_pause_until

PAUSE_ENDS = "resume"
"""The timer of the planned end."""


def pause_clocks(*, case_id: UUID, by: Viewer, reason: str, until: datetime) -> Case:
    """Pause while the resident is unavailable: the only lawful pause. `until` is aware.

    The clocks run on by themselves when the planned end comes. Raises PauseReason, PauseEnd, NotPausable.
    """
    case = working_case(case_id, by)
    clocks = running(case)
    if clocks and reason not in set().union(*(level_of(clock).pause_reasons for clock in clocks)):
        raise PauseReason
    at = now()
    if not may_pause_until(until, at):
        raise PauseEnd
    if not pause(case=case, at=at, by=by, reason=reason, until=until):
        raise NotPausable
    write(case=case, verb=Verb.PAUSED, by=by, at=at, reason=reason, until=until.isoformat())
    _plan_end(case, until)
    refresh_next_due(case, at)
    return case


def resume_clocks(*, case_id: UUID, by: Viewer) -> Case:
    """The resident is there again, before the planned end. Raises NotPausable."""
    case = working_case(case_id, by)
    at = now()
    if not resume(case=case, at=at, by=by):
        raise NotPausable
    case.timers.filter(what=PAUSE_ENDS, fired_at=None, cancelled_at=None).update(cancelled_at=at)
    write(case=case, verb=Verb.RESUMED, by=by, at=at)
    refresh_next_due(case, at)
    return case


def end_lapsed_pause(*, case: Case, at: datetime) -> bool:
    """The planned end has passed: write down that the clocks run again; False when none stood still.

    Expects the case to be locked. Repeating it changes nothing.
    """
    if not resume(case=case, at=at, by=SYSTEM, lapsed_only=True):
        return False
    write(case=case, verb=Verb.RESUMED, by=SYSTEM, at=at, planned=True)
    refresh_next_due(case, at)
    return True


def _plan_end(case: Case, until: datetime) -> None:
    number = case.timers.filter(what=PAUSE_ENDS).count() + 1
    Timer.objects.create(
        case=case, scope_id=case.scope_id, what=PAUSE_ENDS, generation=1, step=number, due_at=until
    )
