"""Addresses of the maintenance fund: who keeps it, who watches over it, everybody around."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from huiyin.commons.c6_fund.links import use_reader
from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.tenancy.wall import seen_as
from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import View, bare, route
from huiyin.registers.people.words import Permission

from . import errands, owners, pages, printing, public, scans

_KEEP, _READ = Permission.PROPOSAL_WORK, Permission.FUND_READ
_ONE = "fund/<int:use_id>"
BOTH = "GET POST"


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return route(pattern, filling(opener), permission=_KEEP, name=name, methods=BOTH)


def use_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page of a use for whoever holds its code; unknown codes are not there."""

    @wraps(view)
    def entry(request: HttpRequest, fund_code: str, **rest: Any) -> HttpResponse:
        use_id, viewer = use_reader(fund_code)
        request.viewer = viewer  # type: ignore[attr-defined]  # set anew: the code counts more than a session
        with seen_as(viewer):
            return view(request, use_id, **rest)

    return bare(pattern, entry, permission=PUBLIC, name=name, methods="GET")


urlpatterns = [
    use_route("f/<str:fund_code>", public.use, name="fund-public"),
    route("fund/", pages.listed, permission=_READ, name="fund"),
    _fill("fund/new", errands.begin, "fund-new"),
    route(_ONE, pages.one, permission=_READ, name="fund-use"),
    route(f"{_ONE}/print/<str:paper>.<str:form>", printing.sheet, permission=_READ, name="fund-print"),
    _fill(f"{_ONE}/homes", errands.scope, "fund-scope"),
    _fill(f"{_ONE}/quotation", errands.quote, "fund-quote"),
    route(f"{_ONE}/quotation/scan", scans.add, permission=_KEEP, name="fund-scan-add", methods=BOTH),
    route(f"{_ONE}/quotation/<int:quotation_no>/scan", scans.show, permission=_READ, name="fund-scan"),
    _fill(f"{_ONE}/choose", errands.choose, "fund-choose"),
    _fill(f"{_ONE}/emergency", errands.danger, "fund-danger"),
    _fill(f"{_ONE}/vote", owners.vote, "fund-vote"),
    _fill(f"{_ONE}/vote/take", owners.bind, "fund-bind"),
    _fill(f"{_ONE}/do/<str:fund_move>", errands.do, "fund-do"),
    _fill(f"{_ONE}/objection", owners.objection, "fund-object"),
    _fill(f"{_ONE}/objection/answer", owners.answer, "fund-answer"),
    _fill(f"{_ONE}/payment", owners.pay, "fund-pay"),
    _fill(f"{_ONE}/stop", errands.stop, "fund-stop"),
]
