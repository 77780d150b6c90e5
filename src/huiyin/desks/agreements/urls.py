"""Addresses of agreements and emergency service: who keeps them, who reads them, everybody around."""

from django.urls import URLPattern

from huiyin.commons.c5_agreements.links import agreement_reader, service_reader
from huiyin.desks.public.codes import code_route
from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import emergencies, errands, pages, pictures, printing, public

_KEEP, _SEE = Permission.PROPOSAL_WORK, Permission.AGREEMENT_SEE
_ONE, _SERVICE = "agreements/<int:agreement_id>", "emergencies/<int:emergency_id>"
BOTH = "GET POST"


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return route(pattern, filling(opener), permission=_KEEP, name=name, methods=BOTH)


_OPEN = "agreement/<str:agreement_code>"

urlpatterns = [
    code_route(_OPEN, public.agreement, "agreement", "agreement_code", agreement_reader),
    code_route(
        f"{_OPEN}/picture/<uuid:agreement_picture_id>", pictures.show_public, "agreement-picture-public",
        "agreement_code", agreement_reader,
    ),
    code_route(
        "emergency/<str:emergency_code>", public.service, "emergency", "emergency_code", service_reader
    ),
    route("agreements/", pages.listed, permission=_SEE, name="agreements"),
    _fill("agreements/pledge", errands.begin_pledge, "pledge-new"),
    _fill("agreements/from-decision/<int:decision_id>", errands.begin, "agreement-new"),
    route(_ONE, pages.one, permission=_SEE, name="agreement-work"),
    route(f"{_ONE}/print.<str:form>", printing.sheet, permission=_KEEP, name="agreement-print"),
    route(f"{_ONE}/picture", pictures.add, permission=_KEEP, name="agreement-picture", methods=BOTH),
    route(
        f"{_ONE}/picture/<uuid:agreement_picture_id>", pictures.show, permission=_SEE,
        name="agreement-picture-show",
    ),
    _fill(f"{_ONE}/party", errands.party, "agreement-party"),
    _fill(f"{_ONE}/party/out", errands.party_out, "agreement-party-out"),
    _fill(f"{_ONE}/duty", errands.duty, "agreement-duty"),
    _fill(f"{_ONE}/sign", errands.sign, "agreement-sign"),
    _fill(f"{_ONE}/drop", errands.drop, "agreement-drop"),
    _fill(f"{_ONE}/due", errands.due, "agreement-due"),
    _fill(f"{_ONE}/given", errands.given, "agreement-given"),
    _fill(f"{_ONE}/renew", errands.renew, "agreement-renew"),
    _fill(f"{_ONE}/end", errands.end, "agreement-end"),
    _fill("emergencies/new", emergencies.name, "emergency-new"),
    route(_SERVICE, emergencies.one, permission=_SEE, name="emergency-work"),
    _fill(f"{_SERVICE}/item", emergencies.item, "emergency-item"),
    _fill(f"{_SERVICE}/tick", emergencies.tick, "emergency-tick"),
    _fill(f"{_SERVICE}/next", emergencies.following, "emergency-next"),
    _fill(f"{_SERVICE}/end", emergencies.end, "emergency-end"),
]  # fmt: skip
