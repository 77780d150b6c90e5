"""Who calls, with which right: bearer tokens, the permission of each operation, what a body may be."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja.security import HttpBearer

from huiyin.ground.ids import digest
from huiyin.ground.refusals import NotSignedIn, NotThere, Refusal
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.viewers import viewer_of_token
from huiyin.registers.people.words import Permission

BEARER = "bearer token"
"""The permission of the API's addresses as a whole; each operation names its own (see `needs`)."""
LIFETIME = 2.0
"""Seconds for which a process trusts a token it has looked up; a revoked one is dead within them."""
MOST_HELD = 1000
JSON = "application/json"
View = TypeVar("View", bound=Callable[..., Any])


class NoToken(NotSignedIn):
    """No token, or one that opens nothing."""

    code = "no_token"
    sentence = _("This needs a valid token.")
    remedy = _("Send the header Authorization: Bearer TOKEN; ask the steward for a token.")


class NotJson(Refusal):
    """A body in another format."""

    code, status = "not_json", 415
    sentence = _("Only JSON is understood here.")
    remedy = _("Send the body as JSON with the header Content-Type: application/json.")


class BodyTooLarge(Refusal):
    """A body beyond the limit of forms."""

    code, status = "body_too_large", 413
    sentence = _("The body is larger than %(limit)s MB.")
    remedy = _("Send less at once; make photos smaller.")


_held: dict[bytes, tuple[float, Viewer]] = {}


def viewer_of(token: str) -> Viewer | None:
    """The viewer of a token, at most two seconds old, so that a write stays one round trip."""
    key, moment = digest(token), time.monotonic()
    known = _held.get(key)
    if known is not None and moment - known[0] < LIFETIME:
        return known[1]
    viewer = viewer_of_token(token)
    if viewer is None:
        _held.pop(key, None)
        return None
    if len(_held) >= MOST_HELD:
        _held.clear()
    _held[key] = (moment, viewer)
    return viewer


class Token(HttpBearer):
    """`Authorization: Bearer TOKEN`. A session cookie opens nothing here."""

    def authenticate(self, request: HttpRequest, token: str) -> Viewer:
        """The viewer of the token, put on the request. Raises NoToken, NotJson, BodyTooLarge."""
        viewer = viewer_of(token)
        if viewer is None:
            raise NoToken
        _check_body(request)
        request.viewer = viewer  # type: ignore[attr-defined]  # replaces the one of the session
        return viewer


def _check_body(request: HttpRequest) -> None:
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise BodyTooLarge(limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024)
    if length and request.content_type != JSON:
        raise NotJson


def needs(*permissions: Permission) -> Callable[[View], View]:
    """Name the permissions of an operation; one of them must hold somewhere (the act asks for the scope)."""

    def mark(view: View) -> View:
        @wraps(view)
        def entry(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
            if not any(viewer.may(permission) for permission in permissions):
                raise NotThere
            return view(request, *args, **kwargs)

        entry.permissions = permissions  # type: ignore[attr-defined]  # read by the tests of routes
        return entry  # type: ignore[return-value]  # same signature

    return mark
