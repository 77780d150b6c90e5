"""A survey of every area of the matrix, under way, one home with a problem; and the writes about surveys."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from huiyin.commons.c2_voices.models import Survey, SurveyAnswer, SurveyQuestion, SurveySheet
from huiyin.commons.c2_voices.survey.links import slip_of
from huiyin.ground.clock import now, today
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from tests.matrix.row import Write, said

if TYPE_CHECKING:
    from tests.matrix.world import World

CLERK, NOBODY, SPOKEN = "clerk", "nobody", "9-901"
CHOICES = [
    {"words": "漏水", "means": "problem", "category": ""}, {"words": "没有", "means": "", "category": ""},
]  # fmt: skip


def new_survey(scope_id: int, code: str, state: str = "running") -> Survey:
    """A survey that stands there, with one question."""
    place = Place.objects.filter(scope_id=scope_id, closed_at=None).order_by("pk").first()
    survey = Survey.objects.create(
        scope_id=scope_id, place=place, code=code, title="摸底", words="先问问大家", called_by="社区",
        until=today() + timedelta(days=9), made_by="account:0", made_at=now(),
    )  # fmt: skip
    SurveyQuestion.objects.create(
        survey=survey,
        scope_id=scope_id,
        no=1,
        section="房子",
        kind="many",
        text="有哪些问题？",
        choices=CHOICES,
    )
    if state == "running":
        survey.state, survey.opened_at = "running", now()
        survey.save()
    return survey


def plant_survey(scope_id: int, home_id: int) -> dict[str, Any]:
    """The values of the addresses' parameters; the home is the vote's (tests/matrix/votes.py)."""
    survey = new_survey(scope_id, f"S25{scope_id % 100:02}-AAAAA{scope_id % 10}")
    sheet = SurveySheet.objects.create(
        survey=survey, scope_id=scope_id, home_id=home_id, edition=1, result="answered", way="visit", at=now()
    )
    SurveyAnswer.objects.create(
        sheet=sheet, scope_id=scope_id, question=survey.questions.get(), picks=[1], words=""
    )
    return {
        "survey_id": survey.pk, "survey_code": survey.code, "survey_slip": slip_of(survey, home_id),
        "survey_move": "close", "survey_list": "problems", "survey_paper": "sheet",
        "question_no": 1, "choice_no": 1,
    }  # fmt: skip


MISSING_SURVEY = {
    "survey_code": "S0000-XXXXXX", "survey_slip": "1-AAAAAAAAAAAAAAAA", "survey_move": "close",
    "survey_list": "problems", "survey_paper": "sheet", "question_no": 1, "choice_no": 1,
}  # fmt: skip


def prepared(world: World) -> dict[str, Any]:
    """Another survey of the own estate, not opened yet."""
    with seen_as(SYSTEM):
        return {"survey_id": new_survey(world.town.estate.pk, "S2599-STANDX", "draft").pk}


SURVEYS: tuple[Write, ...] = (
    Write(
        "survey-new", CLERK,
        lambda world: {
            "place": str(world.town.building.pk), "title": "摸底", "words": "先问问", "called_by": "社区",
            "until": (today() + timedelta(days=9)).isoformat(), "template": "estate",
        },
    ),
    Write(
        "survey-question", CLERK, said(section="", text="缺？", kind="one", choices="!甲\n+乙"), prepared
    ),
    Write("survey-unquestion", CLERK, said(no="1"), prepared),
    Write("survey-do", CLERK),
    Write("survey-sheet", CLERK, said(result="answered", way="phone", paper_no="", q1="1")),
    Write("survey-case", CLERK),
    Write("survey", NOBODY, said(door=SPOKEN, q1="2")),
    Write("survey-slip", NOBODY, said(q1="2")),
)  # fmt: skip
