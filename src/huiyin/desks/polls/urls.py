"""Addresses of those who keep polls."""

from django.urls import URLPattern

from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import errands, pages, printing

_WORK = Permission.VOICE_WORK
_ONE = "polls/<int:poll_id>"


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return route(pattern, filling(opener), permission=_WORK, name=name, methods="GET POST")


urlpatterns = [
    route("polls/", pages.listed, permission=_WORK, name="polls"),
    _fill("polls/new", errands.begin, "poll-new"),
    route(_ONE, pages.one, permission=_WORK, name="poll-work"),
    route(f"{_ONE}/print/<str:paper>.<str:form>", printing.sheet, permission=_WORK, name="poll-print"),
    _fill(f"{_ONE}/round", errands.prepare, "poll-round"),
    _fill(f"{_ONE}/do/<str:poll_move>", errands.do, "poll-do"),
    _fill(f"{_ONE}/paper", errands.paper, "poll-paper"),
    _fill(f"{_ONE}/decide", errands.decide, "poll-decide"),
    _fill(f"{_ONE}/finish", errands.finish, "poll-finish"),
    _fill(f"{_ONE}/cancel", errands.cancel, "poll-cancel"),
]
