"""Which cases are worth comparing with one: near in place and time, or from the same telephone; by indexes.

A bounded number for each case, however many cases there are.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import OPEN
from huiyin.registers.places.reads import building_id_of

WITHIN = timedelta(hours=72)
"""In this time a second message may be the same matter, whatever became of the first."""
STANDING = timedelta(days=30)
"""As long as the other one is open."""
MOST_NEAR = 8
"""Compared with one case; a burst of calls about one burst pipe need not be read to the last."""
MOST_CALLED = 4
MOST_LISTED = 4
"""In a list, which needs no more than a number."""
Pairs = list[tuple[UUID, UUID]]

_NEAR = """
SELECT x.id, o.id
FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::bigint[]) AS x (id, at, categories, building)
CROSS JOIN LATERAL (
  SELECT c.id FROM casefile_case c
  WHERE c.building_id = x.building AND c.category = ANY (x.categories::text[]) AND c.id <> x.id
    AND c.received_at > x.at - %s AND c.received_at < x.at + %s
    AND (c.received_at > x.at - %s OR c.state = ANY (%s::text[]))
  ORDER BY c.received_at DESC LIMIT %s) o
"""
_CALLING = """
SELECT x.id, o.case_id FROM unnest(%s::uuid[], %s::timestamptz[], %s::bytea[]) AS x (id, at, phone)
CROSS JOIN LATERAL (
  SELECT r.case_id FROM casefile_requester r JOIN casefile_case c ON c.id = r.case_id
  WHERE r.phone_index = x.phone AND r.phone_index <> '' AND r.case_id <> x.id
    AND c.received_at > x.at - %s AND c.received_at < x.at + %s
    AND (c.received_at > x.at - %s OR c.state = ANY (%s::text[]))
  ORDER BY c.received_at DESC LIMIT %s) o
"""


def buildings(cases: Sequence[Case]) -> dict[UUID, int]:
    """Case -> its building; a query only for cases that were not taken in yet."""
    found = {case.pk: case.building_id for case in cases if case.building_id}
    told = {case.place_id for case in cases if case.place_id and not case.building_id}
    asked = {place: building_id_of(place) for place in told}
    return found | {case.pk: asked[case.place_id] for case in cases if case.place_id in asked}


def near(
    cases: Sequence[Case],
    building: Mapping[UUID, int],
    codes: Mapping[UUID, Sequence[str]],
    *,
    standing: bool,
) -> Pairs:
    """(case, other) in the same `building` and of one of the case's `codes`. One query.

    `standing`: those still open of the last thirty days too, and more of all.
    """
    placed = [case for case in cases if case.pk in building]
    categories = [_array(f'"{code}"' for code in dict.fromkeys(codes.get(case.pk, ()))) for case in placed]
    most, since = MOST_NEAR if standing else MOST_LISTED, _since(standing=standing)
    return _pairs(_NEAR, most, since, placed, categories, [building[case.pk] for case in placed])


def calling(cases: Sequence[Case], phones: Mapping[UUID, bytes], *, standing: bool) -> Pairs:
    """(case, other) from the same telephone. One query."""
    known = [case for case in cases if case.pk in phones]
    return _pairs(
        _CALLING, MOST_CALLED, _since(standing=standing), known, [phones[case.pk] for case in known]
    )


def _since(*, standing: bool) -> timedelta:
    return STANDING if standing else WITHIN


def _array(values: Any) -> str:
    return "{" + ",".join(map(str, values)) + "}"


def _pairs(sql: str, most: int, since: timedelta, cases: Sequence[Case], *columns: Sequence[object]) -> Pairs:
    if not cases:
        return []
    first = [[case.pk for case in cases], [case.received_at for case in cases]]
    values: list[Any] = [
        *first,
        *map(list, columns),
        since,
        WITHIN,
        WITHIN,
        list(OPEN),
        most,
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(case_id, other_id) for case_id, other_id in cursor.fetchall()]
