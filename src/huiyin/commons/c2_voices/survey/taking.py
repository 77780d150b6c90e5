"""A sheet comes in: at a visit, by telephone, on paper, by the slip, or behind a public code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from huiyin.commons.c2_voices.models import Survey, SurveyAnswer, SurveySheet
from huiyin.ground.clock import now, today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as

from .answers import clean_answers
from .reads import homes_for, homes_of
from .record import TAKE, lock_survey, must_be, write
from .refusals import HomeNotInSurvey, SheetPaperTaken, SurveyNotNow
from .words import Result, SheetWay, SurveyState, SurveyVerb


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an attempt. `told`: number of the question -> numbers of choices, number or text."""

    result: Result
    way: SheetWay
    told: Mapping[int, Any] = field(default_factory=dict)
    paper_no: str = ""


def take_sheet(*, survey_id: int, home_id: int, taken: Taken, by: Viewer) -> SurveySheet:
    """Write down an attempt at a home.

    Raises NotThere, SurveyNotNow, HomeNotInSurvey, SheetPaperTaken, AnswerWrong, SheetEmpty.
    """
    survey = lock_survey(survey_id, by, SurveyState.RUNNING, permission=TAKE)
    if home_id not in {home.pk for home in homes_for(by, survey)}:
        raise HomeNotInSurvey
    no = taken.paper_no.strip()[:20] if taken.way == SheetWay.PAPER else ""
    if no and survey.sheets.filter(paper_no=no).exists():
        raise SheetPaperTaken(no=no)
    sheet = _keep(survey, home_id, taken, by, no)
    write(survey=survey, verb=SurveyVerb.TAKEN, by=by, way=taken.way, result=taken.result)
    return sheet


def answer_own(
    *, survey: Survey, home_id: int, told: Mapping[int, Any], proved: bool, by: Viewer
) -> SurveySheet:
    """A resident answers. `proved`: by the slip of the home (links.py), else behind a public code.

    Raises NotThere, SurveyNotNow, HomeNotInSurvey, AnswerWrong, SheetEmpty.
    """
    if survey.scope_id not in by.around | by.scopes and by.kind != "system":
        raise NotThere
    with seen_as(SYSTEM):  # a guest has no row of the own
        locked = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
        must_be(locked, SurveyState.RUNNING)
        if today() > locked.until:
            raise SurveyNotNow(state=SurveyState.CLOSED.label)
        if home_id not in {home.pk for home in homes_of(locked)}:
            raise HomeNotInSurvey
        way = SheetWay.LINK if proved else SheetWay.DOOR
        return _keep(locked, home_id, Taken(Result.ANSWERED, way, told))


def _keep(
    survey: Survey, home_id: int, taken: Taken, by: Viewer | None = None, paper_no: str = ""
) -> SurveySheet:
    answered = taken.result == Result.ANSWERED
    questions = {one.no: one for one in survey.questions.all()}
    answers = clean_answers(list(questions.values()), taken.told) if answered else []
    sheet = SurveySheet.objects.create(
        survey=survey, scope_id=survey.scope_id, home_id=home_id,
        edition=survey.sheets.filter(home_id=home_id).count() + 1, result=taken.result, way=taken.way,
        paper_no=paper_no, taken_by=by.actor if by else "", taken_label=by.label[:80] if by else "", at=now(),
    )  # fmt: skip
    SurveyAnswer.objects.bulk_create(
        SurveyAnswer(
            sheet=sheet, scope_id=survey.scope_id, question=questions[one.no], picks=list(one.picks),
            number=one.number, words=one.words,
        )
        for one in answers
    )  # fmt: skip
    return sheet
