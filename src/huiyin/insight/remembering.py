"""Counts of days, kept while nothing can have changed in them: a page counts only the days that moved.

Every change that figures count comes with a line of a timeline, so the lines written since the last look
tell which days of which scopes to count anew; a contact limit that runs out does so as well. Numbers of
lines are given out before they are committed, so a look asks for the lines of every transaction that the
look before may not have seen, and for each of them once.
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
SETTLED = timedelta(minutes=1)
"""A line numbered so long ago has its transaction; between the number and the row lie microseconds."""
AT_START = 5_000
"""Lines before the first look that may still be uncommitted then, as there is no older look to go by."""
MOST = 60_000
"""Days of scopes one process keeps."""
Numbers = tuple[int, ...]
Spot = tuple[int, date]
"""A scope and a local day of receipt."""
Found = Mapping[Spot, tuple[Numbers, datetime | None]]
Count = Callable[[Sequence[Spot]], Found]

_STAMP = """SELECT coalesce(pg_sequence_last_value('casefile_event_id_seq'), 0),
  (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
  pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
  pg_snapshot_xmax(pg_current_snapshot())::text::bigint"""
_MOVED = f"""SELECT DISTINCT c.scope_id, (c.received_at AT TIME ZONE '{ZONE.key}')::date
FROM casefile_event e JOIN casefile_case c ON c.id = e.case_id
WHERE e.id > %s AND (e.xmin::text::bigint - %s) & 4294967295 < 2147483648"""  # noqa: S608 - a constant
"""Lines after a number whose transaction (also one inside another, which is always the younger) is not older
than the given one. Transactions are compared in the circle of 2**32 that rows keep."""


@dataclass(frozen=True, slots=True)
class _Day:
    """The numbers of one scope and day, and when time alone changes them."""

    numbers: Numbers
    changes_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Look:
    """What a look at the lines found: everything of transactions before `oldest` was there to be seen."""

    at: datetime
    line: int
    """The last number given out."""
    oldest: int
    """The oldest transaction then running."""
    next: int
    """The next transaction to begin."""


@dataclass(slots=True)
class _Memory:
    """What one process knows of one database."""

    database: int = 0
    looks: deque[_Look] = field(default_factory=deque)
    count_of_looks: int = 0
    days: dict[tuple[str, Spot], _Day] = field(default_factory=dict)
    moved: dict[Spot, int] = field(default_factory=dict)
    """The look that last saw a spot move: a slower count that began before it is not kept."""

    @property
    def full(self) -> bool:
        """Whether it is time to begin anew."""
        return max(len(self.days), len(self.moved)) > MOST


_memory = _Memory()
_remembering = threading.Lock()
"""Held while the memory is read or changed; never while a count runs."""


def counts_of(pack: str, spots: Sequence[Spot], now: datetime, count: Count) -> dict[Spot, Numbers]:
    """The numbers of these days under a pack; `count` is asked for those that are unknown or have moved.

    A day that `count` does not name has no cases and is left out.
    """
    with _remembering:
        memory = _look(now)
        began = memory.count_of_looks
        kept = {spot: memory.days.get((pack, spot)) for spot in spots}
    stale = [spot for spot, day in kept.items() if day is None or (day.changes_at and day.changes_at <= now)]
    if stale:
        found = count(stale)
        fresh = {spot: _Day(*found.get(spot, ((), None))) for spot in stale}
        kept |= fresh
        with _remembering:
            memory.days.update(
                {(pack, spot): day for spot, day in fresh.items() if memory.moved.get(spot, 0) <= began}
            )
    return {spot: day.numbers for spot, day in kept.items() if day is not None and day.numbers}


def forget_counts() -> None:
    """Count anew at the next use."""
    global _memory  # noqa: PLW0603 - the one memory of the process
    _memory = _Memory()


def _look(now: datetime) -> _Memory:
    """The memory without the days in which something happened since the last look."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        line, database, oldest, following = cursor.fetchone()
    look = _Look(now, line, oldest, following)
    before = _memory.looks[-1] if _memory.looks else None
    if database != _memory.database or before is None or before.at > now or _memory.full:
        forget_counts()
        _memory.database = database
        _memory.looks.append(_Look(now - SETTLED, max(0, line - AT_START), 0, 0))
        _memory.looks.append(look)
    elif line != before.line or now - before.at >= LONGEST:
        _forget_moved(before, look)
    return _memory


def _forget_moved(before: _Look, look: _Look) -> None:
    """Count anew, later, the days in which lines were written that the look before may not have seen."""
    moved = _moved(before, look)
    for key in [key for key in _memory.days if key[1] in moved]:
        del _memory.days[key]
    _memory.count_of_looks += 1
    _memory.moved.update(dict.fromkeys(moved, _memory.count_of_looks))
    _memory.looks.append(look)


def _moved(before: _Look, look: _Look) -> set[Spot]:
    """Where lines were written by transactions the look before may not have seen, in whatever scope."""
    looks = _memory.looks
    while len(looks) > 1 and looks[1].at <= look.at - SETTLED and looks[1].next <= look.oldest:
        looks.popleft()
    with seen_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_MOVED, [looks[0].line, before.oldest % 2**32])
        return {(scope, day) for scope, day in cursor.fetchall()}
