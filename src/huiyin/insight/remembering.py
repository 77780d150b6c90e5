"""Counts of a page, kept while nothing can have changed, at most 15 seconds.

Every change that figures count comes with a line of a timeline, so the last line's number tells whether to
count anew; a contact limit that runs out does so as well.
A line that is written while another process counts may be seen up to `LONGEST` later, never more.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

LONGEST = timedelta(seconds=15)
MOST = 64
"""Sets of counts one process keeps."""
Counts = dict[int, dict[str, int]]
Stamp = tuple[int, ...]

_STAMP = """SELECT (SELECT last_value FROM casefile_event_id_seq),
  (SELECT oid::bigint FROM pg_database WHERE datname = current_database())"""


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: Stamp
    since: datetime
    until: datetime
    counts: Counts


_kept: dict[Hashable, _Kept] = {}


def remembered(key: Hashable, now: datetime, count: Callable[[], tuple[Counts, datetime | None]]) -> Counts:
    """The counts under a key.

    `count` gives them anew, with the next moment at which time alone changes them.
    """
    stamp, found = _stamp(), _kept.get(key)
    if found is not None and found.stamp == stamp and found.since <= now < found.until:
        return found.counts
    counts, changes_at = count()
    until = min(now + LONGEST, changes_at or now + LONGEST)
    if len(_kept) >= MOST:
        _kept.clear()
    _kept[key] = _Kept(stamp, now, until, counts)
    return counts


def forget_counts() -> None:
    """Count anew at the next use."""
    _kept.clear()


def _stamp() -> Stamp:
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        return tuple(cursor.fetchone())
