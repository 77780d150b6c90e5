"""What shall happen to each case, decided before anything runs."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .sentences import sentences

TILES = ("leak", "leak", "leak", "power", "lift", "rubbish", "other", "other")
PHONES, LATE, API, TWICE = 0.8, 0.12, 0.15, 0.1


class Ending(StrEnum):
    """How the person behind a case answers."""

    SOLVED = "solved"
    AGAIN = "again"  # not solved first, solved after it was opened again
    SILENT = "silent"
    UNREACHABLE = "unreachable"  # no phone, no word, and no call gets through


ENDINGS = (*[Ending.SOLVED] * 14, *[Ending.AGAIN] * 3, *[Ending.SILENT] * 3)
"""70 % solved at once, 15 % opened again, 15 % silent."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One case: how it comes in, whether it is late, how it ends."""

    serial: int
    words: str
    by_program: bool
    tile: str
    phone: str
    late: bool
    ending: Ending
    satisfied: str
    sent_twice: bool


def plans_for(count: int, seed: int, progress: Callable[[str], object]) -> list[Plan]:
    """The plans of a drill; the same seed gives the same ones."""
    dice = random.Random(seed)  # noqa: S311 - a repeatable choice, not a secret
    return [_plan(serial, words, dice) for serial, words in enumerate(sentences(count, seed, progress))]


def _plan(serial: int, words: str, dice: random.Random) -> Plan:
    ending, phone = dice.choice(ENDINGS), f"1390{serial:07d}" if dice.random() < PHONES else ""
    if ending is Ending.SILENT and not phone and dice.random() < 0.5:  # noqa: PLR2004 - every second one
        ending = Ending.UNREACHABLE
    return Plan(
        serial=serial, words=words, by_program=dice.random() < API, tile=dice.choice(TILES), phone=phone,
        late=dice.random() < LATE or serial == 1, ending=ending, sent_twice=dice.random() < TWICE,
        satisfied=dice.choice(("yes", "yes", "yes", "basic", "no")),
    )  # fmt: skip
