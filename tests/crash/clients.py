"""Clients that send requests until each is acknowledged, and note every acknowledgement on the disk first."""

from __future__ import annotations

import base64
import http.client
import io
import json
import os
import threading
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image

PATIENCE = 5.0
PAUSE = 0.2
BREATH = 0.1
"""Seconds between two requests of a client: the worker has to keep up with the messages afterwards."""


def picture(serial: int) -> str:
    """A small photo, base64."""
    body = io.BytesIO()
    Image.new("RGB", (64, 64), (serial % 256, 90, 120)).save(body, "JPEG")
    return base64.b64encode(body.getvalue()).decode()


@dataclass
class Clients:
    """`number` clients on one address. `acknowledged` maps a key to every number it was ever told."""

    url: str
    token: str
    scope_id: int
    log: Path
    number: int = 6
    stop: threading.Event = field(default_factory=threading.Event)
    acknowledged: dict[str, set[str]] = field(default_factory=dict)
    retried: int = 0
    faults: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> list[threading.Thread]:
        """Let them begin."""
        threads = [threading.Thread(target=self._work, args=(i,), daemon=True) for i in range(self.number)]
        for thread in threads:
            thread.start()
        return threads

    def _work(self, client: int) -> None:
        serial = 0
        while not self.stop.is_set():
            serial += 1
            key = f"crash-{client}-{serial}-{uuid.uuid4()}"
            body = {
                "scope_id": self.scope_id,
                "content": f"漏水 {client}-{serial}",
                "category": "0204",
                "phone": f"138{client:04}{serial:04}",
            }
            if serial % 5 == 0:
                body["photos"] = [{"name": "a.jpg", "base64": picture(serial)}]
            self._until_told(key, body)
            self.stop.wait(BREATH)
            if serial % 7 == 0:  # the answer was lost on the way: send it again
                self._until_told(key, body)

    def _until_told(self, key: str, body: dict[str, object]) -> None:
        while not self.faults:
            number = self.send(key, body)
            if number:
                self._note(key, number)
                return
            self.retried += 1
            self.stop.wait(PAUSE)

    def send(self, key: str, body: dict[str, object]) -> str | None:
        """One attempt: the number, or None when nothing certain came back."""
        address = urlsplit(self.url)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=PATIENCE)
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Idempotency-Key": key,
            "Content-Type": "application/json",
        }
        try:
            connection.request("POST", "/api/v1/cases", json.dumps(body).encode(), headers)
            response = connection.getresponse()
            said = response.read()
            return (
                str(json.loads(said)["number"])
                if response.status == 201
                else self._fault(response.status, said)
            )
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def _fault(self, status: int, said: bytes) -> None:
        if status < 500:  # a clear no is a mistake of the test, or of the program
            self.faults.append(f"{status} {said[:300]!r}")
            self.stop.set()

    def _note(self, key: str, number: str) -> None:
        with self._lock, self.log.open("a") as log:
            log.write(f"{key} {number}\n")
            log.flush()
            os.fsync(log.fileno())
            self.acknowledged.setdefault(key, set()).add(number)
