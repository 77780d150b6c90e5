"""A child's watch over its parent: when the parent is gone, however it went, the child goes too.

Portable (no prctl): a thread compares the parent's pid once a second.
"""

from __future__ import annotations

import os
import signal
import threading
import time

SUPERVISOR = "HUIYIN_SUPERVISOR"
"""Environment: pid of the process that supervises this one; empty when nobody does."""
PATIENCE = 10.0
"""Seconds between the request to end and the end."""


def watch_parent(variable: str = SUPERVISOR) -> None:
    """Start the watch if the environment names a parent.

    Ends this process at once when it is gone already.
    """
    expected = os.environ.get(variable, "")
    if not expected.isdigit():
        return
    threading.Thread(target=_watch, args=(int(expected),), name="parent-watch", daemon=True).start()


def _watch(expected: int) -> None:
    while os.getppid() == expected:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)
