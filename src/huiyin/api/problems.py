"""Every "no" as a problem document (RFC 9457): code, title, detail, status, and the fields that are wrong."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel

from huiyin.ground.refusals import Malformed, Refusal
from huiyin.ground.web.middleware import refusal_response

from .gate import BodyTooLarge, NoToken

MOST_FIELDS = 20


class WrongField(BaseModel):
    """One field of the body, by its path, and what is wrong with it in one word."""

    field: str
    problem: str


class Problem(BaseModel):
    """The shape of every "no": a code for programs, sentence and remedy for people."""

    code: str
    title: str
    detail: str
    status: int
    errors: list[WrongField] = []


class Invalid(Refusal):
    """Readable JSON, but not of the shape described in the schema."""

    code, status = "invalid", 422
    sentence = _("Some fields cannot be taken.")
    remedy = _("Correct the fields named under “errors” and send it again.")


class Unreadable(Malformed):
    """No JSON at all."""

    remedy = _("Send one JSON object as the body.")


def answer_problems(api: NinjaAPI) -> None:
    """Register the answers for everything that can be said no to."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(AuthenticationError, lambda request, _error: _refused(request, NoToken()))
    api.add_exception_handler(HttpError, lambda request, _error: _refused(request, Unreadable()))
    api.add_exception_handler(
        RequestDataTooBig, lambda request, _error: _refused(request, BodyTooLarge(limit=2))
    )


def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
    response = refusal_response(request, refusal)
    if isinstance(refusal, NoToken):
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def _invalid(_request: HttpRequest, error: Any) -> HttpResponse:
    """The values sent are not repeated: an answer may end up in a log."""
    refusal = Invalid()
    body = {"code": refusal.code, "title": refusal.said, "detail": refusal.advice, "status": refusal.status}
    body["errors"] = [_field(entry) for entry in error.errors[:MOST_FIELDS]]
    return JsonResponse(body, status=refusal.status, content_type="application/problem+json")


def _field(entry: Mapping[str, Any]) -> dict[str, str]:
    where = ".".join(str(part) for part in entry.get("loc", ()))
    clean = (
        where.encode("utf-8", "replace").decode().replace("\x00", "�")
    )  # an unknown field's name is the sender's
    return {"field": clean[:200], "problem": str(entry.get("type", ""))}
