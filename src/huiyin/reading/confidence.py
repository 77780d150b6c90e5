"""Confidence: how often a suggestion with this score turns out right, and the words for it.

The table was measured on 125 labelled messages (bench/labels, part `build`): how many of the first
suggestions in each band of scores named the right matter. It is smoothed and rises steadily.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Final

from .reasons import gettext_noop

_MEASURED: Final = ((0.0, 0.2), (0.3, 0.4), (0.5, 0.78), (0.7, 0.86), (0.9, 0.96), (1.0, 0.98))
_SURE, _LIKELY = 0.85, 0.6


class Confidence(StrEnum):
    """What is shown instead of a number."""

    SURE = "sure"
    LIKELY = "likely"
    OPEN = "open"


WORDS: Final[dict[Confidence, str]] = {
    Confidence.SURE: gettext_noop("very likely"),
    Confidence.LIKELY: gettext_noop("likely"),
    Confidence.OPEN: gettext_noop("unsure, please look"),
}


def chance(score: float) -> float:
    """The chance that the first suggestion with this score is right (0 to 1)."""
    at = min(bisect_right([known for known, _ in _MEASURED], score), len(_MEASURED) - 1)
    (low, least), (high, most) = _MEASURED[at - 1], _MEASURED[at]
    return round(least + (most - least) * (score - low) / (high - low), 4)


def chances(scores: Sequence[float]) -> list[float]:
    """The chances of suggestions, best first; what the first leaves over the others share as they score."""
    return around(chance(scores[0]), scores) if scores else []


def around(first: float, scores: Sequence[float]) -> list[float]:
    """The chances where that of the first is known; the others share what it leaves over as they score."""
    rest = sum(scores[1:]) or 1.0
    return [first, *(round((1 - first) * score / (rest + (1 - sum(scores))), 4) for score in scores[1:])]


def said_of(chance_of_first: float, translate: Callable[[str], str] = str) -> str:
    """What is shown for a chance, translated by `translate` (msgid -> text); English without one."""
    return translate(WORDS[in_words(chance_of_first)])


def in_words(chance_of_first: float) -> Confidence:
    """The word for a chance."""
    if chance_of_first >= _SURE:
        return Confidence.SURE
    return Confidence.LIKELY if chance_of_first >= _LIKELY else Confidence.OPEN
