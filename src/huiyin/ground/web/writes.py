"""Answer a write once: same key, same content, same answer; a refused or unfinished write leaves nothing."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from huiyin.ground.idempotency.acts import checked_key, digest_of, once
from huiyin.ground.lateness import made
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as

from . import kept
from .turns import turn

KEY_FIELD = "key"
_NOT_CONTENT = frozenset({KEY_FIELD, "csrfmiddlewaretoken"})


class _Unfinished(Exception):
    def __init__(self, response: HttpResponse) -> None:
        self.response = response


def key_of(request: HttpRequest) -> str:
    """The idempotency key: the header, else the form's hidden field. Refuses a missing one."""
    return checked_key(request.headers.get("Idempotency-Key") or request.POST.get(KEY_FIELD))


def content_of(request: HttpRequest) -> dict[str, Any]:
    """What the form says, files as fingerprints; the key and the CSRF token are not content."""
    fields = {name: request.POST.getlist(name) for name in request.POST if name not in _NOT_CONTENT}
    files = {
        name: [hashlib.sha256(file.read()).hexdigest() for file in request.FILES.getlist(name)]
        for name in request.FILES
    }
    for name in request.FILES:
        for file in request.FILES.getlist(name):
            file.seek(0)
    return {"path": request.path, "fields": fields, "files": files}


def answer_once(request: HttpRequest, viewer: Viewer, view: Callable[[], HttpResponse]) -> HttpResponse:
    """Run an HTML write. A redirect means done and is kept under the key; any other page undoes the write.

    A write that a telephone kept is answered as JSON (see `kept`).
    """
    kept.must_be_known(request)
    key, digest = key_of(request), digest_of(content_of(request))

    def write() -> tuple[int, dict[str, Any]]:
        response = view()
        if not isinstance(response, HttpResponseRedirect):
            raise _Unfinished(response)
        return 303, {"location": response.url, **kept.told(request)}

    try:
        with turn(request), seen_as(viewer), made(kept.made_at(request)):
            (_status, answer), _repeated = once(actor=viewer.actor, key=key, digest=digest, write=write)
    except _Unfinished as unfinished:
        return kept.not_done(request, unfinished.response)
    if (told := kept.done(request, answer)) is not None:
        return told
    response = HttpResponseRedirect(answer["location"])
    response.status_code = 303
    return response
