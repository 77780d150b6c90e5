"""Confidence: how often a suggestion with this score turns out right, and the words for it.

The table was measured on 125 labelled messages (bench/labels, part `build`): how many of the first
suggestions in
each band of scores named the right matter. It is smoothed and rises steadily.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

_MEASURED: Final = ((0.0, 0.2), (0.3, 0.4), (0.5, 0.78), (0.7, 0.86), (0.9, 0.96), (1.0, 0.98))
_SURE, _LIKELY = 0.85, 0.6


class Confidence(StrEnum):
    """What is shown instead of a number."""

    SURE = "sure"
    LIKELY = "likely"
    OPEN = "open"


def chance(score: float) -> float:
    """The chance that the first suggestion with this score is right (0 to 1)."""
    at = min(bisect_right([known for known, _ in _MEASURED], score), len(_MEASURED) - 1)
    (low, least), (high, most) = _MEASURED[at - 1], _MEASURED[at]
    return round(least + (most - least) * (score - low) / (high - low), 4)


def chances(scores: Sequence[float]) -> list[float]:
    """The chances of suggestions, best first; what the first leaves over the others share as they score."""
    if not scores:
        return []
    first = chance(scores[0])
    rest = sum(scores[1:]) or 1.0
    return [first, *(round((1 - first) * score / (rest + (1 - sum(scores))), 4) for score in scores[1:])]


def in_words(chance_of_first: float) -> Confidence:
    """The word for a chance."""
    if chance_of_first >= _SURE:
        return Confidence.SURE
    return Confidence.LIKELY if chance_of_first >= _LIKELY else Confidence.OPEN
