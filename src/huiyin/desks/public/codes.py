"""Pages whose viewer is whoever holds a public code: a guest who reads what is public around the thing."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import SAFE, View, bare
from huiyin.ground.web.writes import answer_once

from .limits import ASKING, spend

Reader = Callable[[str], tuple[int, Viewer]]


def code_route(
    pattern: str, view: View, name: str, code: str, reader: Reader, methods: str = "GET"
) -> URLPattern:
    """A page for whoever holds the code named `code` in the address; `reader` gives its thing and the guest.

    Unknown codes are not there.
    """

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
