"""How many text messages one phone may get: against flooding, and within what the provider lets pass."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final, NamedTuple


class Limit(NamedTuple):
    """At most `most` messages in any stretch of `window`."""

    most: int
    window: timedelta


# Any 60 minutes and any 24 hours, not clock hours and dates: what keeps to these also keeps to the provider's
# natural windows of the same numbers, and nobody gets ten messages around a full hour.
PER_PHONE: Final = (Limit(5, timedelta(hours=1)), Limit(10, timedelta(days=1)))
PER_PHONE_CODES: Final = (Limit(1, timedelta(minutes=1)), *PER_PHONE)


def within_quota(
    history: Collection[datetime], at: datetime, *, limits: Collection[Limit] = PER_PHONE
) -> bool:
    """Say whether one more message may go to a phone at `at`; `history` are the moments of those before."""
    return all(_used(history, at, limit.window) < limit.most for limit in limits)


def next_allowed(
    history: Collection[datetime], at: datetime, *, limits: Collection[Limit] = PER_PHONE
) -> datetime:
    """Return the first moment from `at` on at which `within_quota` says yes, if nothing else is sent."""
    newest_first = sorted(history, reverse=True)
    frees = (newest_first[limit.most - 1] + limit.window for limit in limits if len(history) >= limit.most)
    return max([at, *frees])


def _used(history: Collection[datetime], at: datetime, window: timedelta) -> int:
    # A moment after `at` (a clock set back) counts too: in doubt the phone stays quiet.
    return sum(at - moment < window for moment in history)
