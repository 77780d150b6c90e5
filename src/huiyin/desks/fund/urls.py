"""Addresses of the maintenance fund: who keeps it, who watches over it, everybody around."""

from django.urls import URLPattern

from huiyin.commons.c6_fund.links import use_reader
from huiyin.desks.public.codes import code_route
from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import errands, owners, pages, printing, public, scans

_KEEP, _READ = Permission.PROPOSAL_WORK, Permission.FUND_READ
_ONE = "fund/<int:use_id>"
BOTH = "GET POST"


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return route(pattern, filling(opener), permission=_KEEP, name=name, methods=BOTH)


urlpatterns = [
    code_route("f/<str:fund_code>", public.use, "fund-public", "fund_code", use_reader),
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
