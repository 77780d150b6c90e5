"""What every act on a proposal does: lock it, take a step, write a line of its record."""

from datetime import date, timedelta
from typing import Any

from huiyin.commons.c1_proposals.models import Proposal, ProposalEvent
from huiyin.commons.c1_proposals.packs import pack_of
from huiyin.ground.clock import now, today
from huiyin.ground.records import add_line
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import Step

from . import gates
from .refusals import DayWrong, ProposalNotNow
from .states import find_move
from .words import ProposalState, Verb

STEP_OF = {
    ProposalState.DRAFT: Step.RAISE, ProposalState.RAISED: Step.DISCUSS, ProposalState.DISCUSSED: Step.ANSWER,
    ProposalState.RATING: Step.RATE,
}  # fmt: skip
"""Which of the four steps is going on."""
LONGEST = timedelta(days=366)


def lock_proposal(proposal_id: int, by: Viewer, permission: str = Permission.PROPOSAL_WORK) -> Proposal:
    """A proposal the viewer works at, locked. Raises NotThere."""
    found = Proposal.objects.select_for_update(no_key=True).filter(pk=proposal_id).first()
    if found is None or not by.may(permission, found.scope_id):
        raise NotThere
    return found


def must_be(proposal: Proposal, *states: ProposalState) -> None:
    """Refuse in any other state. Raises ProposalNotNow."""
    if proposal.state not in states:
        raise ProposalNotNow(state=ProposalState(proposal.state).label)


def step(
    *, proposal: Proposal, verb: Verb, by: Viewer, data: dict[str, Any] | None = None, **fields: Any
) -> None:
    """Take one step of the transition table when its test holds, with the fields that belong to it.

    Raises ProposalNotNow and what the test refuses.
    """
    move = find_move(verb, ProposalState(proposal.state))
    if move is None:
        raise ProposalNotNow(state=ProposalState(proposal.state).label)
    if move.test:
        getattr(gates, move.test)(proposal, verb)
    at = now()
    proposal.state = move.target
    for name, value in fields.items():
        setattr(proposal, name, value)
    proposal.step_since, proposal.step_due = at, due_of(proposal)
    proposal.save(update_fields=["state", "step_since", "step_due", *fields])
    write(proposal=proposal, verb=verb, by=by, **(data or {}))


def due_of(proposal: Proposal) -> date | None:
    """Until when the step that begins now should be taken; None outside the four steps."""
    going_on = STEP_OF.get(ProposalState(proposal.state))
    if going_on is None:
        return None
    return today() + timedelta(days=pack_of(proposal.pack_id).steps[going_on].days)


def must_be_soon(day: date | None) -> date:
    """A day from today to a year ahead. Raises DayWrong."""
    if day is None or not today() <= day <= today() + LONGEST:
        raise DayWrong
    return day


def write(*, proposal: Proposal, verb: Verb, by: Viewer, **data: Any) -> ProposalEvent:
    """Add a line to the record. It never holds what a single home says."""
    return add_line(
        ProposalEvent,
        scope_id=proposal.scope_id,
        by=by,
        proposal=proposal,
        verb=verb,
        round=proposal.round,
        data=data,
    )
