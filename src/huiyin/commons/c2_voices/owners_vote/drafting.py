"""Prepare a vote: what it is about, in what way it is held, its questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huiyin.commons.c2_voices.models import OwnersVote, Question
from huiyin.ground.clock import ZONE, now
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.decisions import Decisions
from huiyin.registers.rules.reads import decisions_for
from huiyin.registers.rules.words import LegalMode, Repeated, Silence

from .record import lock_vote, must_be, write
from .refusals import (
    MatterUnknown,
    ModeNotHere,
    SilenceUnfounded,
    TooManyQuestions,
    VoteDaysWrong,
    VoteWordsMissing,
)
from .rules import MOST_ANSWERS, MOST_QUESTIONS, YES, rules_of
from .words import Verb, VoteState


@dataclass(frozen=True, slots=True)
class Plan:
    """What a vote is to be. `last_day` is the last on which one can vote, until midnight."""

    title: str
    words: str
    called_by: str
    mode: LegalMode
    opens_on: date
    last_day: date
    silence: Silence = Silence.ABSENT
    clause: str = ""
    repeated: Repeated | None = None


def draft_vote(*, scope_id: int, plan: Plan, by: Viewer) -> OwnersVote:
    """Begin a vote of an estate's owners, under the rules in force there now.

    Raises NotThere, NoPack, VoteWordsMissing, ModeNotHere, SilenceUnfounded, VoteDaysWrong.
    """
    by.must(Permission.VOTE_ORGANISE, scope_id)
    at = now()
    held = decisions_for(scope_tree().up(scope_id), at)
    assert isinstance(held.rules, Decisions)  # noqa: S101 - decisions_for takes no other
    _must_be_lawful(held.rules, plan)
    vote = OwnersVote.objects.create(
        scope_id=scope_id, code=public_code("V", at), pack_id=held.id, made_by=by.actor, made_at=at,
        **_fields(held.rules, plan),
    )  # fmt: skip
    write(vote=vote, verb=Verb.DRAFTED, by=by, pack=held.rules.header.key)
    return vote


def change_draft(*, vote_id: int, plan: Plan, by: Viewer) -> OwnersVote:
    """Change what was prepared, before notice is given. Raises as `draft_vote`, and VoteNotNow."""
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.DRAFT)
    rules = rules_of(vote)
    _must_be_lawful(rules, plan)
    fields = _fields(rules, plan)
    for name, value in fields.items():
        setattr(vote, name, value)
    vote.save(update_fields=list(fields))
    write(vote=vote, verb=Verb.DRAFTED, by=by, pack=rules.header.key)
    return vote


def ask(*, vote_id: int, matter: str, text: str, by: Viewer, answers: Sequence[str] = ()) -> Question:
    """Add a question. `answers` is for a choice (three companies); without them it is for or against.

    Raises NotThere, VoteNotNow, VoteWordsMissing, MatterUnknown, TooManyQuestions.
    """
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.DRAFT)
    if not text.strip():
        raise VoteWordsMissing
    if matter not in rules_of(vote).matters:
        raise MatterUnknown
    if vote.questions.count() >= MOST_QUESTIONS:
        raise TooManyQuestions(most=MOST_QUESTIONS)
    told = [words.strip()[:120] for words in answers if words.strip()][:MOST_ANSWERS]
    letters = [[chr(ord("A") + place), words] for place, words in enumerate(told)] or [[YES, ""]]
    last = vote.questions.order_by("-no").values_list("no", flat=True).first() or 0
    question = Question.objects.create(
        vote=vote,
        scope_id=vote.scope_id,
        no=last + 1,
        matter=matter,
        text=text.strip()[:500],
        letters=letters,
    )
    write(vote=vote, verb=Verb.ASKED, by=by, no=question.no, matter=matter)
    return question


def unask(*, vote_id: int, no: int, by: Viewer) -> None:
    """Take a question out, before notice is given. Repeating changes nothing. Raises NotThere, VoteNotNow."""
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.DRAFT)
    vote.questions.filter(no=no).delete()
    for place, question in enumerate(vote.questions.all(), 1):
        if question.no != place:
            question.no = place
            question.save(update_fields=["no"])
    write(vote=vote, verb=Verb.UNASKED, by=by, no=no)


def _must_be_lawful(rules: Decisions, plan: Plan) -> None:
    if not (plan.title.strip() and plan.words.strip() and plan.called_by.strip()):
        raise VoteWordsMissing
    if plan.mode not in rules.modes:
        raise ModeNotHere
    if plan.silence not in rules.silence.allowed or (
        plan.silence is not Silence.ABSENT and not plan.clause.strip()
    ):
        raise SilenceUnfounded
    if plan.last_day < plan.opens_on:
        raise days_wrong(rules)


def days_wrong(rules: Decisions) -> VoteDaysWrong:
    """The refusal with the days of these rules."""
    days = rules.days
    most = f" ({days.poll_least or 1}–{days.poll_most})" if days.poll_most else ""
    return VoteDaysWrong(notice=days.notice, least=max(1, days.poll_least), most=most)


def last_day_of(vote: OwnersVote) -> date:
    """The last day on which one can vote."""
    return (vote.closes_at - timedelta(seconds=1)).astimezone(ZONE).date()


def until_of(vote: OwnersVote) -> str:
    """When voting ends, as notices say it: midnight belongs to the day before ("2026-11-04 24:00")."""
    return f"{last_day_of(vote).isoformat()} 24:00"


def _fields(rules: Decisions, plan: Plan) -> dict[str, object]:
    ends = datetime.combine(plan.last_day + timedelta(days=1), time.min, tzinfo=ZONE)
    return {
        "title": plan.title.strip()[:120], "words": plan.words.strip()[:5000],
        "called_by": plan.called_by.strip()[:120], "mode": plan.mode.value, "silence": plan.silence.value,
        "clause": plan.clause.strip()[:300] if plan.silence is not Silence.ABSENT else "",
        "repeated": (plan.repeated or rules.repeated).value, "most_proxies": rules.most_proxies,
        "opens_on": plan.opens_on, "closes_at": ends,
    }  # fmt: skip
