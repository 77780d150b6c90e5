"""Cases of one category that came again around one place within so many days. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.procedures import Recurrence
from huiyin.registers.rules.words import Around

from .reconciling import Group

SPOTS: Final = (PlaceKind.FACILITY, PlaceKind.GATE)
_DOOR: Final = re.compile(r"\d(\d{2})\D*$")
"""A door of three or four digits ends with its number on the landing: 301, 401 and 1201 stand above 01."""


@dataclass(frozen=True, slots=True)
class Step:
    """One place on the way up from where a case is."""

    id: int
    kind: str
    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a case counts: the place, its words, and what tells runs of pipe apart ("" for all of it)."""

    place_id: int
    words: str
    run: str = ""

    @property
    def key(self) -> str:
        """What is the same for all cases around it."""
        return f"{self.place_id}/{self.run}" if self.run else str(self.place_id)


@dataclass(frozen=True, slots=True)
class Placed:
    """A case with its category, its moment and its place, from the place itself up."""

    id: str
    category: str
    at: datetime
    up: Sequence[Step]


@dataclass(frozen=True, slots=True)
class Recurring:
    """A recurrence: `n` cases within `days` days around `place_id`."""

    group: Group
    category: str
    place_id: int
    words: str
    days: int


def recurring(cases: Iterable[Placed], rules: Sequence[Recurrence]) -> list[Recurring]:
    """The last run of each recurrence, by key; a case counts in one at most."""
    rule_of = {code: rule for rule in rules for code in rule.categories}
    found: defaultdict[str, list[tuple[Placed, Spot]]] = defaultdict(list)
    for case, spot in _spotted(cases, rule_of):
        found[f"{spot.key}|{case.category}"].append((case, spot))
    return list(_runs(found, rule_of))


def spots(cases: Iterable[Placed], rules: Sequence[Recurrence]) -> dict[str, str]:
    """Case -> the key under which it counts, for those whose category has a rule and whose place is exact."""
    rule_of = {code: rule for rule in rules for code in rule.categories}
    return {case.id: f"{spot.key}|{case.category}" for case, spot in _spotted(cases, rule_of)}


def _spotted(cases: Iterable[Placed], rule_of: Mapping[str, Recurrence]) -> Iterator[tuple[Placed, Spot]]:
    for case in cases:
        rule = rule_of.get(case.category)
        spot = around(case.up, rule.around) if rule else None
        if spot is not None:
            yield case, spot


def _runs(
    found: Mapping[str, list[tuple[Placed, Spot]]], rule_of: Mapping[str, Recurrence]
) -> Iterator[Recurring]:
    for key, placed in sorted(found.items()):
        category, spot = placed[0][0].category, placed[0][1]
        rule = rule_of[category]
        if ids := last_run([case for case, _spot in placed], rule):
            yield Recurring(Group(frozenset(ids), key), category, spot.place_id, spot.words, rule.within_days)


def last_run(cases: Iterable[Placed], rule: Recurrence) -> list[str]:
    """The cases of every full window, of these the last that hang together; none where no window is full."""
    span = timedelta(days=rule.within_days)
    order = sorted(cases, key=lambda case: (case.at, case.id))
    full: set[int] = set()
    start = 0
    for end, case in enumerate(order):
        while case.at - order[start].at > span:
            start += 1
        if end - start + 1 >= rule.times:
            full.update(range(start, end + 1))
    kept = [order[place] for place in sorted(full)]
    first = max((at for at in range(1, len(kept)) if kept[at].at - kept[at - 1].at > span), default=0)
    return [case.id for case in kept[first:]]


def around(up: Sequence[Step], kind: Around) -> Spot | None:
    """The place the rule looks around; None where the case does not say it exactly enough."""
    if up and up[0].kind in SPOTS:
        return Spot(up[0].id, up[0].label)  # a lift or a gate is a place by itself
    if kind is Around.RISER:
        return _riser(up)
    wanted = {
        Around.STAIRWELL: (PlaceKind.ENTRANCE,), Around.BUILDING: (PlaceKind.BUILDING,), Around.SPOT: SPOTS,
    }[kind]  # fmt: skip
    found = next((step for step in up if step.kind in wanted), None)
    return Spot(found.id, found.label) if found else None


def _riser(up: Sequence[Step]) -> Spot | None:
    door = _DOOR.search(up[0].name) if len(up) > 1 and up[0].kind == PlaceKind.HOME else None
    stairs = up[1] if door and up[1].kind in (PlaceKind.ENTRANCE, PlaceKind.BUILDING) else None
    if door is None or stairs is None:
        return None
    return Spot(stairs.id, f"{stairs.label} **{door[1]}", door[1])
