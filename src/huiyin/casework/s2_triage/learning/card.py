"""How good suggestions are, on cases they were not learned from: what the model card shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

BANDS = (0.0, 0.4, 0.6, 0.8)
"""Lower ends of the shares for which it is counted how often the first suggestion was right."""
Guess = tuple[str, float]
"""(category, share); ("", 0) where nothing was suggested."""


def scores(guesses: Sequence[Guess], right: Sequence[str]) -> dict[str, Any]:
    """`right_first`: n right of `cases`; `macro_f1`; `categories`: rows of code, said, held, both, F1."""
    said = Counter(code for code, _share in guesses if code)
    held = Counter(right)
    both = Counter(code for (code, _share), true in zip(guesses, right, strict=True) if code == true)
    rows = [
        {
            "code": code,
            "said": said[code],
            "held": n,
            "both": both[code],
            "f1": _f1(both[code], said[code], n),
        }
        for code, n in sorted(held.items(), key=lambda item: (-item[1], item[0]))
    ]
    return {
        "cases": len(right),
        "right_first": sum(both.values()),
        "macro_f1": round(
            sum(_f1(both[code], said[code], n) for code, n in held.items()) / max(1, len(rows)), 4
        ),
        "categories": rows,
    }


def _f1(both: int, said: int, held: int) -> float:
    return round(2 * both / max(1, said + held), 4)


def bands(guesses: Sequence[Guess], right: Sequence[str]) -> list[list[float]]:
    """[least share, n, n right] for each band, the lowest first."""
    found: list[list[float]] = [[least, 0, 0] for least in BANDS]
    for (code, share), true in zip(guesses, right, strict=True):
        band = next(row for row in reversed(found) if share >= row[0])
        band[1] += 1
        band[2] += code == true
    return found
