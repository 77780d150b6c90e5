"""GET: cases, categories, places."""

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query
from pydantic import Field

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import case_for, cases_of
from huiyin.ground.clock import now
from huiyin.ground.refusals import Malformed, Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.reads import categories_for

from .gate import needs
from .routers import cases, registers
from .schemas import Listing
from .shapes import CaseDetail, CategoryOut, Page, PlaceOut, case_detail, case_out
from .values import Id, Number

READERS = (Permission.CASE_READ, Permission.CASE_HANDLE, Permission.BUILDING_READ)
MOST_PLACES = 200


class UnknownFilter(Refusal):
    """A filter that is not in the list; leaving it out silently would answer with too much."""

    code, status = "unknown_filter", 422
    sentence = _("There is no such filter.")
    remedy = _("Use only the filters that /api/v1/openapi.json names for this address.")


@cases.get("/cases", response=Page, summary="List cases")
@needs(*READERS)
def list_cases(request: HttpRequest, wanted: Query[Listing]) -> dict[str, Any]:
    """The cases the token may see, oldest first; follow `next` to read on."""
    if not set(request.GET) <= set(Listing.model_fields):
        raise UnknownFilter
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
    with seen_as(viewer):
        found = cases_of(viewer).select_related("place")
        if wanted.state:
            found = found.filter(state=wanted.state)
        if wanted.since:
            found = found.filter(received_at__gte=wanted.since)
        if wanted.cursor:
            found = found.filter(_after(wanted.cursor))
        rows = list(found.order_by("received_at", "id")[: wanted.limit + 1])
    more = len(rows) > wanted.limit
    shown = rows[: wanted.limit]
    return {"cases": [case_out(case) for case in shown], "next": _cursor(shown[-1]) if more else ""}


@cases.get("/cases/{number}", response=CaseDetail, summary="Read a case")
@needs(*READERS)
def read_case(request: HttpRequest, number: Number) -> dict[str, Any]:
    """One case with its clocks and its timeline."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
    with seen_as(viewer):
        return case_detail(case_for(viewer, number), viewer, now())


@registers.get("/categories", response=list[CategoryOut], summary="List categories")
@needs(Permission.CASE_FILE)
def list_categories(request: HttpRequest, scope_id: Id) -> list[dict[str, Any]]:
    """The category list that holds in a scope."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
    viewer.must(Permission.CASE_FILE, scope_id)
    leaves = categories_for(scope_tree().up(scope_id), now()).leaves.values()
    return [
        {"code": c.code, "group": c.group_code, "name": c.name, "name_zh": c.name_zh, "urgency": c.urgency,
         "private": c.private, "danger": c.danger}
        for c in leaves
    ]  # fmt: skip


@registers.get("/places", response=list[PlaceOut], summary="List places")
@needs(Permission.CASE_FILE)
def list_places(
    request: HttpRequest,
    scope_id: Id | None = None,
    parent_id: Id | None = None,
    kind: PlaceKind | None = None,
    after: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0,
) -> list[PlaceOut]:  # fmt: skip
    """Places one may file for, by id, 200 at a time (`after`: the last id seen)."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
    with seen_as(viewer):
        places = Place.objects.filter(
            scope_id__in=viewer.grants[Permission.CASE_FILE], closed_at=None, pk__gt=after
        )
        for name, value in (("scope_id", scope_id), ("parent_id", parent_id), ("kind", kind)):
            places = places.filter(**{name: value}) if value is not None else places
        return [PlaceOut.from_orm(place) for place in places.order_by("pk")[:MOST_PLACES]]


def _cursor(case: Case) -> str:
    return base64.urlsafe_b64encode(f"{case.received_at.isoformat()} {case.pk}".encode()).decode()


def _after(cursor: str) -> Q:
    try:
        moment, _blank, case_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        at, last = datetime.fromisoformat(moment), UUID(case_id)
        if at.tzinfo is None:
            raise Malformed
    except (binascii.Error, ValueError) as error:
        raise Malformed from error
    return Q(received_at__gt=at) | Q(received_at=at, id__gt=last)
