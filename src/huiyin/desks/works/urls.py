"""Addresses of decisions and works: who keeps them, everybody around, the slip of a home."""

from django.urls import URLPattern

from huiyin.commons.c4_works.links import work_reader
from huiyin.desks.public.codes import code_route
from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import View, route
from huiyin.registers.people.words import Permission

from . import decisions, errands, listing, money, pages, pictures, printing, public

_KEEP = Permission.PROPOSAL_WORK
_ONE, _DECISION = "works/<int:project_id>", "decisions/<int:decision_id>"
BOTH = "GET POST"


def _page(pattern: str, view: View, name: str, methods: str = "GET") -> URLPattern:
    return route(pattern, view, permission=_KEEP, name=name, methods=methods)


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return _page(pattern, filling(opener), name, BOTH)


def work_route(pattern: str, view: View, *, name: str, methods: str = "GET") -> URLPattern:
    """A page of a project for whoever holds its code; unknown codes are not there."""
    return code_route(pattern, view, name, "work_code", work_reader, methods)


urlpatterns = [
    work_route("w/<str:work_code>", public.work, name="project"),
    work_route(
        "w/<str:work_code>/picture/<uuid:photograph_id>", pictures.show_public, name="project-picture"
    ),
    work_route("w/<str:work_code>/<str:work_slip>", public.slip, name="project-slip", methods=BOTH),
    _page("works/", listing.listed, "works"),
    _fill("decisions/new", decisions.begin, "decision-new"),
    _fill("decisions/from-topic/<uuid:topic_id>", decisions.begin_from_topic, "decision-from-topic"),
    _fill(
        "decisions/from-proposal/<int:proposal_id>", decisions.begin_from_proposal, "decision-from-proposal"
    ),
    _fill("decisions/from-vote/<int:vote_id>", decisions.begin_from_vote, "decision-from-vote"),
    _page(_DECISION, decisions.one, "decision"),
    _fill(f"{_DECISION}/withdraw", decisions.withdraw, "decision-withdraw"),
    _fill(f"{_DECISION}/project", decisions.begin_project, "project-new"),
    _page(_ONE, pages.one, "work"),
    _page(f"{_ONE}/print/<str:paper>.<str:form>", printing.sheet, "work-print"),
    _page(f"{_ONE}/picture/<uuid:photograph_id>", pictures.show, "work-picture"),
    _page(f"{_ONE}/photograph", pictures.add, "work-photograph", BOTH),
    _fill(f"{_ONE}/do/<str:work_move>", errands.do, "work-do"),
    _fill(f"{_ONE}/stage", errands.stage, "work-stage"),
    _fill(f"{_ONE}/stage/later", errands.slip, "work-delay"),
    _fill(f"{_ONE}/stage/done", errands.stage_done, "work-stage-done"),
    _fill(f"{_ONE}/again", errands.again, "work-again"),
    _fill(f"{_ONE}/accept", errands.accept, "work-accept"),
    _fill(f"{_ONE}/stop", errands.stop, "work-stop"),
    _fill(f"{_ONE}/divide", money.divide, "work-divide"),
    _fill(f"{_ONE}/consent", money.consent, "work-consent"),
    _fill(f"{_ONE}/receipt", money.receipt, "work-receipt"),
    _fill(f"{_ONE}/actual", money.actual, "work-actual"),
    _fill(f"{_ONE}/word", money.word, "work-word"),
]
