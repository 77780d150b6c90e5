"""An answer that many ask for, kept for seconds: while no line was written anywhere, and then not for long.

For pages that only read: whoever has just acted has written a line, and gets a new count.
"""

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.db import connection

T = TypeVar("T")
LONGEST = timedelta(seconds=5)
"""How old an answer may be: time alone changes what is due, and lines are numbered before they are there."""
MOST = 500
"""Answers one process keeps."""

_LAST_LINE = """SELECT (SELECT oid::bigint FROM pg_database WHERE datname = current_database()),
  coalesce(pg_sequence_last_value('casefile_event_id_seq'), 0)"""


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was found, when, and what the last line was then."""

    at: datetime
    last: tuple[int, int]
    found: Any


_answers: dict[Hashable, _Answer] = {}
_keeping = threading.Lock()


def lately(key: Hashable, now: datetime, count: Callable[[], T]) -> T:
    """What `count` gives, or gave for the same key within `LONGEST` while no line was written since.

    `key` has to say all that the answer depends on, whose eyes included.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAST_LINE)
        last = cursor.fetchone()
    with _keeping:
        kept = _answers.get(key)
    if kept and kept.last == last and timedelta(0) <= now - kept.at < LONGEST:
        return kept.found  # type: ignore[no-any-return]  # what `count` gave for this key
    found = count()
    with _keeping:
        if len(_answers) >= MOST:
            _answers.clear()
        _answers[key] = _Answer(now, last, found)
    return found


def forget_lately() -> None:
    """Count anew at the next use."""
    with _keeping:
        _answers.clear()
