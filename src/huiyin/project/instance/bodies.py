"""What somebody sends arrives whole before the program is asked: whoever is slow keeps nobody else waiting.

A form with photos takes a minute on a weak line, and an attacker's takes for ever (S-92). A thread that
waits for such a line must not be one of the few that answer, so there are more threads than places, and only
what has come takes a place among those that are handled. A line that stands still altogether is ended by the
proxy in front (deploy/): until then it holds one of the rooms for what arrives, never a place. These answers
come before any page: both languages, no frame.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from huiyin.project.instance.proxy import Application

THREADS = 8
"""Requests a process handles at once; no more than its pool of database connections."""
ARRIVING = 48
"""Bodies a process waits for at once."""
LARGEST = 80 * 1024 * 1024
"""Bytes. Three photos and a voice note are 70 MB at most (deploy/Caddyfile)."""
IN_MEMORY = 1024 * 1024
"""Bytes; what is larger waits in a temporary file, as Django's own uploads do."""
PATIENCE, SLOWEST = 20.0, 4096
"""Seconds any body may take, and the bytes a second for which more are given: 1.5 MB may take six minutes."""
CHUNK = 64 * 1024
BUSY = (
    "503 Service Unavailable",
    (
        "现在同时提交的人太多。请过半分钟再按一次；填的内容还在上一页。\n"
        "Too many people are sending at this moment. Please go back and send again in half a minute.\n"
    ),
)
LATE = (
    "408 Request Timeout",
    (
        "网络太慢，内容没有收完，什么都没有记下。请退回上一页，换个信号好的地方再提交。\n"
        "The line was too slow, nothing was taken in. Please go back and send again with a better signal.\n"
    ),
)
TOO_MUCH = (
    "413 Content Too Large",
    (
        "一次发送的文件太大。请退回上一页，少放几张照片再提交。\n"
        "This is too much at once. Please go back and send fewer photos.\n"
    ),
)


class Gathered:
    """WSGI middleware. `places`: requests handled at once; `arriving`: bodies waited for at once."""

    def __init__(
        self,
        application: Application,
        *,
        places: int = THREADS,
        arriving: int = ARRIVING,
        patience: float = PATIENCE,
    ) -> None:
        self.application, self.patience = application, patience
        self._places = threading.BoundedSemaphore(places)
        self._arriving = threading.BoundedSemaphore(arriving)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = _length(environ)
        if length == 0:
            return self._answer(environ, start_response)
        if length > LARGEST:
            return _say(start_response, TOO_MUCH)
        if not self._arriving.acquire(blocking=False):
            return _say(start_response, BUSY)
        try:
            body = _read(environ["wsgi.input"], self.patience + length / SLOWEST)
        finally:
            self._arriving.release()
        if body is None:
            return _say(start_response, LATE)
        if body.seek(0, os.SEEK_END) > LARGEST:
            return _say(start_response, TOO_MUCH)
        body.seek(0)
        environ["wsgi.input"] = body
        return self._answer(environ, start_response)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with self._places:
            return self.application(environ, start_response)


def _read(source: Any, seconds: float) -> IO[bytes] | None:
    """What came; nothing, when it took longer. Raises what the server calls a broken line."""
    kept: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the request's
    taken, until = 0, time.monotonic() + seconds
    while taken <= LARGEST and (chunk := source.read(CHUNK)):
        taken += len(chunk)
        kept.write(chunk)
        if time.monotonic() > until:
            return None
    return kept


def _length(environ: dict[str, Any]) -> int:
    """Bytes that are announced; 1 for a body that does not say its length."""
    said = str(environ.get("CONTENT_LENGTH") or "")
    if said.isascii() and said.isdigit():
        return int(said)
    return 1 if environ.get("HTTP_TRANSFER_ENCODING") else 0


def _say(start_response: Any, told: tuple[str, str]) -> list[bytes]:
    status, words = told
    body = words.encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"), ("Retry-After", "30"),
        ("Connection", "close"),
    ]  # fmt: skip
    start_response(status, headers)
    return [body]
