"""Addresses of those who keep surveys, and of those who go from door to door."""

from django.urls import URLPattern

from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import errands, pages, printing, visiting

_WORK, _TAKE = Permission.VOICE_WORK, Permission.SURVEY_TAKE
_ONE = "surveys/<int:survey_id>"
BOTH = "GET POST"


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return route(pattern, filling(opener), permission=_WORK, name=name, methods=BOTH)


urlpatterns = [
    route("surveys/", pages.listed, permission=_TAKE, name="surveys"),
    _fill("surveys/new", errands.begin, "survey-new"),
    route(_ONE, pages.one, permission=_WORK, name="survey-work"),
    route(f"{_ONE}/visits", visiting.visits, permission=_TAKE, name="survey-visits"),
    route(f"{_ONE}/home/<int:home_id>", visiting.sheet, permission=_TAKE, name="survey-sheet", methods=BOTH),
    route(f"{_ONE}/list/<str:survey_list>.xlsx", printing.table, permission=_WORK, name="survey-table"),
    route(
        f"{_ONE}/print/<str:survey_paper>.<str:form>", printing.sheet, permission=_WORK, name="survey-print"
    ),
    _fill(f"{_ONE}/question", errands.question, "survey-question"),
    _fill(f"{_ONE}/question/out", errands.unquestion, "survey-unquestion"),
    _fill(f"{_ONE}/do/<str:survey_move>", errands.do, "survey-do"),
    _fill(f"{_ONE}/case/<int:home_id>/<int:question_no>/<int:choice_no>", errands.case, "survey-case"),
]
