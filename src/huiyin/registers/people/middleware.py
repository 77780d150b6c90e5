"""Puts the viewer on the request, and ends sessions nobody uses."""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from huiyin.ground.tenancy.viewer import Viewer

from .viewers import viewer_of

IDLE = 30 * 60
"""Seconds without a request after which a signed-in session ends (assurance S-75).

Registered screens do not.
"""
LONGEST = 12 * 3600
"""Seconds after which a session ends however busy it was."""
STEP = 60
"""Seconds between two notes of the last request, so that reading does not write every time."""
_SEEN, _SINCE = "seen", "since"


def begin_session(request: HttpRequest) -> None:
    """Note the moment of signing in; `LONGEST` counts from it."""
    request.session[_SINCE] = int(time.time())


class ViewerMiddleware:
    """`request.viewer`, worked out when first asked for (a static page costs no query)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _viewer(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _viewer(request: HttpRequest) -> Viewer:
    if request.user.is_authenticated:
        moment, seen = int(time.time()), request.session.get(_SEEN)
        since = request.session.get(_SINCE, moment)
        if moment - since > LONGEST or (seen is not None and moment - seen > IDLE):
            logout(request)
        elif seen is None or moment - seen > STEP:
            request.session[_SEEN] = moment
    return viewer_of(request)
