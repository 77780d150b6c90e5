"""The addresses of the API, and its description as OpenAPI 3.1."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, re_path
from ninja import NinjaAPI

from huiyin.ground.refusals import NotThere
from huiyin.ground.web.middleware import refusal_response
from huiyin.ground.web.permissions import PUBLIC
from huiyin.ground.web.routes import bare, named

from . import handling, intake, orders, reading, topics  # noqa: F401 - importing them fills the routers
from .gate import BEARER, Token
from .problems import Problem, answer_problems
from .routers import acts, cases, registers
from .routers import topics as shared_problems

PREFIX = "api/v1/"
api = NinjaAPI(
    title="Huiyin",
    version="1",
    description=__doc__,
    auth=Token(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="api-v1",
)
answer_problems(api)
for router in (cases, acts, registers, shared_problems):
    api.add_router("", router)


def openapi(_request: HttpRequest) -> HttpResponse:
    """The description of the API; the same for everybody."""
    response = JsonResponse(_document())
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@cache
def _document() -> dict[str, Any]:
    document = dict(api.get_openapi_schema(path_prefix=f"/{PREFIX}"))
    key = {
        "in": "header",
        "name": "Idempotency-Key",
        "required": True,
        "schema": {"type": "string", "maxLength": 200},
    }
    document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    for operations in document["paths"].values():
        if "post" in operations:
            operations["post"].setdefault("parameters", []).append(key)
        for operation in operations.values():
            operation["responses"] |= {"4XX": _NO, "503": _NO}
    return document


_NO = {
    "description": "A refusal as a problem document (RFC 9457).",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
"""What every operation may answer instead; a program has to be told of it as of the rest."""


def _nowhere(request: HttpRequest) -> HttpResponse:
    return refusal_response(request, NotThere())


def _mounted() -> list[URLPattern]:
    """Ninja's own patterns, marked for the gate; its root page is left out."""
    found = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root" and pattern.callback is not None:
            view = named(pattern.callback, BEARER, "GET POST")
            found.append(path(f"{PREFIX}{pattern.pattern}", view, name=f"api-{pattern.name}"))
    return found


urlpatterns = [
    bare(f"{PREFIX}openapi.json", openapi, permission=PUBLIC, name="api-openapi"),
    *_mounted(),
    re_path(r"^api(?:/|$)", named(_nowhere, PUBLIC, "GET POST PUT PATCH DELETE"), name="api-nowhere"),
]
