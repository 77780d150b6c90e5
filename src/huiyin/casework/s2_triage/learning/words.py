"""What corrections teach without a model: words that name a category here, and rules of places."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from huiyin.reading.topics.pairing import matter_terms
from huiyin.reading.topics.vocabulary import common_vocabulary
from huiyin.reading.weighing import SHORTEST, WEIGHTS

from .data import Example

LEAST = 3
"""Corrections that teach a word or a rule; one or two may be slips."""
OFTEN = 6
"""Corrections from which a word names its category."""
SURE = 0.8
"""Of the cases that hold a word so many must be of one category."""
RULE = 0.75
"""Of the times a category was suggested at a place it must have been corrected so often."""
COMMON = 50
"""Of 1,000 messages: a word said more often names nothing."""
Words = dict[str, dict[str, float]]


def taught_words(examples: Sequence[Example]) -> Words:
    """Category -> word -> weight, of words that stand in corrected cases and in few of other categories."""
    corrected: dict[str, Counter[str]] = defaultdict(Counter)
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for one in examples:
        for word in _words(one):
            held[word][one.category] += 1
            if one.corrected:
                corrected[one.category][word] += 1
    found: Words = {}
    for category, counted in sorted(corrected.items()):
        for word, n in sorted(counted.items()):
            if n >= LEAST and held[word][category] >= SURE * held[word].total():
                found.setdefault(category, {})[word] = WEIGHTS["strong" if n >= OFTEN else "plain"]
    return found


def _words(one: Example) -> Iterable[str]:
    common = common_vocabulary().words
    words = matter_terms(one.title, one.text).words
    return [word for word in words if len(word) >= SHORTEST and common[word] < COMMON]


def place_rules(examples: Sequence[Example], building: Mapping[int, int]) -> list[dict[str, Any]]:
    """What is corrected at one building again and again, most often first; see Lesson.places."""
    suggested: Counter[tuple[int, str]] = Counter()
    corrected: Counter[tuple[int, str, str]] = Counter()
    for one in examples:
        place = building.get(one.place_id or 0)
        if place is None or not one.suggested:
            continue
        suggested[place, one.suggested] += 1
        if one.corrected:
            corrected[place, one.suggested, one.category] += 1
    return [
        {"place": place, "from": wrong, "to": right, "n": n, "of": suggested[place, wrong]}
        for (place, wrong, right), n in corrected.most_common()
        if n >= LEAST and n >= RULE * suggested[place, wrong]
    ]
