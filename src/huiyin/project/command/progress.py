"""A bar for what takes long, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

BAR: Final = 30
_PAUSE_S: Final = 0.1


def progress_bar() -> Callable[[int, int], object]:
    """Takes (done, whole) and draws on a terminal, at most ten times a second; silent elsewhere."""
    if not sys.stderr.isatty():
        return lambda _done, _whole: None
    drawn = 0.0

    def draw(done: int, whole: int) -> None:
        nonlocal drawn
        if time.monotonic() - drawn < _PAUSE_S and done < whole:
            return
        drawn = time.monotonic()
        filled = BAR * done // max(1, whole)
        bar = f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done}/{whole}"
        print(bar, end="\n" if done >= whole else "", file=sys.stderr, flush=True)

    return draw
