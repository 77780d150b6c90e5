"""A form whose page was open too long, or whose cookie was cleared, comes back as typed, to be sent again."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure

from huiyin.desks.ballot.owner import ballot_again
from huiyin.desks.resident.stale import case_again
from huiyin.ground.refusals import Refusal
from huiyin.ground.web.middleware import refusal_response

from .calling import call_again
from .pages import ask_again
from .views import form_again

STATUS = 403


def page_again(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a failed form check (CSRF_FAILURE_VIEW): residents lose nothing, others get the plain page."""
    try:
        found = resolve(request.path_info)
        draw = _AGAIN.get(found.url_name or "")
        if draw is not None:
            sentence = _("The page was open for too long. Nothing was sent yet: please send it again.")
            return draw(request, sentence=sentence, status=STATUS, **found.kwargs)
    except Resolver404:
        pass
    except Refusal as no:
        return refusal_response(request, no)
    return csrf_failure(request, reason)


def _own(name: str) -> Callable[..., HttpResponse]:
    def draw(request: HttpRequest, **rest: Any) -> HttpResponse:
        return case_again(request, name=name, **rest)

    return draw


_AGAIN: dict[str, Callable[..., HttpResponse]] = {
    "q-form": form_again,
    "q-too": form_again,
    "q-call": call_again,
    "ask": ask_again,
    "ballot": ballot_again,
    **{f"c-{name}": _own(name) for name in ("verdict", "reopen", "more", "contact")},
}
