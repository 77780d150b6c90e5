"""How often terms occur: what is rare tells messages apart.

A vocabulary is learned once from many messages and then stays as it is until the next rebuild, so that a
message
added alone meets the same numbers as one among thousands.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Self

from huiyin.reading.lexicon import load
from huiyin.reading.topics.terms import Terms

Numbers = Any
"""An array of numpy, or a sparse table of scipy."""

PER: Final = 1_000
"""Messages the counts of words/common.toml are given for."""
RARE_SHARE: Final = 0.01
"""A pair is rare that at most this share of messages holds."""
RARE_LEAST: Final = 5
"""Or so many, where messages are few."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """In how many of `size` messages each pair and each word occurs."""

    size: int = 0
    pairs: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)

    @classmethod
    def learned(cls, all_terms: Iterable[Terms]) -> Self:
        """From the terms of many messages; their order does not matter."""
        size, pairs, words = 0, Counter[str](), Counter[str]()
        for one in all_terms:
            size += 1
            pairs.update(one.pairs.keys())
            words.update(one.words.keys())
        return cls(size, pairs, words)

    def beside(self, other: Vocabulary, everywhere: Iterable[str] = ()) -> Self:
        """Both collections as one; `everywhere`: pairs that tell nothing apart, as an estate's name."""
        size = self.size + other.size
        pairs = Counter(self.pairs) + other.pairs
        pairs.update({pair: size - pairs[pair] for pair in set(everywhere)})
        return type(self)(size, pairs, self.words + other.words)

    @property
    def rare_most(self) -> int:
        """The most messages a rare pair is in."""
        return max(RARE_LEAST, round(RARE_SHARE * self.size))

    def rarity(self, counts: Numbers) -> Numbers:
        """0 for what every message holds, about 1 for what one holds; an array for an array of counts."""
        import numpy as np  # only where many are weighed at once

        whole = self.size + 2
        return np.maximum(0.0, np.log(whole / (counts + 0.5))) / math.log(whole)

    def rarity_of(self, count: int) -> float:
        """The same for one count."""
        whole = self.size + 2
        return max(0.0, math.log(whole / (count + 0.5))) / math.log(whole)


@cache
def common_vocabulary() -> Vocabulary:
    """How common pairs and words are with people who write to offices: to compare without a collection."""
    table = load("common")
    counted = {
        name: Counter({word: int(times) for times, words in table[name].items() for word in words.split()})
        for name in ("pairs", "words")
    }
    return Vocabulary(PER, counted["pairs"], counted["words"])
