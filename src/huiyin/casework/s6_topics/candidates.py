"""Which cases of a community are looked at together, and what is read of them.

Left out: private ones, those waiting under a mark, what was withdrawn, help to a person (a category that is
both private and assistance), old records without words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State
from huiyin.casework.s2_triage.learning.lessons import scopes_of
from huiyin.casework.s2_triage.linked import JOINING
from huiyin.casework.s2_triage.models import Link
from huiyin.casework.s4_handling.nuisance.reads import standing_marks
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.reads import categories_for
from huiyin.registers.rules.refusals import NoPack

from .reconciling import Ids
from .recurring import Placed, Step

WITHIN: Final = timedelta(days=365)
"""Twice the time after which a message adds half the heat (reading/topics/topic.py)."""
MOST: Final = 20_000
"""The newest cases; a community of ten thousand homes has some thousand a year."""
BLOCK: Final = 500
"""Texts read in one go."""
_COLUMNS: Final = (
    "pk", "title", "category", "received_at", "place_id", "place_text", "requester__phone_index"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case without its words. `who`: what tells requesters apart; never stored and never shown."""

    id: str
    title: str
    category: str
    at: datetime
    who: str
    spot: str
    up: tuple[Step, ...]

    @property
    def placed(self) -> Placed:
        """As recurrences count it."""
        return Placed(self.id, self.category, self.at, self.up)


def candidates_of(area: int, at: datetime, *, also: Collection[UUID] = ()) -> list[Candidate]:
    """The newest eligible cases of a community, and those people placed (`also`). Some six queries."""
    newest = _eligible(area, at).order_by("-received_at", "-pk").values_list("pk", flat=True)[:MOST]
    return these([*newest, *also])


def these(ids: Collection[UUID]) -> list[Candidate]:
    """These cases, the oldest first; private ones are not there."""
    cases = Case.objects.filter(pk__in=list(ids), private=False).order_by("received_at", "pk")
    rows = list(cases.values_list(*_COLUMNS))
    ups = chains_up({row[4] for row in rows if row[4]})
    return [_candidate(row, ups.get(row[4] or 0, ())) for row in rows]


def _eligible(area: int, at: datetime) -> QuerySet[Case]:
    cases = Case.objects.filter(scope_id__in=scopes_of(area), received_at__gt=at - WITHIN, private=False)
    cases = cases.exclude(state=State.WITHDRAWN).exclude(title="", content="")
    cases = cases.exclude(category__in=personal_help(area, at))
    marks = list(standing_marks(at).values_list("case_id", "phone_index", "scope_id"))
    for case_id, phone, scope_id in marks:
        if not bytes(phone):
            cases = cases.exclude(pk=case_id)
        else:
            cases = cases.exclude(requester__phone_index=phone, scope_id__in=scope_tree().under([scope_id]))
    return cases


def personal_help(area: int, at: datetime) -> frozenset[str]:
    """Categories of help to a person: assistance that is private by its nature."""
    try:
        leaves = categories_for(scope_tree().up(area), at).leaves.values()
    except NoPack:
        return frozenset()
    return frozenset(leaf.code for leaf in leaves if leaf.private and leaf.safety_or_assistance)


def _candidate(
    row: tuple[UUID, str, str, datetime, int | None, str, bytes | None], up: tuple[Step, ...]
) -> Candidate:
    pk, title, category, at, _place, words, phone = row
    home = up[0].id if up and up[0].kind == PlaceKind.HOME else None
    who = bytes(phone or b"").hex() or (f"home {home}" if home else "")
    return Candidate(str(pk), title, category, at, who, up[0].label if up else words, up)


def chains_up(place_ids: Iterable[int]) -> dict[int, tuple[Step, ...]]:
    """Each place with what it lies in, nearest first, up to its estate. One query for each level."""
    known: dict[int, Place] = {}
    wanted = set(place_ids)
    while wanted:
        rows = Place.objects.filter(pk__in=wanted).only("kind", "name", "label", "parent_id")
        found = {row.pk: row for row in rows}
        known |= found
        wanted = {row.parent_id for row in found.values() if row.parent_id} - set(known)
    return {place_id: tuple(_up(place_id, known)) for place_id in known}


def _up(place_id: int | None, known: Mapping[int, Place]) -> Iterator[Step]:
    while (place := known.get(place_id or 0)) is not None:
        if place.kind in (PlaceKind.COMMUNITY, PlaceKind.SUBDISTRICT):
            return
        yield Step(place.pk, place.kind, place.name, place.label)
        place_id = place.parent_id


def words_of(ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(case, what was said), read in blocks."""
    for start in range(0, len(ids), BLOCK):
        rows = Case.objects.filter(pk__in=ids[start : start + BLOCK]).values_list("pk", "content")
        yield from ((str(pk), content) for pk, content in rows)


def handled_as_one(area: int) -> list[Ids]:
    """Cases that people joined (merged, reported too), with the one they are handled with."""
    links = Link.objects.filter(scope_id__in=scopes_of(area), undone_at=None, left_at=None, kind__in=JOINING)
    root: dict[str, set[str]] = {}
    for case, main in links.values_list("case_id", "main_id").order_by("made_at", "pk"):
        both = root.get(str(case), {str(case)}) | root.get(str(main), {str(main)})
        for one in both:
            root[one] = both
    return sorted({frozenset(both) for both in root.values()}, key=sorted)
