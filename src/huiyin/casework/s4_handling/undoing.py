"""Take a tap back within ten seconds: the step stays in the timeline, a line after it says it does not count.

The clocks it stopped run on as if nobody had touched them (the ledger's "undo"); nothing was sent meanwhile.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from huiyin.casework.casefile.acts import move, write
from huiyin.casework.casefile.clocks import ClockState
from huiyin.casework.casefile.ledger import refresh_next_due, undo_stop
from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer

from .acts import TELL_ARRIVED, working_case
from .pauses import end_lapsed_pause
from .refusals import TooLateToUndo
from .rules import may_undo

STEPS = (Verb.ACCEPTED, Verb.ARRIVED, Verb.DONE)
"""The steps of one tap that can be taken back."""
HARMLESS = frozenset({
    Verb.ACKNOWLEDGED, Verb.CONTACTED, Verb.NOTED, Verb.EVIDENCE, Verb.WARNED, Verb.OVERDUE, Verb.CLIMBED,
    Verb.RESUMED, Verb.ADDED, Verb.CONTACT_LEFT, Verb.PLAN_LATE, Verb.RUNG, Verb.WAIT_OVER,
    Verb.FILE_LET_IN, Verb.FILE_DROPPED, Verb.EVIDENCE_DROPPED,
})  # fmt: skip
"""Lines that may stand after a step without barring its undoing."""


def undo_step(*, case_id: UUID, by: Viewer) -> Case:
    """Take the viewer's own last step back. Raises TooLateToUndo, NotThere, NotNow."""
    case = working_case(case_id, by)
    at = now()
    step = last_step(case.events.order_by("-seq"))
    if step is None or step.actor != by.actor or not may_undo(step.at, at):
        raise TooLateToUndo
    told = {"step": step.verb, "seqs": [step.seq], "clocks": step.data.get("clocks", [])}
    if step.verb == Verb.DONE:
        write(case=case, verb=Verb.STEP_UNDONE, by=by, at=at, **told)
    else:
        to = State(step.data.get("was", State.DISPATCHED))
        move(case=case, verb=Verb.STEP_UNDONE, to=to, by=by, at=at, **told)
    _set_right(case, step, at)
    take_back_clocks(case, [step], at, by)
    return case


def last_step(lines: Iterable[Event]) -> Event | None:
    """The newest step that can be taken back, from lines newest first; None when something bars it."""
    undone: set[int] = set()
    for line in lines:
        if line.verb == Verb.STEP_UNDONE:
            undone.update(line.data["seqs"])
        elif line.verb in STEPS and line.seq not in undone:
            return line
        elif line.verb not in HARMLESS and line.seq not in undone:
            return None
    return None


def take_back_clocks(
    case: Case, steps: Sequence[Event], at: datetime, by: Viewer, *, but: Collection[str] = ()
) -> None:
    """Let the clocks run on that these steps stopped, save those of the kinds `but`.

    A pause whose planned end passed meanwhile ends with it.
    """
    named = {name for step in steps for name in step.data.get("clocks", [])}
    ended = case.clocks.filter(outcome__in=(ClockState.MET, ClockState.LATE)).exclude(kind__in=but)
    undo_stop(case=case, clocks=[clock for clock in ended if str(clock) in named], at=at, by=by)
    end_lapsed_pause(case=case, at=at)
    refresh_next_due(case, at)


def _set_right(case: Case, step: Event, at: datetime) -> None:
    """What the step changed beside state and clocks: the alarm's acknowledgement, the message to come."""
    if step.verb == Verb.ARRIVED:
        case.timers.filter(what=TELL_ARRIVED, fired_at=None, cancelled_at=None).update(cancelled_at=at)
    standing = standing_assignment(case)
    if standing is not None and step.data.get("acknowledges"):
        standing.acknowledged_at = None
        standing.save(update_fields=["acknowledged_at"])
