"""Which topics hold now: what the program found, what exists, and what people placed. Sets, no database.

A person's word goes first: who was placed stays, who was taken out stays out, what a person spoke of does
not fade. The program only adds, and says anew each time what nobody spoke of. The outcome is a function of
its inputs as sets: the order in which cases came leaves no trace in who stands with whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

Ids = frozenset[str]
"""Cases."""
Enough = Callable[[Ids], bool]
"""Whether so many, by so many people, make a topic."""
NOTHING: Final[Ids] = frozenset()
NOWHERE: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Group:
    """Cases that belong together; `key` of the recurrence among them, else ""."""

    ids: Ids
    key: str = ""


@dataclass(frozen=True, slots=True)
class Existing:
    """A topic that stands, or that a person ended and that holds its cases. `no`: the smaller, the older.

    `touched`: a person spoke of it. `pinned`: placed by a person; `members`: all, those included; `out`:
    taken out by a person.
    """

    no: int
    members: Ids
    key: str = ""
    touched: bool = False
    ended: bool = False
    pinned: Ids = NOTHING
    out: Ids = NOTHING


@dataclass(frozen=True, slots=True)
class Holds:
    """One topic as it is from now on; `no`: None where it is new."""

    no: int | None
    ids: Ids
    key: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every topic that stands, and the numbers of those that fade."""

    holds: tuple[Holds, ...]
    fades: frozenset[int]


@dataclass(frozen=True, slots=True)
class Found:
    """What the program found: disjoint `alike` sets, disjoint `recurring` ones, cases `handled` as one.

    `spots`: case -> the key under which it would count for a recurrence, where its place says so.
    """

    alike: tuple[Ids, ...] = ()
    recurring: tuple[Group, ...] = ()
    handled: tuple[Ids, ...] = ()
    spots: Mapping[str, str] = field(default_factory=dict)


def reconciled(found: Found, topics: Collection[Existing], enough: Enough) -> Outcome:
    """What holds now."""
    groups = together(joined_with(found.alike, found.recurring, found.spots), found.handled)
    kept = sorted((one for one in topics if one.touched and not one.ended), key=lambda one: one.no)
    placed = NOTHING.union(*(one.pinned for one in topics))
    near = {group: _belongs_to(group, kept) for group in groups}
    holds = [_grown(one, [group for group in groups if near[group] is one], placed) for one in kept]
    taken = placed.union(*(one.ids for one in holds))
    left = [_less(group, taken, lost_key=near[group] is not None) for group in groups]
    free = _known([group for group in left if enough(group.ids)], _untouched(topics))
    fades = {one.no for one in _untouched(topics)} - {one.no for one in free}
    return Outcome((*holds, *free), frozenset(no for no in fades if no is not None))


def joined_with(
    alike: Iterable[Ids], recurring: Iterable[Group], spots: Mapping[str, str] = NOWHERE
) -> list[Group]:
    """The groups, each with the recurrence of which it holds at least half; others stand by themselves.

    A group takes one recurrence at most, and none of the same kind from another spot stays with it: one kind
    of matter at two places is two problems.
    """
    groups, again = sorted(alike, key=sorted), sorted(recurring, key=lambda one: one.key)
    chosen = _chosen(groups, again)
    everywhere = NOTHING.union(*(one.ids for one in again))
    found = [one for one in again if one not in chosen.values()]
    for ids in groups:
        rest, one = ids - everywhere, chosen.get(ids, Group(NOTHING))
        elsewhere = frozenset(case for case in rest if one.key and spots.get(case, one.key) != one.key)
        found += [Group(rest - elsewhere | one.ids, one.key), Group(elsewhere)]
    return [group for group in _ordered(found) if group.ids]


def _chosen(groups: Sequence[Ids], again: Sequence[Group]) -> dict[Ids, Group]:
    """Group -> its recurrence: of several the one it shares most with, of two equals the first key."""
    chosen: dict[Ids, Group] = {}
    for one in again:
        best = max(groups, key=lambda ids: len(ids & one.ids), default=NOTHING)
        shares = len(best & one.ids)
        if shares * 2 >= len(one.ids) and (best not in chosen or shares > len(chosen[best].ids & best)):
            chosen[best] = one
    return chosen


def together(groups: Iterable[Group], handled: Iterable[Ids]) -> list[Group]:
    """The groups with cases that people handle as one kept in one: all go where most of them are."""
    found = _ordered(groups)
    members = [set(group.ids) for group in found]
    keys = [group.key for group in found]
    place_of = {case: place for place, ids in enumerate(members) for case in ids}
    for one in sorted(handled, key=sorted):
        shares = Counter(place_of[case] for case in one if case in place_of)
        home = min(shares, key=lambda place: (-shares[place], place), default=len(members))
        if home == len(members):
            members.append(set())
            keys.append("")
        for place in shares:
            members[place] -= one
        members[home] |= one
        place_of |= dict.fromkeys(one, home)
    rest = zip(members, keys, strict=True)
    return _ordered(Group(frozenset(ids), key) for ids, key in rest if ids)


def _ordered(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (sorted(group.ids), group.key))


def _belongs_to(group: Group, kept: Sequence[Existing]) -> Existing | None:
    """The topic a person spoke of that a group belongs to: by its key, else by most cases placed there."""
    if group.key:
        same = next((one for one in kept if one.key == group.key), None)
        if same is not None:
            return same
    best = max(kept, key=lambda one: (len(group.ids & one.pinned), -one.no), default=None)
    return best if best is not None and group.ids & best.pinned else None


def _grown(topic: Existing, groups: Sequence[Group], placed: Ids) -> Holds:
    """What a person placed there and what the program adds; a key once given stays."""
    added = NOTHING.union(*(group.ids for group in groups)) - placed - topic.out
    keys = [group.key for group in groups if group.key]
    return Holds(topic.no, topic.pinned | added, topic.key or min(keys, default=""))


def _less(group: Group, taken: Ids, *, lost_key: bool) -> Group:
    return Group(group.ids - taken, "" if lost_key else group.key)


def _untouched(topics: Iterable[Existing]) -> list[Existing]:
    return [one for one in topics if not one.touched and not one.ended]


def _known(groups: Sequence[Group], topics: Sequence[Existing]) -> list[Holds]:
    """Each group with the topic it is: the largest overlap first, of two equals the older topic."""
    of = {case: topic.no for topic in topics for case in topic.members}
    pairs = [
        (-shared, no, place)
        for place, group in enumerate(groups)
        for no, shared in Counter(of[case] for case in group.ids if case in of).items()
    ]
    is_now: dict[int, int] = {}
    given: set[int] = set()
    for _overlap, no, place in sorted(pairs):
        if place not in is_now and no not in given:
            is_now[place] = no
            given.add(no)
    return [Holds(is_now.get(place), group.ids, group.key) for place, group in enumerate(groups)]
