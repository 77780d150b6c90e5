"""Which other cases may be the same matter: the same person again, or a neighbour; a hint with reasons.

Candidates come by place, category and telephone (near.py); their texts are compared as topics compare them
(reading/topics/pairing.py). Nothing is merged by a program.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
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
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.categories import Category
from huiyin.registers.rules.reads import categories_for

from .learning.lessons import taught_in
from .learning.ranking import ranked
from .near import WITHIN, buildings, calling, near

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
    building: int
    phone: bytes | None
    codes: tuple[str, ...]


def alike_of(
    viewer: Viewer, cases: Sequence[Case], *, phones: Mapping[UUID, bytes] | None = None
) -> dict[UUID, list[Alike]]:
    """For each case the others that may be the same, the strongest first, within the viewer's rights.

    Four queries for any number of cases. An unsorted case is looked up under its likeliest categories, and
    unsorted ones beside every case. `phones`: fingerprints of telephones, of cases not taken in yet.
    """
    if not cases:
        return {}
    phones, at = phones if phones is not None else phones_of(tuple(case.pk for case in cases)), now()
    building, codes = buildings(cases), {case.pk: codes_of(case, at) for case in cases}
    nearby = near(cases, building, {pk: [*some, ""] for pk, some in codes.items()}, standing=True)
    pairs = dict.fromkeys([*nearby, *calling(cases, phones, standing=True), *told(cases)])
    others = _whole(cases_of(viewer).filter(pk__in={other for _case, other in pairs})).in_bulk()
    own = {
        case.pk: _Own(case, building.get(case.pk, 0), phones.get(case.pk), codes[case.pk]) for case in cases
    }
    found: dict[UUID, list[Alike]] = defaultdict(list)
    for case_id, other_id in pairs:
        if other_id not in others:
            continue
        other = others[other_id]
        if one := _read(own[case_id], other, *_facts(own[case_id], other, codes.get(other_id, ()))):
            found[case_id].append(one)
    return {pk: sorted(some, key=lambda one: (-one.strength, one.case.number)) for pk, some in found.items()}


def _whole(rows: QuerySet[Case]) -> QuerySet[Case]:
    seen = rows.exclude(state=State.HISTORY)
    return seen.select_related("place", "requester").defer("search", "answer")


def told(cases: Sequence[Case]) -> list[tuple[UUID, UUID]]:
    """(case, other) where the requester said so."""
    return [(case.pk, UUID(case.suggested[TWIN])) for case in cases if case.suggested.get(TWIN)]


def codes_of(case: Case, at: datetime) -> tuple[str, ...]:
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
    codes = _read_codes(case.title, case.content, _Same(categories), _Same(taught_in(case.scope_id)))
    return [found for code in codes if (found := categories.get(code))]


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Something kept in the process, equal only to itself: a key as long as it is kept."""

    what: Any

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.what is other.what

    def __hash__(self) -> int:
        return id(self.what)


# A list reads the same unsorted texts every time it is looked at.
@lru_cache(maxsize=4096)
def _read_codes(title: str, content: str, categories: _Same, taught: _Same) -> tuple[str, ...]:
    found = ranked(title, content, codes=categories.what.leaves, taught=taught.what)
    return tuple(one.code for one in found)


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
    if own.building and other.building_id == own.building and code and code in own.codes[:1]:
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
  WHERE c.building_id = top.id AND c.category = %(category)s
    AND c.received_at >= %(since)s AND c.received_at < %(before)s AND c.id <> %(case)s)
FROM places_place top WHERE top.id = %(building)s
"""


def recurring_here(case: Case, category: str, at: datetime) -> tuple[str, int]:
    """(building, how many earlier cases of this category there in 90 days)."""
    building = buildings([case]).get(case.pk) if category else None
    if not building:
        return "", 0
    since = at - timedelta(days=RECURRING_DAYS)
    values: dict[str, Any] = {"building": building, "category": category, "since": since}
    values |= {"before": case.received_at, "case": case.pk}
    with connection.cursor() as cursor:
        cursor.execute(_RECURRING, values)
        return cursor.fetchone() or ("", 0)
