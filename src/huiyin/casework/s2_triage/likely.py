"""Which other cases may be the same matter: near in place and time and alike, or from the same telephone.

A hint with reasons; nothing is merged by a program.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of, phones_of
from huiyin.casework.casefile.words import State
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.reading.categories import suggest_category
from huiyin.reading.likeness import LIKELY, likeness
from huiyin.registers.places.reads import building_of, buildings_of_places
from huiyin.registers.rules.categories import Category
from huiyin.registers.rules.reads import categories_for

WITHIN = timedelta(hours=72)
RECURRING_DAYS = 90
TWIN = "twin"
"""Key of `suggested`: the case a requester said is the same (joining.py)."""
MOST_COMPARED = 12
"""Texts compared with one case; a burst of calls about one burst pipe need not be read to the last."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another case that may be the same, and why."""

    case: Case
    reasons: tuple[str, ...]


def alike_of(viewer: Viewer, cases: Sequence[Case], *, closely: bool = True) -> dict[UUID, list[Alike]]:
    """For each case the others within 72 hours that may be the same, within the viewer's rights.

    Five queries for any number of cases. An unsorted case is looked up under its likeliest category.
    `closely` compares the texts even where place and category speak already; a list needs only the number.
    """
    if not cases:
        return {}
    near = buildings_of_places([case.place_id for case in cases if case.place_id])
    phones = phones_of(tuple(case.pk for case in cases))
    pairs = [*_near(cases, near), *_calling(cases, phones), *_told(cases)]
    rows = cases_of(viewer).filter(pk__in={other for _case, other in pairs}).exclude(state=State.HISTORY)
    others = (_whole if closely else _compared)(rows).in_bulk()
    by_id = {case.pk: case for case in cases}
    found: dict[UUID, list[Alike]] = defaultdict(list)
    for case_id, other_id in dict.fromkeys(pairs):
        case, other = by_id[case_id], others.get(other_id)
        if other is None:
            continue
        around = near.get(case.place_id or 0, frozenset())
        if reasons := _reasons(case, other, around, phones.get(case_id), closely=closely):
            found[case_id].append(Alike(other, reasons))
    return dict(found)


def _whole(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.select_related("place", "requester").defer("search", "answer")


def _compared(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Only what tells whether two may be the same."""
    return rows.select_related("requester").only(
        "place_id", "category", "title", "content", "requester__phone_index"
    )


def recurring_here(case: Case, category: str, at: datetime) -> tuple[str, int]:
    """(building, how many earlier cases of this category there in 90 days)."""
    if not category or case.place_id is None or case.place is None:
        return "", 0
    building, places = building_of(case.place)
    earlier = Case.objects.filter(
        place_id__in=places,
        category=category,
        received_at__gte=at - timedelta(days=RECURRING_DAYS),
        received_at__lt=case.received_at,
    ).exclude(pk=case.pk)
    return building.label, earlier.count()


_NEAR = """
SELECT x.id, o.id
FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::text[]) AS x (id, at, category, places)
CROSS JOIN LATERAL (
  SELECT c.id FROM casefile_case c
  WHERE c.place_id = ANY (x.places::bigint[]) AND c.category IN (x.category, '') AND c.id <> x.id
    AND c.received_at BETWEEN x.at - %s AND x.at + %s
  ORDER BY c.received_at DESC LIMIT %s) o
"""
_CALLING = """
SELECT x.id, o.case_id FROM unnest(%s::uuid[], %s::timestamptz[], %s::bytea[]) AS x (id, at, phone)
CROSS JOIN LATERAL (
  SELECT r.case_id FROM casefile_requester r JOIN casefile_case c ON c.id = r.case_id
  WHERE r.phone_index = x.phone AND r.phone_index <> '' AND r.case_id <> x.id
    AND c.received_at BETWEEN x.at - %s AND x.at + %s
  ORDER BY c.received_at DESC LIMIT %s) o
"""


def _near(cases: Sequence[Case], near: dict[int, frozenset[int]]) -> list[tuple[UUID, UUID]]:
    """(case, other) in the same building and of the same category, or not sorted yet."""
    placed = [case for case in cases if near.get(case.place_id or 0)]
    places = ["{" + ",".join(map(str, near[case.place_id or 0])) + "}" for case in placed]
    at = now()
    return _pairs(_NEAR, placed, [case.category or _guess(case, at) for case in placed], places)


def _calling(cases: Sequence[Case], phones: dict[UUID, bytes]) -> list[tuple[UUID, UUID]]:
    """(case, other) from the same telephone."""
    known = [case for case in cases if case.pk in phones]
    return _pairs(_CALLING, known, [phones[case.pk] for case in known])


def _told(cases: Sequence[Case]) -> list[tuple[UUID, UUID]]:
    """(case, other) where the requester said so."""
    return [(case.pk, UUID(case.suggested[TWIN])) for case in cases if case.suggested.get(TWIN)]


def _pairs(sql: str, cases: Sequence[Case], *columns: Sequence[object]) -> list[tuple[UUID, UUID]]:
    if not cases:
        return []
    first = [[case.pk for case in cases], [case.received_at for case in cases]]
    values: list[Any] = [*first, *map(list, columns), WITHIN, WITHIN, MOST_COMPARED]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(case_id, other_id) for case_id, other_id in cursor.fetchall()]


def _guess(case: Case, at: datetime) -> str:
    category = likely_category(case, at)
    return category.code if category else ""


def likely_category(case: Case, at: datetime) -> Category | None:
    """The most likely category of an unsorted case."""
    categories = categories_for(scope_tree().up(case.scope_id), at)
    hints = suggest_category(f"{case.title}\n{case.content}", codes=categories.leaves, top=1)
    return categories.get(hints[0].code) if hints else None


def _reasons(
    case: Case, other: Case, around: frozenset[int], phone: bytes | None, *, closely: bool
) -> tuple[str, ...]:
    """Why two cases may be the same; empty when nothing but the place speaks for it."""
    said = [gettext("“me too”: the resident says so")] if case.suggested.get(TWIN) == str(other.pk) else []
    if _same(phone, other):
        said.append(gettext("the same telephone"))
    if other.place_id not in around:
        return tuple(said)
    if case.category and case.category == other.category:
        said.append(gettext("same building, same category"))
    if closely or not said:
        likely = likeness(f"{case.title} {case.content}", f"{other.title} {other.content}")
        if likely.score >= LIKELY:
            said.extend(reason.text(gettext) for reason in likely.reasons)
    return tuple(said)


def _same(phone: bytes | None, other: Case) -> bool:
    return phone is not None and bytes(other.requester.phone_index) == phone
