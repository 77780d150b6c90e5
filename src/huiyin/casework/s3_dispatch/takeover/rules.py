"""What a hand-over does to open clocks (docs/decisions/0021-a-hand-over-moves-cases-not-promises.md)."""

from datetime import timedelta

from huiyin.registers.rules.words import ClockKind

STARTED_ANEW = (ClockKind.ACKNOWLEDGE, ClockKind.ACCEPT)
"""Clocks that ask the unit whether it has the case: the new company gets its own.

Every other clock is a promise to the resident and runs on: same start, same due moment, late stays late.
"""
STILL_OPENED = timedelta(days=31)
"""A case ended this recently may be reopened by its requester; it would come to the new company."""


def starts_anew(kind: str) -> bool:
    """Whether a clock of this kind begins again with the new company."""
    return kind in STARTED_ANEW
