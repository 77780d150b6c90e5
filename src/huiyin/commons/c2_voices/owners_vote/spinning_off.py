"""The owners' vote a proposal needs: drafted from it, and its result told to it (民法典 278)."""

from huiyin.commons.c1_proposals.four_steps.reads import proposal_for
from huiyin.commons.c1_proposals.four_steps.voting import begin_vote, hear_of_vote
from huiyin.commons.c1_proposals.four_steps.words import VoteOutcome
from huiyin.commons.c2_voices.models import OwnersVote, ProposalVote
from huiyin.ground.tenancy.viewer import Viewer

from .drafting import Plan, ask, draft_vote
from .publishing import WITH
from .rules import mode_of
from .words import SHOWN, VoteState

FIRST = 1


def vote_for_proposal(*, proposal_id: int, plan: Plan, text: str, by: Viewer) -> OwnersVote:
    """Draft the owners' vote on a proposal, its first question being the proposal's own.

    Raises NotThere, ProposalNotNow, NoVoteNeeded, and what `draft_vote` and `ask` raise.
    """
    proposal = proposal_for(by, proposal_id)
    vote = draft_vote(scope_id=proposal.scope_id, plan=plan, by=by)
    begin_vote(proposal_id=proposal_id, number=vote.code, by=by)
    ask(vote_id=vote.pk, matter=proposal.matter, text=text, by=by)
    ProposalVote.objects.create(proposal_id=proposal_id, vote=vote, scope_id=vote.scope_id)
    return vote


def tell_proposal(*, vote: OwnersVote, by: Viewer) -> None:
    """The vote has ended: the proposal it was begun for hears it. A vote for none tells nobody."""
    link = ProposalVote.objects.filter(vote=vote).first()
    if link is None:
        return
    outcome = VoteOutcome.PASSED if _passed(vote) else VoteOutcome.FAILED
    hear_of_vote(proposal_id=link.proposal_id, number=vote.code, outcome=outcome, by=by)


def _passed(vote: OwnersVote) -> bool:
    """Whether the first question passed in a vote that is final."""
    return vote.state == VoteState.FINAL and shown_passed(vote)


def shown_passed(vote: OwnersVote) -> bool:
    """Whether the first question of a binding vote passed as posted; with silence where it counts."""
    result = getattr(vote, "result", None)
    if vote.state not in SHOWN or result is None or not mode_of(vote).binding:
        return False
    figures = [one for one in result.figures if one["question"] == FIRST]
    counts = next((one for one in figures if one["way"] == WITH), figures[0] if figures else None)
    return bool(counts and counts["agreed"])


def heads_agreed(vote: OwnersVote) -> tuple[int, int] | None:
    """(Heads that agree to the first question, of all heads) of a vote that passed and binds; else None."""
    if not _passed(vote):
        return None
    letter = vote.questions.get(no=FIRST).letters[0][0]
    figures = [one for one in vote.result.figures if one["question"] == FIRST]
    counts = next((one for one in figures if one["way"] == WITH), figures[0])
    return int(counts["letters"][letter][1]), int(counts["whole"][1])
