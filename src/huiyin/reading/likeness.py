"""Likeness: do two messages speak of the same matter? A hint with reasons; a person decides.

For short lists of candidates (the same building, the last weeks). Pairs of neighbouring characters are
compared, which needs no words and forgives typing errors; places that differ speak against, shared places
and matter words for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Generic, TypeVar

from rapidfuzz import fuzz

from huiyin.reading.categories import category_words
from huiyin.reading.folding import fold
from huiyin.reading.places import find_places
from huiyin.reading.reasons import Reason

T = TypeVar("T")

READ: Final = 1_000
"""Characters compared of each text."""
SAYS_ENOUGH: Final = 2.0
"""Weight from which a word counts as naming the matter."""
LIKELY: Final = 0.4
"""From here on a pair is worth showing."""
_ELSEWHERE: Final = 0.35
"""Factor for texts that name different buildings."""
_SAME_PLACE: Final = 0.12
_SHARED_WORDS: Final = 0.3
_IDLE: Final = re.compile(
    r"尊敬的.{0,10}?[:,!]|您好|你好|谢谢|领导|恳请|请求|希望|反映|投诉|咨询|关于|问题|解决|相关部门|有关部门|小区|业主|我们|[^0-9a-z一-鿿]"
)
"""Words every letter has; they say nothing about the matter."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are (0 to 1) and why."""

    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Candidate(Generic[T]):
    """One of many, with how alike it is."""

    value: T
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class _Read:
    text: str
    pairs: frozenset[str]
    buildings: frozenset[str]
    matter: frozenset[str]


def likeness(a: str, b: str) -> Likeness:
    """How alike; symmetric, 1.0 for the same folded text, 0.0 where either says nothing."""
    return _compare(_read(a), _read(b))


def most_alike(
    text: str, others: Iterable[tuple[T, str]], *, floor: float = LIKELY, top: int = 5
) -> list[Candidate[T]]:
    """The most alike of ``others`` (value, text), best first, none below ``floor``; 0.3 ms a letter."""
    one = _read(text)
    all_of_them = [Candidate(value, _compare(one, _read(other))) for value, other in others]
    good = [candidate for candidate in all_of_them if candidate.likeness.score >= floor]
    return sorted(good, key=lambda candidate: -candidate.likeness.score)[:top]


def _read(text: str) -> _Read:
    form = fold(text[: READ * 2])[:READ]
    places = find_places(form)
    core = _IDLE.sub("", _without(form, [mention.span for mention in places]))
    buildings = frozenset(mention.building for mention in places if mention.building)
    matter = {
        word
        for row in category_words().evidence(form).values()
        for word, weight in row.items()
        if weight >= SAYS_ENOUGH
    }
    return _Read(core, frozenset(a + b for a, b in pairwise(core)), buildings, frozenset(matter))


def _without(form: str, spans: list[tuple[int, int]]) -> str:
    """The text less its places, which are compared on their own."""
    starts = [0, *(end for _, end in spans)]
    ends = [*(start for start, _ in spans), len(form)]
    return " ".join(form[start:end] for start, end in zip(starts, ends, strict=True))


def _compare(a: _Read, b: _Read) -> Likeness:
    if not a.text or not b.text:
        return Likeness(0.0, ())
    if a.text == b.text and a.buildings == b.buildings:
        return Likeness(1.0, (Reason("same_text"),))
    shared = sorted(a.matter & b.matter, key=lambda word: (-len(word), word))
    score = max(_overlap(a, b), fuzz.ratio(a.text, b.text) / 100)
    score = min(1.0, score + _SHARED_WORDS * len(shared) / max(1, min(len(a.matter), len(b.matter))) * score)
    reasons = [Reason("shared_words", tuple(shared[:4]))] if shared else []
    if places := a.buildings & b.buildings:
        score += _SAME_PLACE if shared else 0.0
        reasons.append(Reason("same_place", tuple(sorted(places))))
    elif a.buildings and b.buildings:
        score *= _ELSEWHERE
        reasons.append(Reason("other_place", tuple(sorted(a.buildings | b.buildings))))
    return Likeness(round(min(score, 0.99), 4), tuple(reasons))


def _overlap(a: _Read, b: _Read) -> float:
    """Shared pairs over the mean of both, leaning to the shorter: a short repeat is a repeat."""
    both, small, large = len(a.pairs & b.pairs), *sorted((len(a.pairs), len(b.pairs)))
    if not small:
        return 0.0
    return 0.7 * (2 * both / (small + large)) + 0.3 * (both / small)
