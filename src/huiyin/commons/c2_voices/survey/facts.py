"""Household facts: asked once a year; whoever visits finds filled in what the home itself told within it.

A fact is a question that those who keep the survey marked so. Nothing else that was answered is shown at the
door (decision 38). A home that would rather not answer takes its facts back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huiyin.commons.c2_voices.models import Survey, SurveyAnswer, SurveyQuestion, SurveySheet
from huiyin.ground.clock import now

from .words import QuestionKind, Result, SheetWay

A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known, and since when. `value` as a form takes it: number, text, choice or list of choices."""

    value: Any
    at: datetime


def known_facts(survey: Survey, home_id: int) -> dict[int, Known]:
    """Number of the question -> what the home told to the same question within a year. Two queries."""
    asked = {_key(one): one.no for one in survey.questions.all() if one.fact}
    if not asked:
        return {}
    found: dict[int, Known] = {}
    for answer in _told(survey, home_id):
        no = asked.get(_key(answer.question))
        if no is not None:
            found.setdefault(no, Known(_value(answer), answer.sheet.at))
    return found


def _told(survey: Survey, home_id: int) -> list[SurveyAnswer]:
    """Answers of the home itself, newest first, since it last said that it would rather not."""
    sheets = SurveySheet.objects.filter(home_id=home_id, scope_id=survey.scope_id, at__gt=now() - A_YEAR)
    proved = sheets.exclude(way=SheetWay.DOOR)
    no = proved.filter(result=Result.DECLINED).order_by("-at").values_list("at", flat=True).first()
    rows = SurveyAnswer.objects.filter(sheet__in=proved, sheet__result=Result.ANSWERED, question__fact=True)
    if no is not None:
        rows = rows.filter(sheet__at__gt=no)
    return list(rows.select_related("sheet", "question").order_by("-sheet__at", "-pk"))


def _key(one: SurveyQuestion) -> tuple[Any, ...]:
    """The same question has the same words, kind and choices, whichever survey it stands in."""
    return (one.text, one.kind, *(each["words"] for each in one.choices))


def _value(answer: SurveyAnswer) -> Any:
    kind = answer.question.kind
    if kind == QuestionKind.WORDS:
        return answer.words
    if kind == QuestionKind.NUMBER:
        return answer.number
    return answer.picks[0] if kind == QuestionKind.ONE else answer.picks
