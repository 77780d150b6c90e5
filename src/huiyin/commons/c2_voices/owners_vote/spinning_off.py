"""The owners' vote a proposal needs: drafted from it, and its result told to it (民法典 278)."""

from collections.abc import Collection
from typing import Any

from huiyin.commons.c1_proposals.four_steps.reads import proposal_for
from huiyin.commons.c1_proposals.four_steps.voting import begin_vote, hear_of_vote
from huiyin.commons.c1_proposals.four_steps.words import VoteOutcome
from huiyin.commons.c2_voices.models import OwnersVote, ProposalVote, Question
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
    outcome = VoteOutcome.PASSED if _counts_of(vote, FIRST) else VoteOutcome.FAILED
    hear_of_vote(proposal_id=link.proposal_id, number=vote.code, outcome=outcome, by=by)


def shown_passed(vote: OwnersVote) -> bool:
    """Whether the first question of a vote that binds passed by its posted result."""
    return _counts_of(vote, FIRST, SHOWN) is not None


def agreed_questions(vote: OwnersVote) -> list[Question]:
    """The questions the owners agreed to in a vote that binds and is final, in their order."""
    return [one for one in vote.questions.order_by("no") if _counts_of(vote, one.no)]


def heads_agreed(vote: OwnersVote, question: Question) -> tuple[int, int] | None:
    """(Heads that agree, of all heads) of a question that passed in a vote that binds; else None."""
    counts = _counts_of(vote, question.no)
    if counts is None:
        return None
    letter = question.letters[0][0]
    return int(counts["letters"][letter][1]), int(counts["whole"][1])


def _counts_of(
    vote: OwnersVote, no: int, states: Collection[VoteState] = (VoteState.FINAL,)
) -> dict[str, Any] | None:
    """The figures of a question that passed, with silence where a clause lets it count; else None."""
    result = getattr(vote, "result", None)
    if vote.state not in states or result is None or not mode_of(vote).binding:
        return None
    figures: list[dict[str, Any]] = [one for one in result.figures if one["question"] == no]
    counts = next((one for one in figures if one["way"] == WITH), figures[0] if figures else None)
    return counts if counts and counts["agreed"] else None
