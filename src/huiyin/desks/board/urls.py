"""Addresses of those who keep the notice board."""

from django.urls import URLPattern

from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import errands, pages, printing

_KEEP = Permission.BOARD_WORK
_ONE = "board/<int:posting_id>"


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return route(pattern, filling(opener), permission=_KEEP, name=name, methods="GET POST")


urlpatterns = [
    route("board/", pages.listed, permission=_KEEP, name="board"),
    _fill("board/new", errands.begin, "board-new"),
    _fill("board/from-case/<str:number>", errands.from_case, "board-from-case"),
    route(_ONE, pages.one, permission=_KEEP, name="board-one"),
    route(f"{_ONE}/print.<str:form>", printing.sheet, permission=_KEEP, name="board-print"),
    _fill(f"{_ONE}/change", errands.change, "board-change"),
    _fill(f"{_ONE}/up", errands.put_up, "board-up"),
    _fill(f"{_ONE}/down", errands.take_down, "board-down"),
]
