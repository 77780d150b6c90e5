"""What telephones kept comes in storms, when many are back on the network in one moment (S-41).

A process takes a few of such writes at a time; the others are told when to come again, and their telephones
keep them until then. So its other threads answer whoever has network and works on.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from huiyin.ground.refusals import Busy

from .kept import came_late

AT_A_TIME = 2
"""Of the eight requests a process handles at once (project/instance/bodies.py)."""
_turns = threading.BoundedSemaphore(AT_A_TIME)


@contextmanager
def turn(request: HttpRequest) -> Iterator[None]:
    """Wait for nobody: a write that comes late has its turn now, or is told to come again. Raises Busy."""
    if not came_late(request):
        yield
        return
    if not _turns.acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        _turns.release()
