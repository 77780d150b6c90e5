"""Pure questions about a vote: which rules it follows, whether its days fit, who was told."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from huiyin.commons.c2_voices.models import OwnersVote, Question
from huiyin.ground.clock import ZONE
from huiyin.registers.rules.decisions import Decisions, Majority, Mode
from huiyin.registers.rules.reads import pack_by_id
from huiyin.registers.rules.words import LegalMode, Silence

from .counting import ABSTAIN, AGAINST

MOST_QUESTIONS, MOST_ANSWERS = 20, 8
YES = "Y"


def rules_of(vote: OwnersVote) -> Decisions:
    """The rules the vote was prepared under; a later version never changes it."""
    rules = pack_by_id(vote.pack_id).rules
    assert isinstance(rules, Decisions)  # noqa: S101 - `draft_vote` takes no other pack
    return rules


def mode_of(vote: OwnersVote) -> Mode:
    """In what way the vote is held."""
    return rules_of(vote).modes[LegalMode(vote.mode)]


def majority_of(vote: OwnersVote, question: Question) -> Majority:
    """What the question needs."""
    return rules_of(vote).majority_of(question.matter)


def letters_of(question: Question) -> list[tuple[str, str]]:
    """Every answer: letter and words; those that agree first.

    The words of the last two are given by the page.
    """
    return [*((letter, words) for letter, words in question.letters), (AGAINST, ""), (ABSTAIN, "")]


def allowed_letters(question: Question) -> frozenset[str]:
    """The letters a ballot may carry."""
    return frozenset(letter for letter, _words in letters_of(question))


def days_fit(rules: Decisions, *, noticed_on: date, opens_on: date, closes_at: datetime) -> bool:
    """Whether notice and voting are as long as the rules ask (民法典 201: the first day is not counted)."""
    days = rules.days
    last = (closes_at - timedelta(seconds=1)).astimezone(ZONE).date()
    poll = (last - opens_on).days + 1
    if (opens_on - noticed_on).days < days.notice or poll < max(1, days.poll_least):
        return False
    return not days.poll_most or poll <= days.poll_most


def told(rules: Decisions, silence: Silence, deliveries: Iterable[tuple[str, str, bool]]) -> bool:
    """Whether silence of a head may count: `deliveries` are (means, reached, warned).

    Refusing to take the papers is having been told; nobody there is not.
    """
    if silence is Silence.ABSENT:
        return False
    proofs = rules.silence.proofs
    return any(warned and means in proofs and reached != "absent" for means, reached, warned in deliveries)


def publish_by(rules: Decisions, closed_at: datetime) -> date:
    """The last day to post the result."""
    return closed_at.astimezone(ZONE).date() + timedelta(days=rules.days.publish)
