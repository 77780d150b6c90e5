"""Category: what a request is about, said by weighted words.

Three suggestions at most, each with the words it rests on. The words are data (``words/categories.toml``)
and a community may add its own; nothing is learned here and nothing is decided: a person picks.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from huiyin.reading.folding import fold
from huiyin.reading.lexicon import load
from huiyin.reading.reasons import Reason
from huiyin.reading.weighing import WeightedWords, reason, total

DOUBT: Final = 3.0
"""Evidence for "none of these": a single plain word stays a weak suggestion."""
SHARPNESS: Final = 2.0
"""Evidence counts to this power, so that the leader of a long text is told from the also-mentioned."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A category code, its share of all evidence (0 < score < 1), and the words found, heaviest first."""

    code: str
    score: float
    reasons: tuple[Reason, ...]


@cache
def category_words() -> WeightedWords:
    """The words that come with the program; read and compiled once per process."""
    return WeightedWords.of_table(load("categories"))


def suggest_category(
    text: str, *, words: WeightedWords | None = None, codes: Iterable[str] = (), top: int = 3
) -> list[Suggestion]:
    """At most ``top`` categories, best first; empty where no word is found.

    ``codes`` limits the answer to the categories a community uses; ``words`` replaces the words that come
    with the program.
    """
    found = (words or category_words()).evidence(fold(text))
    allowed = set(codes)
    sums = {code: total(row) for code, row in found.items() if not allowed or code in allowed}
    power = {code: amount**SHARPNESS for code, amount in sums.items() if amount > 0}
    whole = sum(power.values()) + DOUBT**SHARPNESS
    best = sorted(power, key=lambda code: (-power[code], code))[:top]
    return [Suggestion(code, round(power[code] / whole, 4), (reason(found[code]),)) for code in best]
