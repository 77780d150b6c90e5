"""Whether it is a trial: asked by every page, so read once in a while."""

import time

from django.db import DatabaseError

from .models import Installation

_LIFETIME = 30.0  # seconds; pages say "trial" that much longer after going live
_held: tuple[float, bool] | None = None


def is_trial() -> bool:
    """Whether what comes in now will be removed before the installation goes live.

    A page that says the database is away says nothing about trials.
    """
    global _held  # noqa: PLW0603 - one value per process, replaced whole
    if _held is None or time.monotonic() - _held[0] > _LIFETIME:
        try:
            _held = (time.monotonic(), Installation.objects.filter(live_since=None).exists())
        except DatabaseError:
            return False
    return _held[1]


def forget_trial() -> None:
    """Ask anew at the next use."""
    global _held  # noqa: PLW0603 - see is_trial
    _held = None
