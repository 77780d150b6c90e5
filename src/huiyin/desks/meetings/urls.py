"""Addresses of those who keep meetings."""

from django.urls import URLPattern

from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import errands, pages, printing, room, weekly

_WORK = Permission.PROPOSAL_WORK
_ONE = "meetings/<int:meeting_id>"


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return route(pattern, filling(opener), permission=_WORK, name=name, methods="GET POST")


urlpatterns = [
    route("meetings/", pages.listed, permission=_WORK, name="meetings"),
    _fill("meetings/new", errands.begin, "meeting-new"),
    route("meetings/weekly", weekly.page, permission=_WORK, name="meeting-weekly", methods="GET POST"),
    _fill("meetings/task/<uuid:task_id>", room.finish_task, "task-done"),
    route(_ONE, pages.one, permission=_WORK, name="meeting-work"),
    route(f"{_ONE}/print/<str:paper>.<str:form>", printing.sheet, permission=_WORK, name="meeting-print"),
    _fill(f"{_ONE}/change", errands.change, "meeting-change"),
    _fill(f"{_ONE}/do/<str:meeting_move>", errands.do, "meeting-do"),
    _fill(f"{_ONE}/off", errands.call_off, "meeting-off"),
    _fill(f"{_ONE}/seat", errands.fill_seat, "meeting-seat"),
    _fill(f"{_ONE}/seat/<str:seat_move>", room.seat, "meeting-seat-do"),
    _fill(f"{_ONE}/item", errands.put_item, "meeting-item"),
    _fill(f"{_ONE}/strike", errands.strike_item, "meeting-strike"),
    _fill(f"{_ONE}/open", room.open_it, "meeting-open"),
    _fill(f"{_ONE}/decide", room.decide, "meeting-decide"),
    _fill(f"{_ONE}/dissent", room.dissent, "meeting-dissent"),
    _fill(f"{_ONE}/task", room.give_task, "meeting-task"),
    _fill(f"{_ONE}/minutes", room.write_minutes, "meeting-minutes"),
]
