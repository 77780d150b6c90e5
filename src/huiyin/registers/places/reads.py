"""Find places: by printed code, by tree, by what people say."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from huiyin.ground.tenancy.viewer import Viewer

from .models import Place
from .words import PlaceKind


@dataclass(frozen=True, slots=True)
class FoundCode:
    """Where a printed code hangs."""

    place_id: int
    scope_id: int
    revoked: bool


def find_code(code: str) -> FoundCode | None:
    """The place of a printed code, known to anybody who stands before it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT place_id, scope_id, revoked FROM places_find_code(%s)", [code])
        row = cursor.fetchone()
    return FoundCode(*row) if row else None


def chain_up(place: Place) -> list[Place]:
    """The place and everything it lies in, nearest first."""
    chain = [place]
    while chain[-1].parent_id is not None and len(chain) < 10:
        parent = Place.objects.filter(pk=chain[-1].parent_id).first()
        if parent is None:  # lies outside what this viewer may see
            break
        chain.append(parent)
    return chain


def under(place_ids: Sequence[int]) -> frozenset[int]:
    """The places at or below any of these."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE t AS (SELECT id FROM places_place WHERE id = ANY(%s)"
            " UNION SELECT p.id FROM places_place p JOIN t ON p.parent_id = t.id) SELECT id FROM t",
            [list(place_ids)],
        )
        return frozenset(row[0] for row in cursor.fetchall())


def estates_of(viewer: Viewer) -> Sequence[Place]:
    """The estates a viewer works for, in register order."""
    estates = Place.objects.filter(kind=PlaceKind.ESTATE, closed_at=None)
    if not viewer.everywhere:
        estates = estates.filter(scope_id__in=viewer.scopes)
    return list(estates.order_by("order", "id"))


def buildings_of(scope_id: int) -> Sequence[Place]:
    """The buildings of an estate, in order."""
    return list(
        Place.objects.filter(scope_id=scope_id, kind=PlaceKind.BUILDING, closed_at=None).order_by("order", "id")
    )


def find_short(scope_id: int, short: str) -> Place | None:
    """The place people call "3-2-501" in this estate."""
    return Place.objects.filter(scope_id=scope_id, short=short, closed_at=None).first()
