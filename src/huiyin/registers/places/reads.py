"""Find places: by printed code, by tree, by what people say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from huiyin.ground.gathering import once_a_page

from .models import Place, QrCode
from .words import SCOPED, PlaceKind

_DEEPEST = 10
"""More levels than the places have (PlaceKind), so that a ring could not hold a page up."""


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


def coded_places(scope_id: int) -> Sequence[tuple[str, Place]]:
    """The live codes of a scope with their places, as one would walk by them."""
    codes = QrCode.objects.filter(scope_id=scope_id, revoked_at=None, place__closed_at=None).select_related(
        "place"
    )
    walk = sorted(codes, key=lambda code: (code.place.kind != PlaceKind.GATE, natural(code.place.label)))
    return [(code.code, code.place) for code in walk]


def natural(label: str) -> list[tuple[int, str]]:
    """Sort key that puts 10号楼 after 2号楼."""
    return [(int(digits or 0), words) for digits, words in re.findall(r"(\d*)(\D*)", label)]


def homes_at(place_id: int) -> list[Place]:
    """The open homes at and below a place, as one walks past them. Two queries."""
    places = Place.objects.filter(pk__in=under([place_id]), kind=PlaceKind.HOME, closed_at=None)
    return sorted(places, key=lambda home: natural(home.label))


def place_of_scope(scope_id: int) -> Place | None:
    """The sub-district, community or estate that a scope is."""
    return Place.objects.filter(scope_id=scope_id, kind__in=SCOPED, closed_at=None).order_by("pk").first()


def chain_up(place: Place) -> list[Place]:
    """The place and everything it lies in, nearest first."""
    chain = [place]
    while chain[-1].parent_id is not None and len(chain) < _DEEPEST:
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


@once_a_page
def building_of(place: Place) -> tuple[Place, frozenset[int]]:
    """The building a place lies in (else the place itself), and every place of it."""
    top = place
    for higher in chain_up(place):
        top = higher
        if higher.kind not in (PlaceKind.HOME, PlaceKind.ENTRANCE):
            break
    return top, buildings_of_places([place.pk]).get(place.pk, frozenset())


def building_id_of(place_id: int) -> int:
    """The number of the building a place lies in, else its own; as every case carries it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT places_building(%s)", [place_id])
        return int(cursor.fetchone()[0])


_WHOLE_BUILDINGS = """
WITH spot AS (
  SELECT s.id, CASE WHEN s.kind NOT IN ('home', 'entrance') THEN s.id
                    WHEN p.kind = 'entrance' THEN p.parent_id ELSE coalesce(p.id, s.id) END AS top
  FROM places_place s LEFT JOIN places_place p ON p.id = s.parent_id WHERE s.id = ANY (%s)
), whole AS (
  SELECT top, ARRAY(
    SELECT top
    UNION ALL SELECT e.id FROM places_place e WHERE e.parent_id = top AND e.kind IN ('entrance', 'home')
    UNION ALL SELECT h.id FROM places_place e JOIN places_place h ON h.parent_id = e.id AND h.kind = 'home'
      WHERE e.parent_id = top AND e.kind = 'entrance'
  ) AS ids FROM (SELECT DISTINCT top FROM spot) tops
)
SELECT spot.id, whole.ids FROM spot JOIN whole USING (top)
"""


@once_a_page
def buildings_of_places(place_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """Each place with every place of its building (entrances, homes); other places stand alone."""
    if not place_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE_BUILDINGS, [list(set(place_ids))])
        return {place_id: frozenset(ids) for place_id, ids in cursor.fetchall()}
