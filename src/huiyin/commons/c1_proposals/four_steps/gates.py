"""The entry and exit tests of the four steps, by the name the transition table gives them.

Each is asked about a locked proposal and raises the refusal that says what is missing.
"""

from django.db.models import Q

from huiyin.commons.c1_proposals.meetings.words import MeetingState, Result
from huiyin.commons.c1_proposals.models import AgendaItem, Proposal
from huiyin.commons.c1_proposals.packs import pack_of
from huiyin.ground.clock import today

from .ratings import ratings_of
from .refusals import (
    AllRefuse,
    AnswersMissing,
    CouncilUnknown,
    NobodyAsked,
    NoChoice,
    NotAllRefuse,
    NotCarriedOut,
    NotTalkedOver,
    ProposalWordsMissing,
    RatingDays,
    RatingsHighEnough,
    RatingsTooFew,
    RatingsTooLow,
    VoteNeeded,
)
from .words import Verb, VoteOutcome


def raisable(proposal: Proposal, _verb: Verb) -> None:
    """Exit of 出题: words, a council to talk it over, and whose it is."""
    if not (proposal.title and proposal.words and proposal.raised_by):
        raise ProposalWordsMissing
    if proposal.council not in pack_of(proposal.pack_id).councils:
        raise CouncilUnknown


def discussed(proposal: Proposal, _verb: Verb) -> None:
    """Exit of 议题: a quorate meeting with posted minutes dealt with it, and a way is chosen."""
    if not talked_over(proposal):
        raise NotTalkedOver
    if not proposal.choices.filter(round=proposal.round, chosen=True).exists():
        raise NoChoice


def talked_over(proposal: Proposal) -> bool:
    """Whether a meeting with posted minutes passed it or talked it over in this round."""
    return AgendaItem.objects.filter(
        proposal=proposal, round=proposal.round, meeting__state=MeetingState.POSTED,
        result__in=[Result.PASSED, Result.NOTED],
    ).exists()  # fmt: skip


def answered(proposal: Proposal, _verb: Verb) -> None:
    """Exit of 答题: all asked have answered, somebody promises, the owners voted where they must."""
    _all_answered(proposal)
    if not proposal.answers.filter(round=proposal.round, refused=False).exists():
        raise AllRefuse
    if proposal.matter and proposal.vote_outcome != VoteOutcome.PASSED:
        raise VoteNeeded


def all_refuse(proposal: Proposal, _verb: Verb) -> None:
    """It goes back to the table only when nobody promises anything."""
    _all_answered(proposal)
    if proposal.answers.filter(round=proposal.round, refused=False).exists():
        raise NotAllRefuse


def _all_answered(proposal: Proposal) -> None:
    asked = list(proposal.answers.filter(round=proposal.round).values_list("answered_at", flat=True))
    if not asked:
        raise NobodyAsked
    if missing := asked.count(None):
        raise AnswersMissing(n=missing)


def carried_out(proposal: Proposal, _verb: Verb) -> None:
    """Entry of 评题: every measure is reported done or past its day, so that people rate what happened."""
    open_still = proposal.answers.filter(round=proposal.round, refused=False, done_at=None)
    waiting = open_still.filter(Q(promised_on__gte=today())).count()
    if waiting:
        raise NotCarriedOut(n=waiting)


def rated(proposal: Proposal, verb: Verb) -> None:
    """Exit of 评题: its days are over, enough homes rated, and their word leads the way it leads."""
    rule = pack_of(proposal.pack_id).rating
    if proposal.rate_until is not None and today() <= proposal.rate_until:
        raise RatingDays(day=proposal.rate_until)
    found = ratings_of(proposal)
    if found.rated < rule.least:
        raise RatingsTooFew(n=found.rated, least=rule.least)
    enough = found.holds(rule)
    if verb is Verb.SETTLED and not enough:
        raise RatingsTooLow
    if verb is Verb.SENT_BACK and enough:
        raise RatingsHighEnough
