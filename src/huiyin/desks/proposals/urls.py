"""Addresses of those who keep proposals, and of units that answer them."""

from django.urls import URLPattern

from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import errands, pages, printing

_WORK, _ANSWER = Permission.PROPOSAL_WORK, Permission.PROPOSAL_ANSWER
_ONE = "proposals/<int:proposal_id>"
BOTH = "GET POST"


def _fill(pattern: str, opener: Opener, name: str, permission: Permission = _WORK) -> URLPattern:
    return route(pattern, filling(opener), permission=permission, name=name, methods=BOTH)


urlpatterns = [
    route("proposals/", pages.listed, permission=_ANSWER, name="proposals"),
    _fill("proposals/new", errands.begin, "proposal-new"),
    _fill("proposals/from-topic/<uuid:topic_id>", errands.begin_from_topic, "proposal-from-topic"),
    route(_ONE, pages.one, permission=_ANSWER, name="proposal-work"),
    route(f"{_ONE}/print/<str:paper>.<str:form>", printing.sheet, permission=_WORK, name="proposal-print"),
    _fill(f"{_ONE}/change", errands.change, "proposal-change"),
    _fill(f"{_ONE}/do/<str:proposal_move>", errands.do, "proposal-do"),
    _fill(f"{_ONE}/drop", errands.drop, "proposal-drop"),
    _fill(f"{_ONE}/choice", errands.add_choice, "proposal-choice"),
    _fill(f"{_ONE}/choice/out", errands.remove_choice, "proposal-unchoice"),
    _fill(f"{_ONE}/choose", errands.choose, "proposal-choose"),
    _fill(f"{_ONE}/ask", errands.ask, "proposal-ask"),
    _fill(f"{_ONE}/answer", errands.answer, "proposal-answer", _ANSWER),
    _fill(f"{_ONE}/done", errands.done, "proposal-done", _ANSWER),
    _fill(f"{_ONE}/rate", errands.rate, "proposal-rate"),
    _fill(f"{_ONE}/vote", errands.vote, "proposal-vote"),
]
