"""Which other cases may be the same matter: the same person again, or a neighbour; a hint with reasons.

Candidates come by place, category and telephone (near.py); their texts are compared as topics compare them
(reading/topics/pairing.py). Nothing is merged by a program.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
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
from huiyin.reading.topics.pairing import matter_likeness, matter_terms, why_alike
from huiyin.reading.topics.weights import REPEATED, REPEATED_IN_TOPIC
from huiyin.registers.places.reads import buildings_of_places
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.categories import Category
from huiyin.registers.rules.reads import categories_for

from .learning.lessons import taught_in
from .learning.ranking import ranked
from .near import WITHIN, calling, near

RECURRING_DAYS = 90
TWIN = "twin"
"""Key of `suggested`: the case a requester said is the same (joining.py)."""
TOLD = 2.0
"""Strength of what the requester says; likeness, telephone, home and category add up below it."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another case that may be the same, and why; `strength` orders, and is not shown."""

    case: Case
    reasons: tuple[str, ...]
    strength: float = 0.0


@dataclass(frozen=True, slots=True)
class _Own:
    """What is known of the case that is compared."""

    case: Case
    around: frozenset[int]
    phone: bytes | None
    codes: tuple[str, ...]


def alike_of(
    viewer: Viewer, cases: Sequence[Case], *, closely: bool = True, phones: Mapping[UUID, bytes] | None = None
) -> dict[UUID, list[Alike]]:
    """For each case the others that may be the same, the strongest first, within the viewer's rights.

    Five queries for any number of cases. An unsorted case is looked up under its likeliest categories.
    `closely` reads the texts; a list only needs a number: place, category and telephone of 72 hours give it.
    `phones`: fingerprints of telephones, for cases that are not taken in yet.
    """
    if not cases:
        return {}
    around = buildings_of_places([case.place_id for case in cases if case.place_id])
    phones, at = phones if phones is not None else phones_of(tuple(case.pk for case in cases)), now()
    codes = {case.pk: _codes(case, at) if closely else _codes(case, at)[:1] for case in cases}
    nearby = near(cases, around, codes, standing=closely)
    pairs = dict.fromkeys([*nearby, *calling(cases, phones, standing=closely), *_told(cases)])
    rows = cases_of(viewer).filter(pk__in={other for _case, other in pairs}).exclude(state=State.HISTORY)
    others = (_whole if closely else _compared)(rows).in_bulk()
    own = {
        case.pk: _Own(case, around.get(case.place_id or 0, frozenset()), phones.get(case.pk), codes[case.pk])
        for case in cases
    }
    found: dict[UUID, list[Alike]] = defaultdict(list)
    for case_id, other_id in pairs:
        if other_id not in others:
            continue
        other = others[other_id]
        facts = _facts(own[case_id], other, codes.get(other_id, ()))
        if one := _read(own[case_id], other, *facts) if closely else _counted(own[case_id], other, *facts):
            found[case_id].append(one)
    return {pk: sorted(some, key=lambda one: (-one.strength, one.case.number)) for pk, some in found.items()}


def _whole(rows: QuerySet[Case]) -> QuerySet[Case]:
    return rows.select_related("place", "requester").defer("search", "answer")


def _compared(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Only what tells whether two may be the same."""
    return rows.select_related("requester").only(
        "number", "place_id", "category", "received_at", "requester__phone_index"
    )


def _told(cases: Sequence[Case]) -> list[tuple[UUID, UUID]]:
    """(case, other) where the requester said so."""
    return [(case.pk, UUID(case.suggested[TWIN])) for case in cases if case.suggested.get(TWIN)]


def _codes(case: Case, at: datetime) -> tuple[str, ...]:
    """What the case is sorted under, else what its words suggest."""
    return (
        (case.category,)
        if case.category
        else tuple(category.code for category in likely_categories(case, at))
    )


def likely_category(case: Case, at: datetime) -> Category | None:
    """The most likely category of an unsorted case."""
    return next(iter(likely_categories(case, at)), None)


def likely_categories(case: Case, at: datetime) -> list[Category]:
    """The likely categories of an unsorted case, best first."""
    categories = categories_for(scope_tree().up(case.scope_id), at)
    read = ranked(case.title, case.content, codes=categories.leaves, taught=taught_in(case.scope_id))
    return [found for one in read if (found := categories.get(one.code))]


def _counted(own: _Own, other: Case, facts: list[str], strength: float) -> Alike | None:
    """By what stands beside the words alone."""
    return Alike(other, tuple(facts), strength) if _enough(own, other, facts, strength) else None


def _enough(own: _Own, other: Case, facts: list[str], strength: float) -> bool:
    return bool(facts) and (strength >= TOLD or abs(own.case.received_at - other.received_at) <= WITHIN)


def _read(own: _Own, other: Case, facts: list[str], strength: float) -> Alike | None:
    """Whether and why two may be the same, by their texts too; None where only the place speaks for it."""
    mine, theirs = (matter_terms(case.title, case.content) for case in (own.case, other))
    likeness = matter_likeness(mine, theirs)
    if not _enough(own, other, facts, strength) and likeness < (REPEATED_IN_TOPIC if facts else REPEATED):
        return None
    if likeness >= REPEATED_IN_TOPIC:
        facts = [*facts, *(reason.text(gettext) for reason in why_alike(mine, theirs))]
    if own.case.received_at - other.received_at > WITHIN:
        facts = [*facts, gettext("still open")]
    return Alike(other, tuple(facts) or (gettext("alike in names and words"),), strength + likeness)


def _facts(own: _Own, other: Case, guessed: Sequence[str]) -> tuple[list[str], float]:
    """What speaks for the same matter beside the words, and how much; `guessed`: of an unsorted other."""
    said: list[tuple[str, float]] = []
    if own.case.suggested.get(TWIN) == str(other.pk):
        said.append((gettext("“me too”: the resident says so"), TOLD))
    if own.phone is not None and bytes(other.requester.phone_index) == own.phone:
        said.append((gettext("the same telephone"), 0.5))
    code = other.category or next(iter(guessed), "")
    if other.place_id in own.around and code and code in own.codes[:1]:
        said.append(_same_place(own.case, other))
    return [words for words, _strength in said], sum(strength for _words, strength in said)


def _same_place(case: Case, other: Case) -> tuple[str, float]:
    home = case.place is not None and case.place.kind == PlaceKind.HOME and case.place_id == other.place_id
    if not case.category or not other.category:
        words = (
            gettext("same home, likely the same category")
            if home
            else gettext("same building, likely the same category")
        )
    else:
        words = gettext("same home, same category") if home else gettext("same building, same category")
    return words, 0.75 if home else 0.5


_RECURRING = """
SELECT top.label, (SELECT count(*) FROM casefile_case c
  WHERE c.place_id = ANY (%(places)s) AND c.category = %(category)s
    AND c.received_at >= %(since)s AND c.received_at < %(before)s AND c.id <> %(case)s)
FROM places_place top
WHERE top.id = ANY (%(places)s) AND (top.parent_id IS NULL OR top.parent_id <> ALL (%(places)s))
"""


def recurring_here(case: Case, category: str, at: datetime) -> tuple[str, int]:
    """(building, how many earlier cases of this category there in 90 days)."""
    places = buildings_of_places([case.place_id]).get(case.place_id) if category and case.place_id else None
    if not places:
        return "", 0
    since = at - timedelta(days=RECURRING_DAYS)
    values: dict[str, Any] = {"places": sorted(places), "category": category, "since": since}
    values |= {"before": case.received_at, "case": case.pk}
    with connection.cursor() as cursor:
        cursor.execute(_RECURRING, values)
        return cursor.fetchone() or ("", 0)
