"""Addresses of those who keep duties and the volunteers' list."""

from django.urls import URLPattern

from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import errands, pages, printing

_KEEP = Permission.VOLUNTEER_WORK
_DUTY, _ONE = "volunteers/duty/<int:duty_id>", "volunteers/<int:volunteer_id>"
_POSTER = "volunteers/poster/<str:code>.<str:form>"


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return route(pattern, filling(opener), permission=_KEEP, name=name, methods="GET POST")


urlpatterns = [
    route("volunteers/", pages.listed, permission=_KEEP, name="volunteers"),
    _fill("volunteers/duty/new", errands.begin, "volunteer-duty-new"),
    route(_DUTY, pages.duty, permission=_KEEP, name="volunteer-duty"),
    _fill(f"{_DUTY}/change", errands.change, "volunteer-duty-change"),
    _fill(f"{_DUTY}/off", errands.call_off, "volunteer-duty-off"),
    _fill(f"{_DUTY}/thank", errands.thank, "volunteer-duty-thank"),
    _fill(f"{_DUTY}/phones", errands.phones, "volunteer-duty-phones"),
    route(f"{_DUTY}/print.<str:form>", printing.sheet, permission=_KEEP, name="volunteer-print"),
    route(f"{_DUTY}/notes.<str:form>", printing.notes, permission=_KEEP, name="volunteer-notes"),
    route(
        "volunteers/poster/<str:code>.<str:form>", printing.poster, permission=_KEEP, name="volunteer-poster"
    ),
    route(_ONE, pages.volunteer, permission=_KEEP, name="volunteer-one"),
    _fill(f"{_ONE}/phone", errands.phone, "volunteer-phone"),
    _fill(f"{_ONE}/off", errands.take_off, "volunteer-off"),
]
