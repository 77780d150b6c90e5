"""What pages say of a vote, in plain words: the question, the rule, who takes part, the result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.commons.c2_voices.models import OwnersVote, Question, VoteResult
from huiyin.commons.c2_voices.owners_vote.counting import ABSTAIN, AGAINST
from huiyin.commons.c2_voices.owners_vote.drafting import until_of
from huiyin.commons.c2_voices.owners_vote.listing import homes_named
from huiyin.commons.c2_voices.owners_vote.participation import Participation, square_metres
from huiyin.commons.c2_voices.owners_vote.publishing import WITH
from huiyin.commons.c2_voices.owners_vote.rules import YES, letters_of, mode_of, rules_of
from huiyin.registers.rules.decisions import Majority
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.words import (
    MODE_LABELS,
    REPEATED_LABELS,
    SILENCE_LABELS,
    WAY_LABELS,
    LegalMode,
    Repeated,
    Silence,
)


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question with its matter and what it needs."""

    no: int
    text: str
    matter: str
    article: str
    needs: str
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One answer of a result: so many heads, so much area."""

    words: str
    heads: int
    area: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class ShownResult:
    """One question counted in one way."""

    question: ShownQuestion
    silent: bool
    heads: str
    area: str
    quorate: bool
    passed: bool
    answers: list[ShownAnswer]


def answer_words(letter: str, words: str) -> str:
    """What an answer is called."""
    plain = {YES: _("Agree"), AGAINST: _("Disagree"), ABSTAIN: _("Abstain")}
    return words or plain[letter]


def answers_of(question: Question) -> list[tuple[str, str]]:
    """Letter and words of every answer; of several to choose from, the one against is "none of these"."""
    found = []
    for letter, words in letters_of(question):
        none = letter == AGAINST and question.letters[0][0] != YES
        found.append((letter, _("None of these") if none else answer_words(letter, words)))
    return found


def questions_of(vote: OwnersVote) -> list[ShownQuestion]:
    """The questions as pages show them. One query."""
    rules = rules_of(vote)
    shown = []
    for question in vote.questions.all():
        matter = rules.matters[question.matter]
        needs = needs_words(rules.majorities[matter.majority])
        shown.append(
            ShownQuestion(
                question.no, question.text, said(matter), matter.article, needs, answers_of(question)
            )
        )
    return shown


def needs_words(majority: Majority) -> str:
    """Such as: more than 1/2 of those who take part, by area and by heads."""
    share = f"{majority.share.numerator}/{majority.share.denominator}"
    words = _("more than %(share)s") if majority.strict else _("at least %(share)s")
    return words % {"share": share}


def facts_of(vote: OwnersVote) -> list[dict[str, Any]]:
    """How the vote is held, in lines: kind, days, ways, several ballots, silence."""
    mode, rules = mode_of(vote), rules_of(vote)
    silence = str(SILENCE_LABELS[Silence(vote.silence)])
    ways = "、".join(str(WAY_LABELS[way]) for way in mode.ways)
    return [
        {"label": _("Kind of vote"), "value": MODE_LABELS[LegalMode(vote.mode)], "note": _basis(vote)},
        {"label": _("Called by"), "value": vote.called_by},
        {"label": _("Who is asked"), "value": asked_words(vote)},
        {"label": _("Voting from"), "value": vote.opens_on.isoformat()},
        {"label": _("Voting until"), "value": until_of(vote)},
        {"label": _("How to vote"), "value": ways or _("on the official system of the city")},
        {"label": _("Several ballots of one owner"), "value": REPEATED_LABELS[Repeated(vote.repeated)]},
        {"label": _("Ballots not returned"), "value": silence, "note": vote.clause},
        {"label": _("Have to take part"),
         "value": _("at least %(share)s of the area and of the owners") % {"share": rules.takes_part}},
    ]  # fmt: skip


def asked_words(vote: OwnersVote) -> str:
    """All owners, or how many homes the vote names: nobody else is asked, nobody else counts."""
    if named := homes_named(vote):
        return _("only the owners of %(n)s homes that were named before the vote") % {"n": named}
    return _("all owners of %(place)s") % {"place": vote.scope.name}


def _basis(vote: OwnersVote) -> str:
    """Where the way of the vote is from."""
    basis = mode_of(vote).basis
    return f"{rules_of(vote).header.source_text(basis.source)} [{basis.confidence.value}]"


def missing_words(part: Participation) -> str:
    """还差 12 户 / 834.50 ㎡."""
    if part.enough:
        return _("Enough take part.")
    return _("Still missing: %(heads)s owners and %(area)s m².") % {
        "heads": part.missing.heads, "area": square_metres(part.missing.area),
    }  # fmt: skip


def results_of(vote: OwnersVote, result: VoteResult | None) -> list[ShownResult]:
    """Both tallies of every question."""
    if result is None:
        return []
    questions = {one.no: one for one in questions_of(vote)}
    return [_result(questions[told["question"]], told) for told in result.figures]


def _result(question: ShownQuestion, told: dict[str, Any]) -> ShownResult:
    answers = []
    for letter, words in question.answers:  # as they stand on the ballot
        area, heads = told["letters"].get(letter, (0, 0))
        answers.append(ShownAnswer(words, heads, square_metres(area), letter in told["agreed"]))
    return ShownResult(
        question, told["way"] == WITH, f"{told['part'][1]} / {told['whole'][1]}",
        f"{square_metres(told['part'][0])} / {square_metres(told['whole'][0])}", told["quorate"],
        bool(told["agreed"]), answers,
    )  # fmt: skip
