"""Addresses of elections: the organisers' desk, and the page that hangs in public."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from huiyin.commons.c2_voices.election.reads import election_reader
from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.gathering import reading
from huiyin.ground.tenancy.wall import seen_as
from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import View, bare, route
from huiyin.registers.people.words import Permission

from . import entering, errands, nominees, pages, printing, public

_ORGANISE = Permission.ELECTION_ORGANISE
_ONE = "elections/<int:election_id>"
BOTH = "GET POST"


def _page(pattern: str, view: View, name: str, methods: str = "GET") -> URLPattern:
    return route(pattern, view, permission=_ORGANISE, name=name, methods=methods)


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return _page(pattern, filling(opener), name, BOTH)


def election_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page about an election with something posted; unknown codes are not there."""

    @wraps(view)
    def entry(request: HttpRequest, election_code: str, **rest: Any) -> HttpResponse:
        election_id, viewer = election_reader(election_code)
        with reading(), seen_as(viewer):
            return view(request, election_id, **rest)

    return bare(pattern, entry, permission=PUBLIC, name=name)


urlpatterns = [
    election_route("e/<str:election_code>", public.public, name="election"),
    _page("elections/", pages.listed, "elections"),
    _fill("elections/new", errands.begin, "election-new"),
    _page(_ONE, pages.one, "election-work"),
    _page(f"{_ONE}/record", pages.record, "election-record"),
    _page(f"{_ONE}/paper/<uuid:stage_file_id>", entering.file, "election-paper"),
    _page(f"{_ONE}/sheet/<uuid:tally_id>", entering.photograph, "election-sheet"),
    _page(f"{_ONE}/print/<str:sheet>.<str:form>", printing.sheet, "election-print"),
    _page(f"{_ONE}/file", entering.document, "election-file", BOTH),
    _page(f"{_ONE}/count", entering.count, "election-count", BOTH),
    _fill(f"{_ONE}/roll", errands.roll, "election-roll"),
    _fill(f"{_ONE}/received", errands.received, "election-received"),
    _fill(f"{_ONE}/name", nominees.name, "election-name"),
    _fill(f"{_ONE}/withdraw", nominees.withdraw, "election-withdraw"),
    _fill(f"{_ONE}/vet", nominees.vet, "election-vet"),
    _fill(f"{_ONE}/ties", nominees.ties, "election-ties"),
    _fill(f"{_ONE}/object", errands.object_for, "election-object"),
    _fill(f"{_ONE}/answer", errands.answer, "election-answer"),
    _fill(f"{_ONE}/reduce", errands.reduce, "election-reduce"),
    _fill(f"{_ONE}/do/<str:move>", errands.do, "election-do"),
]
