"""Urgency: how soon somebody must act, guessed from the category's usual urgency and what the text adds.

Classes: E0 at once, E1 within 2 hours, E2 within 24 hours, N general, H hard, Q a question. A guess only
ever raises.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from huiyin.reading.danger import Danger, DangerKind
from huiyin.reading.folding import fold
from huiyin.reading.lexicon import load
from huiyin.reading.reasons import Reason
from huiyin.reading.weighing import WeightedWords, reason, total

ENOUGH: Final = 4.0
"""Evidence that raises by one step: one strong word, or two plain ones."""


class Urgency(StrEnum):
    """How soon somebody must act."""

    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    N = "N"
    H = "H"
    Q = "Q"


_RAISED: Final = {
    Urgency.Q: Urgency.N,
    Urgency.H: Urgency.E2,
    Urgency.N: Urgency.E2,
    Urgency.E2: Urgency.E1,
    Urgency.E1: Urgency.E1,
    Urgency.E0: Urgency.E0,
}
"""One step up. Words alone never reach E0: only a danger does, or the category itself."""
_OF_DANGER: Final = {
    DangerKind.COLLAPSE: Urgency.E1,
    DangerKind.FALLING_OBJECT: Urgency.E1,
    DangerKind.OUTAGE: Urgency.E1,
}
"""Every other danger is E0."""


@dataclass(frozen=True, slots=True)
class UrgencyGuess:
    """A guess for a person to confirm; the last reason is the one that raised it most."""

    urgency: Urgency
    reasons: tuple[Reason, ...]


def guess_urgency(text: str, *, default: str = "N", danger: Danger | None = None) -> UrgencyGuess:
    """From the category's ``default`` upward: by ``danger`` where one was found, else by words.

    ValueError where ``default`` is not an urgency class.
    """
    urgency = Urgency(default)
    reasons = [Reason("category_default", (urgency.value,))]
    if danger is not None:
        grave = _OF_DANGER.get(danger.kind, Urgency.E0)
        said = tuple(word for part in danger.reasons for word in part.words)
        return UrgencyGuess(min(urgency, grave), (*reasons, Reason("danger", said)))
    found = _words().evidence(fold(text))
    for row in (found.get("pressing", {}), found.get("frail", {})):
        if total(row) >= ENOUGH and (row is found.get("pressing") or len(reasons) > 1):
            urgency = _RAISED[urgency]
            reasons.append(reason(row))
    return UrgencyGuess(urgency, tuple(reasons))


@cache
def _words() -> WeightedWords:
    return WeightedWords.of_table(load("urgency"))
