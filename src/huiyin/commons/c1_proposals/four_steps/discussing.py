"""Step two, 议题: the ways to solve it with their cost, and which one the table chose."""

from huiyin.commons.c1_proposals.models import Choice, Proposal
from huiyin.ground.tenancy.viewer import Viewer

from .gates import talked_over
from .record import lock_proposal, must_be, step, write
from .refusals import NoChoice, NotTalkedOver, ProposalWordsMissing
from .words import ProposalState, Verb

MOST_CHOICES = 8


def add_choice(*, proposal_id: int, words: str, cost: int | None, bearer: str, by: Viewer) -> Choice:
    """Note a way to solve it; `cost` in fen, None when nobody knows it yet.

    Raises NotThere, ProposalNotNow, ProposalWordsMissing, NoChoice (too many).
    """
    proposal = lock_proposal(proposal_id, by)
    must_be(proposal, ProposalState.DRAFT, ProposalState.RAISED)
    if not words.strip():
        raise ProposalWordsMissing
    held = list(proposal.choices.filter(round=proposal.round).values_list("no", flat=True))
    if len(held) >= MOST_CHOICES:
        raise NoChoice
    choice = Choice.objects.create(
        proposal=proposal, scope_id=proposal.scope_id, round=proposal.round, no=max(held, default=0) + 1,
        words=words.strip()[:500], cost=cost, bearer=bearer.strip()[:120],
    )  # fmt: skip
    write(proposal=proposal, verb=Verb.CHOICE, by=by, no=choice.no)
    return choice


def remove_choice(*, proposal_id: int, no: int, by: Viewer) -> None:
    """Take a way out, before one is chosen. Repeating changes nothing. Raises NotThere, ProposalNotNow."""
    proposal = lock_proposal(proposal_id, by)
    must_be(proposal, ProposalState.DRAFT, ProposalState.RAISED)
    gone, _each = proposal.choices.filter(round=proposal.round, no=no).delete()
    if gone:
        write(proposal=proposal, verb=Verb.UNCHOICE, by=by, no=no)


def close_discussion(*, proposal_id: int, no: int, by: Viewer) -> Proposal:
    """The table chose way `no`. Raises NotThere, ProposalNotNow, NotTalkedOver, NoChoice."""
    proposal = lock_proposal(proposal_id, by)
    must_be(proposal, ProposalState.RAISED)
    if not talked_over(proposal):
        raise NotTalkedOver
    of_round = proposal.choices.filter(round=proposal.round)
    of_round.update(chosen=False)
    if not of_round.filter(no=no).update(chosen=True):
        raise NoChoice
    step(proposal=proposal, verb=Verb.DISCUSSED, by=by, data={"no": no})
    return proposal
