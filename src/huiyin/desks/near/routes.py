"""Routes whose viewer is whoever holds a public code: a guest who reads what is public around it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from huiyin.commons.c1_proposals.four_steps import links as proposals
from huiyin.commons.c1_proposals.meetings import links as meetings
from huiyin.commons.c2_voices.poll import links as polls
from huiyin.commons.c2_voices.survey import links as surveys
from huiyin.desks.public.limits import ASKING, spend
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import SAFE, View, bare
from huiyin.ground.web.writes import answer_once
from huiyin.neighbours.board.links import posting_reader

Reader = Callable[[str], tuple[int, Viewer]]


def proposal_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page of a raised proposal; unknown codes are not there."""
    return _route(pattern, view, name, "proposal_code", proposals.reader_of)


def poll_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page of a poll that was opened; unknown codes are not there."""
    return _route(pattern, view, name, "poll_code", polls.reader_of)


def survey_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page of a survey that was opened; unknown codes are not there."""
    return _route(pattern, view, name, "survey_code", surveys.reader_of)


def posting_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page of what hangs or hung on the notice board; unknown codes are not there."""
    return _route(pattern, view, name, "posting_code", posting_reader)


def meeting_route(pattern: str, view: View, *, name: str, methods: str = "GET") -> URLPattern:
    """A page of an announced meeting; unknown codes are not there."""
    return _route(pattern, view, name, "meeting_code", meetings.reader_of, methods)


def _route(
    pattern: str, view: View, name: str, code: str, reader: Reader, methods: str = "GET POST"
) -> URLPattern:
    @wraps(view)
    def entry(request: HttpRequest, **rest: Any) -> HttpResponse:
        thing_id, viewer = reader(rest.pop(code))
        request.viewer = viewer  # type: ignore[attr-defined]  # set anew: the code counts more than a session
        if request.method in SAFE:
            with seen_as(viewer):
                return view(request, thing_id, **rest)
        spend(request, "near", ASKING)
        return answer_once(request, viewer, lambda: view(request, thing_id, **rest))

    return bare(pattern, entry, permission=PUBLIC, name=name, methods=methods)
