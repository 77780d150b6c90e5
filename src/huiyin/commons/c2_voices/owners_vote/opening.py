"""Give notice, open the vote with its frozen roll, call it off."""

from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.ground.clock import ZONE, now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.rules.reads import pack_by_id
from huiyin.registers.rules.words import LegalMode

from .drafting import days_wrong
from .record import lock_vote, must_be, step
from .refusals import NoQuestions, NoticeRunning, VoteWordsMissing
from .roll import digest_of_vote, foresee, freeze_roll, must_have_all
from .rules import days_fit, rules_of
from .spinning_off import tell_proposal
from .words import Verb, VoteState


def give_notice(*, vote_id: int, by: Viewer) -> OwnersVote:
    """Announce the vote: from now on question, rule and days stay as they are.

    Raises NotThere, VoteNotNow, NoQuestions, VoteDaysWrong.
    """
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.DRAFT)
    if not vote.questions.exists():
        raise NoQuestions
    at, rules = now(), rules_of(vote)
    today = at.astimezone(ZONE).date()
    if not days_fit(rules, noticed_on=today, opens_on=vote.opens_on, closes_at=vote.closes_at):
        raise days_wrong(rules)
    step(vote=vote, verb=Verb.ANNOUNCED, by=by, noticed_at=at)
    return vote


def open_vote(*, vote_id: int, by: Viewer) -> OwnersVote:
    """Write and freeze the roll, seal it with question and rule by a digest, and take ballots from now on.

    Raises NotThere, VoteNotNow, NoticeRunning, RollEmpty, RollIncomplete, NamedUnitGone.
    """
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.NOTICE)
    at = now()
    if at.astimezone(ZONE).date() < vote.opens_on:
        raise NoticeRunning(day=vote.opens_on)
    if vote.mode == LegalMode.IMPORTED:
        must_have_all(vote, foresee(vote))
    area, heads = freeze_roll(vote) if vote.mode != LegalMode.IMPORTED else (0, 0)
    digest = digest_of_vote(vote, pack_by_id(vote.pack_id).digest)
    told = {"digest": digest, "area": area, "heads": heads}
    step(vote=vote, verb=Verb.OPENED, by=by, data=told, opened_at=at, **told)
    return vote


def cancel(*, vote_id: int, reason: str, by: Viewer) -> OwnersVote:
    """Call the vote off before its close; choices stay sealed for good. Raises NotThere, VoteNotNow."""
    return _end(vote_id, Verb.CANCELLED, reason, by)


def void(*, vote_id: int, reason: str, by: Viewer) -> OwnersVote:
    """Declare the vote void after its close, such as after an upheld objection.

    Raises NotThere, VoteNotNow.
    """
    return _end(vote_id, Verb.VOIDED, reason, by)


def _end(vote_id: int, verb: Verb, reason: str, by: Viewer) -> OwnersVote:
    if not reason.strip():
        raise VoteWordsMissing
    vote = lock_vote(vote_id, by)
    why = reason.strip()[:300]
    step(vote=vote, verb=verb, by=by, data={"why": why}, ended_at=now(), ended_why=why)
    tell_proposal(vote=vote, by=by)
    return vote
