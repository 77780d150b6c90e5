"""The worker's heartbeat: a few times a second, do what is due. Several workers may tick at once."""

import logging
import threading
from collections.abc import Callable, Sequence

from django.db import OperationalError, close_old_connections

logger = logging.getLogger(__name__)
PAUSE = 0.4
"""Seconds between two beats when nothing is due."""
PATIENCE = 2.0
"""Seconds to wait after the database was away."""

Beat = Callable[[], int]


def run(stop: threading.Event, beats: Sequence[Beat]) -> None:
    """Beat until told to stop. A database that restarts is waited for; any other error ends the worker."""
    while not stop.is_set():
        try:
            done = sum(beat() for beat in beats)
        except OperationalError:
            logger.warning("the database is away, trying again")
            close_old_connections()
            stop.wait(PATIENCE)
        else:
            if done == 0:
                stop.wait(PAUSE)
