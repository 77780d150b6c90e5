"""Addresses of shared problems."""

from django.urls import URLPattern

from huiyin.desks.steward.filling import Opener, filling
from huiyin.ground.web.routes import route
from huiyin.registers.people.words import Permission

from . import errands, listing, pages

_SEE, _WORK = Permission.TOPIC_SEE, Permission.TOPIC_WORK
_ONE = "topics/<uuid:topic_id>"


def _fill(pattern: str, opener: Opener, name: str) -> URLPattern:
    return route(f"{_ONE}/{pattern}", filling(opener), permission=_WORK, name=name, methods="GET POST")


urlpatterns = [
    route("topics/", listing.listed, permission=_SEE, name="topics"),
    route("topics/table.xlsx", listing.table, permission=_SEE, name="topics-table"),
    route(_ONE, pages.one, permission=_SEE, name="topic"),
    _fill("confirm", errands.confirm, "topic-confirm"),
    _fill("rename", errands.rename, "topic-rename"),
    _fill("split", errands.split, "topic-split"),
    _fill("join", errands.join, "topic-join"),
    _fill("in", errands.put_in, "topic-in"),
    _fill("out", errands.take_out, "topic-out"),
    _fill("settle", errands.settle, "topic-settle"),
    _fill("reject", errands.reject, "topic-reject"),
    _fill("up", errands.take_up, "topic-up"),
]
