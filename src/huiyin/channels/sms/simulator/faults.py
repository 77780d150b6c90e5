"""What goes wrong, how often: decided by the seed, the message and the try, so that a run can be repeated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from random import Random
from typing import Any


class Fate(StrEnum):
    """What happens to one request."""

    FINE = "fine"
    CUT = "cut"  # accepted, then the connection is closed without an answer
    ERROR = "error"  # status 500, not accepted
    STALL_BEFORE = "stall_before"  # accepted, and the answer comes too late
    STALL_NEVER = "stall_never"  # not accepted, and the answer comes too late


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares between 0 and 1, durations in seconds. The default is a provider without faults.

    `cut`, `error`, `stall`: shares of requests. `stall_seconds`: how long a stalled one hangs.
    `lag`: how long an accepted message stays invisible to QuerySendDetails.
    `undelivered`: share of messages that fail at the carrier.
    `lost`, `repeated`: shares of receipts; `delay`: the longest a receipt takes.
    """

    cut: float = 0.0
    error: float = 0.0
    stall: float = 0.0
    stall_seconds: float = 15.0
    lag: float = 0.0
    undelivered: float = 0.0
    lost: float = 0.0
    repeated: float = 0.0
    delay: float = 0.0
    seed: int = 0

    def changed(self, wishes: Mapping[str, str]) -> Faults:
        """Return a copy with some values set from text; ValueError names what cannot be set."""
        names = [field.name for field in fields(self)]
        if unknown := wishes.keys() - set(names):
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}; there are: {', '.join(names)}")
        values: dict[str, Any] = {
            name: int(value) if name == "seed" else float(value) for name, value in wishes.items()
        }
        return replace(self, **values)

    def dice(self, *key: object) -> Random:
        """Return the random source of one matter: the same for the same seed and key, whatever the thread."""
        return Random("/".join(map(str, (self.seed, *key))))  # noqa: S311  # a repeatable fault, not a secret

    def fate(self, *key: object) -> Fate:
        """Return what happens to the request named by `key`."""
        dice = self.dice("fate", *key)
        roll = dice.random()
        for fate, share in ((Fate.CUT, self.cut), (Fate.ERROR, self.error)):
            if roll < share:
                return fate
            roll -= share
        if roll < self.stall:
            return dice.choice((Fate.STALL_BEFORE, Fate.STALL_NEVER))
        return Fate.FINE
