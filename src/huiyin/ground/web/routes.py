"""Routes name their permission; a view without one answers as if it were not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from huiyin.ground.gathering import reading
from huiyin.ground.refusals import NotSignedIn, NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as

from .permissions import PUBLIC
from .writes import answer_once

View = Callable[..., HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def route(pattern: str, view: View, *, permission: str, name: str, methods: str = "GET") -> URLPattern:
    """A URL pattern whose view runs as its viewer, inside one transaction, behind one permission.

    `methods` is the space-separated list the view understands. Unsafe methods need an idempotency key
    and are answered once (see `writes`).
    """
    return path(pattern, guarded(view, permission=permission, methods=methods), name=name)


def bare(pattern: str, view: View, *, permission: str, name: str, methods: str = "GET") -> URLPattern:
    """Like `route`, but transaction, viewer and idempotency are the view's (intake's one statement)."""

    @wraps(view)
    def entry(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        _check(request, permission, methods.split())
        return view(request, *args, **kwargs)

    return path(pattern, named(entry, permission, methods), name=name)


def guarded(view: View, *, permission: str, methods: str) -> View:
    """Wrap a view with its permission, the database wall and single answering of writes."""
    allowed = methods.split()

    @wraps(view)
    def entry(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in SAFE:
            with reading(), seen_as(_check(request, permission, allowed)):
                return view(request, *args, **kwargs)
        viewer = _check(request, permission, allowed)
        return answer_once(request, viewer, lambda: view(request, *args, **kwargs))

    return named(entry, permission, methods)


def named(entry: View, permission: str, methods: str) -> View:
    """Mark a view with its permission and methods, for the gate and the generated reference."""
    entry.permission = permission  # type: ignore[attr-defined]  # read by the gate and the route tests
    entry.methods = methods  # type: ignore[attr-defined]  # same
    return entry


def _check(request: HttpRequest, permission: str, allowed: list[str]) -> Viewer:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    if request.method not in allowed and not (request.method == "HEAD" and "GET" in allowed):
        raise NotThere
    if permission != PUBLIC and not viewer.may(permission):
        raise NotSignedIn if viewer.kind in ("guest", "requester") else NotThere
    return viewer
