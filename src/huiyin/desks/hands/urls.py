"""Addresses of many hands: calls, whistles, returns, disputes, shares, and the queue of help."""

from django.urls import URLPattern

from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import called, case, errands, home, whistling

P = Permission


def _fill(pattern: str, opener: Opener, name: str, permission: Permission) -> URLPattern:
    return route(pattern, filling(opener), permission=permission, name=name, methods="GET POST")


urlpatterns = [
    route("hands/", home.home, permission=P.CASE_HANDLE, name="hands-home"),
    route("hands/figures", home.figures, permission=P.FIGURES_READ, name="hands-figures"),
    route("help/queue", home.helping, permission=P.CASE_TRIAGE, name="help-queue"),
    route("case/<str:number>/hands", case.show, permission=P.INBOX_READ, name="case-hands"),
    route(
        "case/<str:number>/whistle",
        whistling.whistle,
        permission=P.CASE_WHISTLE,
        name="case-whistle",
        methods="GET POST",
    ),
    _fill("case/<str:number>/return", errands.give_back, "case-return", P.CASE_HANDLE),
    _fill("case/<str:number>/dispute", errands.dispute, "case-dispute", P.CASE_HANDLE),
    _fill("case/<str:number>/share", errands.share, "case-share", P.CASE_DISPATCH),
    route("calls/<int:call_id>", called.call, permission=P.CASE_HANDLE, name="call"),
    _fill("calls/<int:call_id>/rate", errands.rate, "call-rate", P.CASE_WHISTLE),
    _fill("calls/<int:call_id>/off", errands.off, "call-off", P.CASE_WHISTLE),
    route(
        "calls/<int:call_id>/do/<str:step>",
        called.step,
        permission=P.CASE_HANDLE,
        name="call-step",
        methods="POST",
    ),
    _fill("whistles/<int:whistle_id>/review", errands.review, "whistle-review", P.CASE_REVIEW),
    _fill("returns/<int:return_id>", errands.decide, "return-decide", P.CASE_DISPATCH),
    _fill("disputes/<int:dispute_id>", errands.judge, "dispute-review", P.CASE_REVIEW),
    _fill("shares/<int:share_id>/end", errands.unshare, "share-revoke", P.CASE_DISPATCH),
]
