"""A copy of this process that is killed at a chosen point of its work: kill -9 without luck.

The points are counted in what the work says to PostgreSQL, so nothing in the program knows of them.
"""

from __future__ import annotations

import contextlib
import os
import signal
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import connection

KEYED = ("INSERT INTO ground_outcome", "intake_take_in(")
"""What a write says first under its key; before it stand reads only."""
AT_COMMIT = 1_000_000
"""No statement has this number: the work dies when it is committed, before anybody is told."""


class Death(StrEnum):
    """How the copy ended."""

    BEFORE = "before its commit"
    AFTER = "after its commit"
    NONE = "it lived"


@dataclass
class Points:
    """Dies before statement `at`, counted from the first that has one of `words` (which is number 0).

    When the commit comes sooner, it dies right after that.
    """

    at: int = AT_COMMIT
    words: tuple[str, ...] = KEYED
    seen: int = -1
    pipe: int = -1

    def __call__(self, execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        """The wrapper of every statement."""
        if self.seen >= 0 or any(word in str(sql) for word in self.words):
            self.seen += 1
            if self.seen == self.at:
                self._die(Death.BEFORE)
        done = execute(sql, params, many, context)
        if self.seen >= 0 and not connection.in_atomic_block:  # it was a transaction of its own
            self._die(Death.AFTER)
        return done

    @contextlib.contextmanager
    def set(self) -> Iterator[None]:
        """Watch this process's connection."""
        commit = connection._commit

        def committed() -> None:
            commit()
            if self.seen >= 0:
                self._die(Death.AFTER)

        connection._commit = committed
        with connection.execute_wrapper(self):
            yield

    def _die(self, how: Death) -> None:
        """No handler runs, nothing is flushed, the connection to PostgreSQL breaks off."""
        os.write(self.pipe, how.value.encode())
        os.kill(os.getpid(), signal.SIGKILL)


def dies(work: Callable[[], object], points: Points) -> Death:
    """Do the work in a copy of this process, which is killed on its way.

    Raises AssertionError with the copy's words when the work itself failed.
    """
    reading, points.pipe = os.pipe()
    pid = os.fork()
    if pid == 0:
        _be_the_copy(work, points)
    os.close(points.pipe)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read().decode(errors="replace")
    os.waitpid(pid, 0)
    assert said in set(Death), said
    return Death(said)


def _be_the_copy(work: Callable[[], object], points: Points) -> None:
    said = ""
    try:
        _inherited.append(connection.connection)  # shared with the parent: neither used nor closed here
        connection.connection = None
        with points.set():
            work()
        said = Death.NONE.value
    except BaseException:  # noqa: BLE001 - the parent says what it was
        said = traceback.format_exc()[-4000:]
    finally:
        os.write(points.pipe, said.encode())
        os._exit(0)


_inherited: list[object] = []
