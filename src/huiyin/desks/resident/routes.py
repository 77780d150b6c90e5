"""Routes whose viewer is the person behind a link: the token says which one case may be seen."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from huiyin.casework.casefile.requesters import LinkGone, requester_by_link
from huiyin.ground.tenancy.wall import seen_as
from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import SAFE, View, bare
from huiyin.ground.web.writes import answer_once

from .gone import link_gone


def token_route(pattern: str, view: View, *, name: str, methods: str = "GET") -> URLPattern:
    """Like `route`, but the viewer comes from the link's token; an unknown one is not there.

    One that was good once gets a page that says what to do.

    The view is called with `token` and finds the requester in `request.viewer`.
    """

    @wraps(view)
    def entry(request: HttpRequest, token: str, **rest: Any) -> HttpResponse:
        try:
            viewer = requester_by_link(token)
        except LinkGone as no:
            return link_gone(request, no)
        request.viewer = viewer  # type: ignore[attr-defined]  # set anew: a link counts more than a session
        if request.method in SAFE:
            with seen_as(viewer):
                return view(request, token=token, **rest)
        return answer_once(request, viewer, lambda: view(request, token=token, **rest))

    return bare(pattern, entry, permission=PUBLIC, name=name, methods=methods)
