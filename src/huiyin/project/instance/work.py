"""The worker's two halves in one process: the job queue in the main thread, the ticker in another."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading

from procrastinate.contrib.django import app

from huiyin.bridges import ticker
from huiyin.bridges.digests import send_digests
from huiyin.bridges.meeting_tasks import press_tasks
from huiyin.bridges.passed_days import Looking
from huiyin.bridges.timers import fire_due
from huiyin.channels.sms.pump import Pump
from huiyin.channels.voice.dialler import Dialler
from huiyin.project.instance.watch import watch_parent

logger = logging.getLogger(__name__)
GRACE = 10
"""Seconds a running job has to finish after the request to stop."""


class Ticking(threading.Thread):
    """The ticker's thread; when it fails the process ends, and its supervisor starts it anew."""

    def __init__(self, stop: threading.Event) -> None:
        super().__init__(name="ticker", daemon=True)
        self.stop, self.failed = stop, False

    def run(self) -> None:
        """Tick until stopped."""
        try:
            reaching = [Pump.from_settings().beat, Dialler.from_settings().beat]
            beats = [fire_due, press_tasks, Looking().beat, send_digests, *reaching]
            ticker.run(self.stop, beats)
        except Exception:  # a thread's end is seen by nobody: the process ends with it and is started anew
            logger.exception("the ticker failed")
        self.failed = not self.stop.is_set()
        if self.failed:
            signal.raise_signal(signal.SIGTERM)


def work(*, concurrency: int) -> int:
    """Run both halves until SIGTERM or SIGINT; 0 after an orderly stop, 1 when the ticker failed."""
    watch_parent()
    stop = threading.Event()
    ticking = Ticking(stop)
    ticking.start()
    try:
        asyncio.run(_jobs(concurrency))
    finally:
        stop.set()
        ticking.join(timeout=GRACE)
    return 1 if ticking.failed else 0


async def _jobs(concurrency: int) -> None:
    with app.replace_connector(app.connector.get_worker_connector()):
        async with app.open_async():
            await app.run_worker_async(
                concurrency=concurrency,
                listen_notify=True,
                shutdown_graceful_timeout=GRACE,
                delete_jobs="successful",
            )
