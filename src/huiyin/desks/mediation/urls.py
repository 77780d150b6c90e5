"""Addresses of mediation. The notes stand behind a permission of their own."""

from django.urls import URLPattern

from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import errands, pages

_WORK, _NOTES = Permission.MEDIATION_WORK, Permission.MEDIATION_NOTES
_ONE = "mediation/<int:mediation_id>"


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return route(pattern, filling(opener), permission=_WORK, name=name, methods="GET POST")


urlpatterns = [
    route("mediation/", pages.listed, permission=_WORK, name="mediation-home"),
    route(_ONE, pages.one, permission=_WORK, name="mediation"),
    route(f"{_ONE}/notes", pages.notes, permission=_NOTES, name="mediation-notes", methods="GET POST"),
    route(f"{_ONE}/agreement.pdf", pages.paper, permission=_WORK, name="mediation-paper"),
    _fill("case/<str:number>/mediate", errands.begin, "case-mediate"),
    _fill(f"{_ONE}/party", errands.party, "mediation-party"),
    _fill(f"{_ONE}/mediator", errands.mediator, "mediation-mediator"),
    _fill(f"{_ONE}/agreement", errands.draw, "mediation-agreement"),
    _fill(f"{_ONE}/date", errands.milestone, "mediation-milestone"),
    _fill(f"{_ONE}/effect", errands.effect, "mediation-effect"),
    _fill(f"{_ONE}/end", errands.end, "mediation-end"),
    _fill(f"{_ONE}/court", errands.court, "mediation-court"),
    _fill(f"{_ONE}/ruling", errands.ruling, "mediation-ruling"),
    _fill("mediation/party/<int:party_id>", errands.consent, "party-consent"),
    _fill("mediation/mediator/<int:mediator_id>/end", errands.step_back, "mediator-end"),
    _fill("mediation/date/<int:milestone_id>", errands.performed, "milestone-done"),
]
