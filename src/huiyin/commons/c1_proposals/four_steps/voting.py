"""The owners' vote a proposal needs (民法典 278): begun elsewhere, its result is heard here."""

from huiyin.commons.c1_proposals.models import Proposal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .record import lock_proposal, must_be, write
from .refusals import NoVoteNeeded
from .words import ProposalState, Verb, VoteOutcome

BEFORE = (ProposalState.RAISED, ProposalState.DISCUSSED)


def begin_vote(*, proposal_id: int, number: str, by: Viewer) -> Proposal:
    """An owners' vote on this proposal was drafted. Raises NotThere, ProposalNotNow, NoVoteNeeded."""
    proposal = lock_proposal(proposal_id, by, Permission.VOTE_ORGANISE)
    must_be(proposal, *BEFORE)
    if not proposal.matter or proposal.vote_outcome in (VoteOutcome.RUNNING, VoteOutcome.PASSED):
        raise NoVoteNeeded
    _note(proposal, VoteOutcome.RUNNING, Verb.VOTE, by, number)
    return proposal


def hear_of_vote(*, proposal_id: int, number: str, outcome: VoteOutcome, by: Viewer) -> Proposal:
    """The vote came to its end. A proposal that was dropped meanwhile stays as it is. Raises NotThere."""
    proposal = lock_proposal(proposal_id, by, Permission.VOTE_ORGANISE)
    if proposal.state in BEFORE:
        _note(proposal, outcome, Verb.VOTED, by, number)
    return proposal


def _note(proposal: Proposal, outcome: VoteOutcome, verb: Verb, by: Viewer, number: str) -> None:
    proposal.vote_outcome = outcome
    proposal.save(update_fields=["vote_outcome"])
    write(proposal=proposal, verb=verb, by=by, vote=number, outcome=outcome.value)
