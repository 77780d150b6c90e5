"""What corrections teach without a model: words that name a category here, and rules of places."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from huiyin.reading.folding import fold
from huiyin.reading.topics.pairing import without_places
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
COMMON = 20
"""Of 1,000 messages: what is said more often names nothing."""
READ = 300
"""Characters of a text that count."""
LONGEST, MOST = 4, 40
"""Characters of a piece; pieces kept for a category."""
_WORDY = re.compile(r"[^\W\d_了的在是我你他她它们就都也很又还和与及个这那吗呢吧啊没有不人]+")
"""Runs without the characters that stand between words."""
Words = dict[str, dict[str, float]]


def taught_words(examples: Sequence[Example]) -> Words:
    """Category -> word -> weight, of words that stand in corrected cases and in few of other categories."""
    corrected: dict[str, Counter[str]] = defaultdict(Counter)
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for one in examples:
        for word in _pieces(one):
            held[word][one.category] += 1
            if one.corrected:
                corrected[one.category][word] += 1
    found: Words = {}
    for category, counted in sorted(corrected.items()):
        sure = {
            word: n
            for word, n in counted.items()
            if n >= LEAST and held[word][category] >= SURE * held[word].total()
        }
        if kept := _fullest(sure):
            found[category] = {word: WEIGHTS["strong" if n >= OFTEN else "plain"] for word, n in kept.items()}
    return found


def _pieces(one: Example) -> set[str]:
    """Pieces of two to four characters: what people here call things stands in no dictionary."""
    form = fold(f"{one.title},{without_places(one.text[:READ])}")
    return {
        run[at : at + size]
        for run in _WORDY.findall(form)
        for size in range(SHORTEST, LONGEST + 1)
        for at in range(len(run) - size + 1)
        if size > SHORTEST or _uncommon(run[at : at + size])
    }


def _uncommon(pair: str) -> bool:
    common = common_vocabulary()
    return common.pairs["".join(sorted(pair))] < COMMON and common.words[pair] < COMMON


def _fullest(counted: Mapping[str, int]) -> dict[str, int]:
    """Without pieces that stand in a longer one as often; the most often said, in a fixed order."""
    whole = {
        word: n
        for word, n in counted.items()
        if not any(word != other and word in other and n == m for other, m in counted.items())
    }
    return dict(sorted(whole.items(), key=lambda item: (-item[1], item[0]))[:MOST])


def place_rules(examples: Sequence[Example]) -> list[dict[str, Any]]:
    """What is corrected at one building again and again, most often first; see Lesson.places."""
    suggested: Counter[tuple[int, str]] = Counter()
    corrected: Counter[tuple[int, str, str]] = Counter()
    for one in examples:
        place = one.building_id
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
