"""What people's words mean for the program: who stays out of which topic, what is the same and what is not.

Pure: words in the order they were said; a later word outweighs an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Final

from .reconciling import NOTHING, Ids
from .words import Verb

MOST: Final = 120
"""Cases of a set whose pairs are told one by one. Of a larger problem the others are tied to the first of
them; of a larger set that is no problem, only so many are kept apart."""


@dataclass(frozen=True, slots=True)
class Word:
    """A correction: said of topic `no`, about these cases, with the `other` topic of a split or a joining."""

    verb: Verb
    no: int
    cases: Ids = NOTHING
    other: int | None = None


@dataclass(slots=True)
class Said:
    """What holds of all that was said."""

    out: dict[int, Ids] = field(default_factory=dict)
    rejected: dict[int, Ids] = field(default_factory=dict)
    apart: set[tuple[int, int]] = field(default_factory=set)

    @property
    def refused(self) -> Ids:
        """Cases of which a person said that they are no problem together."""
        return NOTHING.union(*self.rejected.values())


def heard(words: Iterable[Word]) -> Said:
    """Replay all words of a community, the oldest first."""
    said = Said()
    for word in words:
        _hear(said, word)
    return said


def _hear(said: Said, word: Word) -> None:
    match word.verb:
        case Verb.TAKEN_OUT:
            said.out[word.no] = said.out.get(word.no, NOTHING) | word.cases
        case Verb.SPLIT if word.other is not None:
            said.out[word.no] = said.out.get(word.no, NOTHING) | word.cases
            said.apart.add((min(word.no, word.other), max(word.no, word.other)))
        case Verb.PUT_IN | Verb.TOOK:
            taken = said.out.get(word.no, NOTHING) | said.out.get(word.other or 0, NOTHING)
            said.out[word.no] = taken - word.cases
            if word.other is not None:
                said.apart = set(_renamed(said.apart, word.other, word.no))
        case Verb.REJECTED:
            said.rejected[word.no] = word.cases
        case Verb.TAKEN_UP:
            said.rejected.pop(word.no, None)


def _renamed(apart: Iterable[tuple[int, int]], gone: int, now: int) -> Iterator[tuple[int, int]]:
    """What a topic that was joined to another must stay apart from holds of that one."""
    for pair in apart:
        one, other = sorted(now if no == gone else no for no in pair)
        if one != other:
            yield one, other


def told(said: Said, pinned: Mapping[int, Ids], joined: Iterable[Ids] = ()) -> dict[tuple[str, str], bool]:
    """(case, case) -> the same matter or not, as the book takes it. `joined`: cases handled as one."""
    pairs: dict[tuple[str, str], bool] = {}
    for one, other in _different(said, pinned):
        if one != other:
            pairs[min(one, other), max(one, other)] = False
    for together in (*joined, *pinned.values()):
        pairs |= dict.fromkeys(_pairs(together), True)
    return pairs


def _different(said: Said, pinned: Mapping[int, Ids]) -> Iterator[tuple[str, str]]:
    for cases in said.rejected.values():
        yield from combinations(sorted(cases)[:MOST], 2)
    for one, other in sorted(said.apart):
        yield from product(_some(pinned.get(one)), _some(pinned.get(other)))
    for no, cases in sorted(said.out.items()):
        yield from product(_some(cases), _some(pinned.get(no)))


def _some(cases: Ids | None) -> list[str]:
    return sorted(cases or NOTHING)[:MOST]


def _pairs(cases: Ids) -> Iterator[tuple[str, str]]:
    order = sorted(cases)
    yield from combinations(order[:MOST], 2)
    yield from ((order[0], one) for one in order[MOST:])
