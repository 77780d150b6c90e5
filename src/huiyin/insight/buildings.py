"""The figures of one estate building by building, in the order of the register; no order by merit.

What cannot be put to a building (a gate, the green, a place nobody could read) stands in a line of its own,
so that the lines add up to the estate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from huiyin.casework.casefile.words import OPEN
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.rates import RateSet
from huiyin.registers.rules.reads import rates_for

from .counting import Part, columns_of, values_of
from .periods import Period
from .predicates import FACTS, in_words
from .rates import Figures, figures_of, readable

ELSEWHERE = -1
"""The line of what lies in no building, as an address names it."""
_HOMES = f"""WITH RECURSIVE inside AS (
  SELECT id, id AS building FROM places_place WHERE scope_id = %(scope)s AND kind = '{PlaceKind.BUILDING}'
  UNION ALL
  SELECT p.id, inside.building FROM places_place p JOIN inside ON p.parent_id = inside.id
), """  # noqa: S608 - constants
_OPEN = f"state IN ({in_words(OPEN)})"


@dataclass(frozen=True, slots=True)
class Line:
    """One building (`place` None: elsewhere) with what came in, what of it is open, and its rates."""

    place: Place | None
    received: int
    open: int
    figures: Figures


def lines_in(viewer: Viewer, scope_id: int, period: Period, now: datetime) -> list[Line]:
    """Every building of an estate, those without a case too. Three queries.

    Raises NotThere where one may not read or the scope is no estate; NoPack where no rates hold.
    """
    if scope_tree().kinds.get(scope_id) != PlaceKind.ESTATE or scope_id not in readable(viewer):
        raise NotThere
    pack = rates_for(scope_tree().up(scope_id), min(now, period.until))
    counted = _counted(pack, scope_id, period, now)
    buildings = Place.objects.filter(scope_id=scope_id, kind=PlaceKind.BUILDING)
    shown = [one for one in buildings.order_by("order", "pk") if one.closed_at is None or one.pk in counted]
    return [
        _line(pack, scope_id, place, counted.get(place.pk if place else ELSEWHERE))
        for place in (*shown, None)
        if place or ELSEWHERE in counted
    ]


def estates_of(viewer: Viewer) -> list[int]:
    """The estates whose figures one may read, in the order of the tree."""
    tree = scope_tree()
    mine = (scope for scope in readable(viewer) if tree.kinds.get(scope) == PlaceKind.ESTATE)
    return sorted(mine, key=lambda scope: tree.paths[scope])


def only_in(ids: Sequence[UUID], building_id: int) -> list[UUID]:
    """Those of the cases that lie in a building, or in none (`ELSEWHERE`); the order stays."""
    with connection.cursor() as cursor:
        cursor.execute(_UP, {"ids": list(ids), "elsewhere": ELSEWHERE, "building": building_id})
        kept = {case_id for (case_id,) in cursor.fetchall()}
    return [case_id for case_id in ids if case_id in kept]


_UP = """WITH RECURSIVE up AS (
  SELECT c.id AS case_id, p.id, p.parent_id, p.kind FROM unnest(%(ids)s::uuid[]) AS asked (id)
  JOIN casefile_case c ON c.id = asked.id LEFT JOIN places_place p ON p.id = c.place_id
  UNION ALL
  SELECT up.case_id, p.id, p.parent_id, p.kind FROM up JOIN places_place p ON p.id = up.parent_id
  WHERE up.kind NOT IN ('building', 'estate')
) SELECT case_id FROM up GROUP BY case_id
HAVING coalesce(max(id) FILTER (WHERE kind = 'building'), %(elsewhere)s) = %(building)s"""


def _counted(pack: RateSet, scope_id: int, period: Period, now: datetime) -> Mapping[int, Mapping[str, int]]:
    columns = {"received": "true", "open": _OPEN, **columns_of(pack)}
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in columns.values())
    query = f"""{_HOMES}{FACTS} SELECT coalesce(inside.building, {ELSEWHERE}), {counts}
      FROM facts JOIN (SELECT id, place_id FROM casefile_case) c USING (id)
      LEFT JOIN inside ON inside.id = c.place_id GROUP BY 1"""  # noqa: S608 - predicates, no input
    part = Part(scope_id, period.since, period.until)
    with connection.cursor() as cursor:
        cursor.execute(query, {**values_of([part], now), "scope": scope_id})
        return {row[0]: dict(zip(columns, row[1:], strict=True)) for row in cursor.fetchall()}


def _line(pack: RateSet, scope_id: int, place: Place | None, counted: Mapping[str, int] | None) -> Line:
    told = counted or {}
    figures = figures_of(pack, frozenset({scope_id}), [told])
    return Line(place, told.get("received", 0), told.get("open", 0), figures)
