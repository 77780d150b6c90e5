"""Write a survey with its questions, open it, close it."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from huiyin.commons.c2_voices.models import Survey, SurveyQuestion
from huiyin.ground.clock import ZONE, now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place

from .record import WORK, lock_survey, write
from .refusals import QuestionsMany, QuestionsNone, QuestionWrong, SurveyDayWrong, SurveyWordsMissing
from .words import Means, QuestionKind, SurveyState, SurveyVerb

MOST_QUESTIONS, MOST_CHOICES, LONGEST = 30, 12, 60
FARTHEST = timedelta(days=366)
_HOME = Path(__file__).parent / "questionnaires"
TEMPLATES = ("estate",)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a survey is to be. `template`: a questionnaire to begin with, or empty."""

    title: str
    words: str
    called_by: str
    until: date
    template: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice, on which list it comes, and the category of the request it would be."""

    words: str
    means: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question to be asked. `fact`: of the household, asked once a year (facts.py)."""

    kind: str
    text: str
    section: str = ""
    choices: Sequence[Choice] = ()
    fact: bool = False


def template_of(key: str) -> list[Question]:
    """The questions of a questionnaire to begin with. Raises NotThere."""
    if key not in TEMPLATES:
        raise NotThere
    told = tomllib.loads((_HOME / f"{key}.toml").read_text(encoding="utf-8"))
    return [_question(one) for one in told["question"]]


def _question(one: dict[str, Any]) -> Question:
    choices = [Choice(**each) for each in one.get("choices", ())]
    return Question(one["kind"], one["text"], one["section"], choices, one.get("fact", False))


def draft_survey(*, place_id: int, plan: Plan, by: Viewer) -> Survey:
    """Write a survey of the homes at a place. Raises NotThere, SurveyWordsMissing, SurveyDayWrong."""
    place = Place.objects.filter(pk=place_id, closed_at=None).first()
    if place is None:
        raise NotThere
    by.must(WORK, place.scope_id)
    if not (plan.title.strip() and plan.words.strip() and plan.called_by.strip()):
        raise SurveyWordsMissing
    at = now()
    today = at.astimezone(ZONE).date()
    if not today <= plan.until <= today + FARTHEST:
        raise SurveyDayWrong
    survey = Survey.objects.create(
        scope_id=place.scope_id, place=place, code=public_code("S", at), title=plan.title.strip()[:120],
        words=plan.words.strip()[:2000], called_by=plan.called_by.strip()[:120], until=plan.until,
        made_by=by.actor, made_at=at,
    )  # fmt: skip
    if plan.template:
        SurveyQuestion.objects.bulk_create(
            _row(survey, no, one) for no, one in enumerate(template_of(plan.template), 1)
        )
    write(survey=survey, verb=SurveyVerb.DRAFTED, by=by, template=plan.template)
    return survey


def add_question(*, survey_id: int, question: Question, by: Viewer) -> SurveyQuestion:
    """Ask one thing more.

    Raises NotThere, SurveyNotNow, SurveyWordsMissing, QuestionWrong, QuestionsMany.
    """
    survey = lock_survey(survey_id, by, SurveyState.DRAFT)
    if not question.text.strip():
        raise SurveyWordsMissing
    chosen = question.kind in (QuestionKind.ONE, QuestionKind.MANY)
    words = [one.words.strip() for one in question.choices]
    fits = 2 <= len(words) <= MOST_CHOICES and len(set(words)) == len(words)  # noqa: PLR2004 - a choice
    if (chosen and not fits) or (not chosen and words) or not all(0 < len(one) <= LONGEST for one in words):
        raise QuestionWrong(most=MOST_CHOICES)
    held = list(survey.questions.values_list("no", flat=True))
    if len(held) >= MOST_QUESTIONS:
        raise QuestionsMany(most=MOST_QUESTIONS)
    row = _row(survey, max(held, default=0) + 1, question)
    row.save(force_insert=True)
    write(survey=survey, verb=SurveyVerb.QUESTION, by=by, no=row.no)
    return row


def take_out_question(*, survey_id: int, no: int, by: Viewer) -> None:
    """Take a question out before it opens. Repeating changes nothing. Raises NotThere, SurveyNotNow."""
    survey = lock_survey(survey_id, by, SurveyState.DRAFT)
    gone, _each = survey.questions.filter(no=no).delete()
    if gone:
        write(survey=survey, verb=SurveyVerb.UNQUESTION, by=by, no=no)


def open_survey(*, survey_id: int, by: Viewer) -> Survey:
    """From now on homes answer and the questions stay. Raises NotThere, SurveyNotNow, QuestionsNone."""
    survey = lock_survey(survey_id, by, SurveyState.DRAFT)
    if not survey.questions.exists():
        raise QuestionsNone
    survey.state, survey.opened_at = SurveyState.RUNNING, now()
    survey.save(update_fields=["state", "opened_at"])
    write(survey=survey, verb=SurveyVerb.OPENED, by=by)
    return survey


def close_survey(*, survey_id: int, by: Viewer) -> Survey:
    """Nobody answers any more; the lists stay. Raises NotThere, SurveyNotNow."""
    survey = lock_survey(survey_id, by, SurveyState.RUNNING)
    survey.state, survey.closed_at = SurveyState.CLOSED, now()
    survey.save(update_fields=["state", "closed_at"])
    write(survey=survey, verb=SurveyVerb.CLOSED, by=by)
    return survey


def _row(survey: Survey, no: int, question: Question) -> SurveyQuestion:
    choices = [
        {"words": one.words.strip(), "means": Means(one.means).value, "category": one.category}
        for one in question.choices
    ]
    return SurveyQuestion(
        survey=survey, scope_id=survey.scope_id, no=no, section=question.section.strip()[:60],
        kind=QuestionKind(question.kind), text=question.text.strip()[:200], choices=choices,
        fact=question.fact,
    )  # fmt: skip
