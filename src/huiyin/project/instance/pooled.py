"""The pool's connections: tried before use without asking the server, unless there is reason to."""

from __future__ import annotations

import select
from typing import Any

import psycopg


class PooledConnection(psycopg.Connection[Any]):
    """A connection whose trial (the pool executes the empty query) looks at the socket first.

    A server that went away has closed its end, and a closed end is readable. A quiet socket is a good one,
    and the trial costs no round trip; on a readable one the empty query is really sent and fails if need be.
    """

    def execute(self, query: Any, *arguments: Any, **options: Any) -> psycopg.Cursor[Any]:
        """Like psycopg's, except that the empty query is not sent while nothing came from the server."""
        if query == "" and self._is_quiet():
            return self.cursor()
        return super().execute(query, *arguments, **options)

    def _is_quiet(self) -> bool:
        watch = select.poll()
        watch.register(self.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not watch.poll(0)
