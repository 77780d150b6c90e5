"""Step four, 评题: the homes concerned say whether it is solved and well done."""

from dataclasses import dataclass
from datetime import timedelta

from huiyin.commons.c1_proposals.models import Opinion, Proposal, Rating
from huiyin.commons.c1_proposals.packs import pack_of
from huiyin.ground.clock import now, today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place

from .ratings import homes_of
from .record import lock_proposal, must_be, step, write
from .refusals import HomeNotConcerned
from .words import ProposalState, Stance, Verb, Way


@dataclass(frozen=True, slots=True)
class Word:
    """What a home says."""

    solved: bool
    satisfied: bool
    words: str = ""


def post_for_rating(*, proposal_id: int, by: Viewer) -> Proposal:
    """Everything promised is done: post it, and let people rate.

    Raises NotThere, ProposalNotNow, NotCarriedOut.
    """
    proposal = lock_proposal(proposal_id, by)
    until = today() + timedelta(days=pack_of(proposal.pack_id).rating.days)
    step(proposal=proposal, verb=Verb.POSTED, by=by, data={"until": until.isoformat()}, rate_until=until)
    return proposal


def prolong_rating(*, proposal_id: int, by: Viewer) -> Proposal:
    """As many days more, because too few have rated. Raises NotThere, ProposalNotNow."""
    proposal = lock_proposal(proposal_id, by)
    must_be(proposal, ProposalState.RATING)
    proposal.rate_until = today() + timedelta(days=pack_of(proposal.pack_id).rating.days)
    proposal.save(update_fields=["rate_until"])
    write(proposal=proposal, verb=Verb.PROLONGED, by=by, until=proposal.rate_until.isoformat())
    return proposal


def settle(*, proposal_id: int, by: Viewer) -> Proposal:
    """Enough homes say that it is solved.

    Raises NotThere, ProposalNotNow, RatingDays, RatingsTooFew, RatingsTooLow.
    """
    proposal = lock_proposal(proposal_id, by)
    step(proposal=proposal, verb=Verb.SETTLED, by=by, ended_at=now())
    return proposal


def send_back(*, proposal_id: int, by: Viewer) -> Proposal:
    """Too few do: back to the table, the next round. Raises as `settle`, and RatingsHighEnough."""
    proposal = lock_proposal(proposal_id, by)
    step(proposal=proposal, verb=Verb.SENT_BACK, by=by, round=proposal.round + 1, rate_until=None)
    return proposal


def rate_for(*, proposal_id: int, home_id: int, word: Word, way: Way, by: Viewer) -> Rating:
    """Write down what a home said on paper, at a visit or by telephone.

    Raises NotThere, ProposalNotNow, HomeNotConcerned.
    """
    proposal = lock_proposal(proposal_id, by)
    if home_id not in {home.pk for home in homes_of(proposal)}:
        raise HomeNotConcerned
    return _rate(proposal, home_id, word, way, by)


def rate_own(*, proposal: Proposal, home: Place, word: Word, by: Viewer) -> Rating:
    """A home rates by its slip; who holds the slip was proved by its code (links.py).

    Raises ProposalNotNow.
    """
    with seen_as(SYSTEM):  # a guest has no row of the own; the slip is the right
        locked = Proposal.objects.select_for_update(no_key=True).get(pk=proposal.pk)
        return _rate(locked, home.pk, word, Way.LINK, by)


def _rate(proposal: Proposal, home_id: int, word: Word, way: Way, by: Viewer) -> Rating:
    must_be(proposal, ProposalState.RATING)
    rating, _new = Rating.objects.update_or_create(
        proposal=proposal, round=proposal.round, home_id=home_id,
        defaults={
            "scope_id": proposal.scope_id, "solved": word.solved, "satisfied": word.satisfied,
            "words": word.words.strip()[:500], "way": way, "by": by.actor, "at": now(),
        },
    )  # fmt: skip
    return rating


OPEN_TO_OPINIONS = (ProposalState.RAISED, ProposalState.DISCUSSED)


def say(*, proposal: Proposal, stance: Stance, words: str, by: Viewer, home: Place | None = None) -> Opinion:
    """An opinion in one tap. With a slip it counts for the home, the last word; without, it is heard.

    Raises ProposalNotNow.
    """
    told = {"stance": stance, "words": words.strip()[:500], "at": now(), "scope_id": proposal.scope_id}
    if proposal.scope_id not in by.around | by.scopes and by.kind != "system":
        raise NotThere
    with seen_as(SYSTEM):  # a guest has no row of the own
        must_be(proposal, *OPEN_TO_OPINIONS)
        if home is None:
            return Opinion.objects.create(proposal=proposal, round=proposal.round, way=Way.OPEN, **told)
        opinion, _new = Opinion.objects.update_or_create(
            proposal=proposal, round=proposal.round, home=home, defaults={**told, "way": Way.LINK}
        )
        return opinion
