"""Addresses of those who organise votes and enter paper ballots."""

from django.urls import URLPattern

from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import entering, errands, pages, printing

_ORGANISE, _ENTER = Permission.VOTE_ORGANISE, Permission.VOTE_ENTER
_ONE = "votes/<int:vote_id>"
BOTH = "GET POST"


def _fill(pattern: str, opener: Opener, name: str, permission: Permission = _ORGANISE) -> URLPattern:
    return route(pattern, filling(opener), permission=permission, name=name, methods=BOTH)


urlpatterns = [
    route("votes/", pages.listed, permission=_ENTER, name="votes"),
    _fill("votes/new", errands.begin, "vote-new"),
    route("votes/paper/<str:paper_code>", pages.paper, permission=_ENTER, name="vote-paper"),
    route(_ONE, pages.one, permission=_ENTER, name="vote-work"),
    route(f"{_ONE}/visits", pages.visits, permission=_ENTER, name="vote-visits"),
    route(f"{_ONE}/record", pages.record, permission=_ENTER, name="vote-record"),
    route(f"{_ONE}/scan/<uuid:scan_id>", entering.scan, permission=_ORGANISE, name="vote-scan"),
    route(f"{_ONE}/scans", entering.scans, permission=_ORGANISE, name="vote-scans"),
    route(f"{_ONE}/print/<str:sheet>", printing.sheet, permission=_ENTER, name="vote-print"),
    route(f"{_ONE}/enter", entering.enter, permission=_ENTER, name="vote-enter", methods=BOTH),
    route(f"{_ONE}/proxy", entering.proxy, permission=_ENTER, name="vote-proxy", methods=BOTH),
    _fill(f"{_ONE}/change", errands.change, "vote-change"),
    _fill(f"{_ONE}/ask", errands.ask, "vote-ask"),
    _fill(f"{_ONE}/unask", errands.unask, "vote-unask"),
    _fill(f"{_ONE}/do/<str:move>", errands.do, "vote-do"),
    _fill(f"{_ONE}/deliver", errands.deliver, "vote-deliver", _ENTER),
    _fill(f"{_ONE}/paper/end", errands.end_paper, "vote-paper-end", _ENTER),
    _fill(f"{_ONE}/proxy/end", errands.end_mandate, "vote-proxy-end", _ENTER),
    _fill(f"{_ONE}/object", errands.object_for, "vote-object"),
    _fill(f"{_ONE}/answer", errands.answer, "vote-answer"),
    _fill(f"{_ONE}/official", errands.official, "vote-official"),
]
