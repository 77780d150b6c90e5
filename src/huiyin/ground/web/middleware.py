"""The gate, and the way a refusal becomes a page or a problem document."""

import logging
import sys
from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from psycopg_pool import PoolTimeout

from huiyin.ground.refusals import Malformed, NotSignedIn, NotThere, Refusal

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]


def wants_json(request: HttpRequest) -> bool:
    """Whether the reader is a program."""
    return request.path.startswith("/api/") or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def refusal_response(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say no: a problem document (RFC 9457) for programs, a page with the remedy for people."""
    answer = _no(request, refusal)
    if refusal.again_in:
        answer.headers["Retry-After"] = str(refusal.again_in)
    return answer


def _no(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    if wants_json(request):
        body = {
            "code": refusal.code,
            "title": refusal.said,
            "detail": refusal.advice,
            "status": refusal.status,
        }
        return JsonResponse(body, status=refusal.status, content_type="application/problem+json")
    if isinstance(refusal, NotSignedIn) and request.method == "GET":
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.get_full_path()})}")
    return render(request, "refusal.html", {"refusal": refusal}, status=refusal.status)


AWAY = (OperationalError, InterfaceError, PoolTimeout)
"""What a database that is stopped, restarting or busy beyond the pool's patience raises."""


def away(request: HttpRequest) -> HttpResponse:
    """The database is away: a page (or problem document) that needs none, and when to try again."""
    if wants_json(request):
        body = {"code": "away", "title": "Service unavailable", "detail": "Try again.", "status": 503}
        answer: HttpResponse = JsonResponse(body, status=503, content_type="application/problem+json")
    else:
        answer = HttpResponse(render_to_string("503.html"), status=503)
    answer.headers["Retry-After"] = "5"
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's last resort (handler500): the same for errors raised outside views."""
    if isinstance(sys.exc_info()[1], AWAY):
        return away(request)
    return HttpResponse(render_to_string("500.html"), status=500)


class RefusalMiddleware:
    """Turns refusals into answers and closes every route that names no permission."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """A view without a permission does not exist; an address with a NUL byte names nothing."""
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return refusal_response(request, Malformed())
        if hasattr(view, "permission"):
            return None
        logger.error("route without permission: %s", request.path)
        return refusal_response(request, NotThere())

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Refusals and an absent database are answered here; anything else is a defect and goes to Django."""
        if isinstance(error, Refusal):
            return refusal_response(request, error)
        return away(request) if isinstance(error, AWAY) else None


class OnePolicyMiddleware:
    """The content security policy: the same for all answers, so it is built once. A file keeps its own."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response, self.policy = get_response, build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        return response


class NoStoreMiddleware:
    """Pages are personal unless they say otherwise: no cache keeps them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
