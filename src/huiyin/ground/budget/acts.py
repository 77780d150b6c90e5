"""Spend from budgets that all processes share, without asking the database while somebody waits.

A process decides by what it knows: the shared total of a moment ago and its own uses since. A second after a
use it tells the database all uses at once and learns the totals (`settle`). So a budget may be overdrawn by
what arrives within that second, and by no more; a request costs no round trip.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import InterfaceError, OperationalError, connection
from psycopg_pool import PoolTimeout

from huiyin.ground import crypto
from huiyin.ground.refusals import TooMany

logger = logging.getLogger(__name__)
SETTLED_AFTER = 1.0
"""Seconds after which a process tells the others what was used."""
MOST_KEYS = 20_000
_AWAY = (OperationalError, InterfaceError, PoolTimeout)


@dataclass(slots=True)
class _Known:
    """What a process knows of a key: used by all as last told, and own uses that were not told yet."""

    shared: int = 0
    own: int = 0


@dataclass(slots=True)
class Budgets:
    """The budgets as one process sees them."""

    known: OrderedDict[str, _Known] = field(default_factory=OrderedDict)
    touched: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)
    timer: threading.Timer | None = None

    def spend(self, most: Mapping[str, int]) -> None:
        """Use each key once, unless one of them is used up: then TooMany, and nothing is counted.

        `most`: key → uses an hour.
        """
        with self.lock:
            held = {key: self._known(key) for key in most}
            self.touched.update(most)
            self._settle_soon()
            if any(held[key].shared + held[key].own >= limit for key, limit in most.items()):
                raise TooMany
            for known in held.values():
                known.own += 1

    def settle(self) -> None:
        """Tell the database what was used and learn what everybody used. Harmless while it is away."""
        with self.lock:
            told = {key: self.known[key].own for key in self.touched if key in self.known}
            self.touched, self.timer = set(), None
        if not told:
            return
        try:
            totals = _use_up(told)
        except _AWAY as away:
            logger.warning("budgets not settled: %s", away)
            return
        with self.lock:
            for key, own in told.items():
                known = self._known(key)
                known.shared, known.own = totals[key], max(0, known.own - own)

    def forget(self) -> None:
        """Start anew, as a fresh process does."""
        with self.lock:
            if self.timer is not None:
                self.timer.cancel()
            self.known, self.touched, self.timer = OrderedDict(), set(), None

    def _known(self, key: str) -> _Known:
        """The key's entry; the key used last stands last, the oldest are let go."""
        found = self.known.setdefault(key, _Known())
        self.known.move_to_end(key)
        while len(self.known) > MOST_KEYS:
            self.known.popitem(last=False)
        return found

    def _settle_soon(self) -> None:
        if self.timer is None:
            self.timer = threading.Timer(SETTLED_AFTER, self._settle_apart)
            self.timer.daemon = True
            self.timer.start()

    def _settle_apart(self) -> None:
        """In the timer's own thread: its connection goes back at once."""
        try:
            self.settle()
        finally:
            connection.close()


def _use_up(uses: Mapping[str, int]) -> dict[str, int]:
    """One statement for all of them; keys leave the process as keyed digests only."""
    digests = {crypto.blind_index("budget", key)[:16]: key for key in uses}
    totals = dict.fromkeys(uses, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, used FROM ground_use_up(%s, %s)",
            [list(digests), [uses[key] for key in digests.values()]],
        )
        totals |= {digests[bytes(digest)]: int(used) for digest, used in cursor.fetchall()}
    return totals


def forget_old_uses() -> int:
    """Drop uses older than the hour that budgets count. Returns how many rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ground_use WHERE slice <= ground_use_slice() - 12")
        return int(cursor.rowcount)
