"""Routes whose viewer is the owner behind a personal link: the token says for which head of the roll."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from huiyin.commons.c2_voices.owners_vote.links import owner_by_link, reader_of
from huiyin.ground.gathering import reading
from huiyin.ground.tenancy.wall import seen_as
from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import SAFE, View, bare
from huiyin.ground.web.writes import answer_once


def ballot_route(pattern: str, view: View, *, name: str, methods: str = "GET") -> URLPattern:
    """Like `route`, but the viewer comes from the link's token; an unknown one is not there."""

    @wraps(view)
    def entry(request: HttpRequest, ballot_token: str) -> HttpResponse:
        viewer = owner_by_link(ballot_token)
        request.viewer = viewer  # type: ignore[attr-defined]  # set anew: a link counts more than a session
        if request.method in SAFE:
            with seen_as(viewer):
                return view(request, ballot_token)
        return answer_once(request, viewer, lambda: view(request, ballot_token))

    return bare(pattern, entry, permission=PUBLIC, name=name, methods=methods)


def vote_route(pattern: str, view: View, *, name: str) -> URLPattern:
    """A page about an announced vote: whoever opens it reads what is public around it.

    Unknown codes are not there.
    """

    @wraps(view)
    def entry(request: HttpRequest, vote_code: str, **rest: Any) -> HttpResponse:
        vote_id, viewer = reader_of(vote_code)
        with reading(), seen_as(viewer):
            return view(request, vote_id, **rest)

    return bare(pattern, entry, permission=PUBLIC, name=name)
