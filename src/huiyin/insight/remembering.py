"""Counts of days, kept while nothing can have changed in them: a page counts only the days that moved.

Every change that figures count comes with a line of a timeline, so the lines written since the last look
tell which days of which scopes to count anew; a contact limit that runs out does so as well. Numbers of
lines are given out before they are committed, so each look reads those of the last minutes again.
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import connection

from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .periods import ZONE

LONGEST = timedelta(seconds=15)
"""How long a look holds while no new line has been numbered."""
SETTLED = timedelta(minutes=6)
"""Lines numbered so long ago are committed or never will be: a transaction idles for five minutes at most
(ground/postgres/configuration.py)."""
AT_START = 5_000
"""Lines before the first look that are read again, as there is no older look to go by."""
MOST = 60_000
"""Days of scopes one process keeps."""
Numbers = tuple[int, ...]
Spot = tuple[int, date]
"""A scope and a local day of receipt."""
Found = Mapping[Spot, tuple[Numbers, datetime | None]]
Count = Callable[[Sequence[Spot]], Found]

_STAMP = """SELECT coalesce(pg_sequence_last_value('casefile_event_id_seq'), 0),
  (SELECT oid::bigint FROM pg_database WHERE datname = current_database())"""
_MOVED = f"""SELECT DISTINCT c.scope_id, (c.received_at AT TIME ZONE '{ZONE.key}')::date
FROM casefile_event e JOIN casefile_case c ON c.id = e.case_id WHERE e.id > %s"""  # noqa: S608 - a constant


@dataclass(frozen=True, slots=True)
class _Day:
    """The numbers of one scope and day, and when time alone changes them."""

    numbers: Numbers
    changes_at: datetime | None


@dataclass(slots=True)
class _Memory:
    """What one process knows of one database."""

    database: int = 0
    line: int = 0
    looked_at: datetime | None = None
    looks: deque[tuple[datetime, int]] = field(default_factory=deque)
    days: dict[tuple[str, Spot], _Day] = field(default_factory=dict)


_memory = _Memory()
_remembering = threading.Lock()
"""Held while the memory is read or changed; never while a count runs."""


def counts_of(pack: str, spots: Sequence[Spot], now: datetime, count: Count) -> dict[Spot, Numbers]:
    """The numbers of these days under a pack; `count` is asked for those that are unknown or have moved.

    A day that `count` does not name has no cases and is left out.
    """
    with _remembering:
        _look(now)
        kept = {spot: _memory.days.get((pack, spot)) for spot in spots}
    stale = [spot for spot, day in kept.items() if day is None or (day.changes_at and day.changes_at <= now)]
    if stale:
        found = count(stale)
        fresh = {spot: _Day(*found.get(spot, ((), None))) for spot in stale}
        kept |= fresh
        with _remembering:
            _memory.days.update({(pack, spot): day for spot, day in fresh.items()})
    return {spot: day.numbers for spot, day in kept.items() if day is not None and day.numbers}


def forget_counts() -> None:
    """Count anew at the next use."""
    global _memory  # noqa: PLW0603 - the one memory of the process
    _memory = _Memory()


def _look(now: datetime) -> None:
    """Forget the days in which something happened since the last look."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        line, database = cursor.fetchone()
    before = _memory.looked_at
    if database != _memory.database or before is None or before > now or len(_memory.days) > MOST:
        forget_counts()
        _memory.database, _memory.line, _memory.looked_at = database, line, now
        _memory.looks.append((now - SETTLED, max(0, line - AT_START)))
        _memory.looks.append((now, line))
        return
    if line != _memory.line or now - before >= LONGEST:
        moved = _moved(now)
        for key in [key for key in _memory.days if key[1] in moved]:
            del _memory.days[key]
        _memory.looks.append((now, line))
        _memory.line, _memory.looked_at = line, now


def _moved(now: datetime) -> set[Spot]:
    """Where lines were written that the look of six minutes ago cannot have seen, in whatever scope."""
    looks = _memory.looks
    while len(looks) > 1 and looks[1][0] <= now - SETTLED:
        looks.popleft()
    with seen_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_MOVED, [looks[0][1]])
        return {(scope, day) for scope, day in cursor.fetchall()}
