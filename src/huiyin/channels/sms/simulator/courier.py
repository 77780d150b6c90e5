"""Brings delivery receipts to the callback URL: late, twice or not at all, as the faults say."""

from __future__ import annotations

import heapq
import itertools
import threading
import time
from typing import Any, Final

import httpx

from huiyin.channels.sms.simulator.faults import Faults
from huiyin.channels.sms.simulator.provider import Message

TRIES: Final = 5
LARGEST_BATCH: Final = 100


class Courier:
    """One thread with the receipts still to be brought, soonest first."""

    def __init__(self, callback: str, *, pause: float = 1.0) -> None:
        self.callback = callback
        self._pause = pause  # seconds before a push that was not answered with code 0 is repeated
        self._due: list[tuple[float, int, int, dict[str, Any]]] = []
        self._order = itertools.count()
        self._wake = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="sms-courier", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._thread.start()

    def stop(self) -> None:
        """End; receipts not yet brought are dropped."""
        with self._wake:
            self._stopped = True
            self._wake.notify()
        self._thread.join(timeout=5)

    def take(self, message: Message, faults: Faults) -> None:
        """Plan the receipt of a message."""
        dice = faults.dice("receipt", message.ref)
        if dice.random() < faults.lost:
            return
        self._plan(message.delay, message.report())
        if dice.random() < faults.repeated:
            self._plan(message.delay + dice.uniform(0, faults.delay or 1.0), message.report())

    def _plan(self, delay: float, report: dict[str, Any], tries: int = 1) -> None:
        with self._wake:
            heapq.heappush(self._due, (time.monotonic() + delay, next(self._order), tries, report))
            self._wake.notify()

    def _run(self) -> None:
        with httpx.Client(timeout=5, trust_env=False) as client:
            while batch := self._next_batch():
                if not self._pushed(client, [report for _, report in batch]):
                    for tries, report in batch:
                        if tries < TRIES:
                            self._plan(self._pause * tries, report, tries + 1)

    def _next_batch(self) -> list[tuple[int, dict[str, Any]]]:
        """Wait for what is due; empty when stopped."""
        with self._wake:
            while not self._stopped:
                now = time.monotonic()
                batch: list[tuple[int, dict[str, Any]]] = []
                while self._due and self._due[0][0] <= now and len(batch) < LARGEST_BATCH:
                    _, _, tries, report = heapq.heappop(self._due)
                    batch.append((tries, report))
                if batch:
                    return batch
                self._wake.wait(self._due[0][0] - now if self._due else None)
            return []

    def _pushed(self, client: httpx.Client, reports: list[dict[str, Any]]) -> bool:
        try:
            answer = client.post(self.callback, json=reports)
            return answer.is_success and answer.json().get("code") == 0
        except (httpx.HTTPError, ValueError, AttributeError):
            return False
