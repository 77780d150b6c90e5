"""Whoever sends slowly keeps nobody else waiting (S-92): bodies are gathered before a place is taken."""

from __future__ import annotations

import io
import threading
import time
from typing import Any

import pytest

from huiyin.project.instance import bodies
from huiyin.project.instance.bodies import Gathered


class Line:
    """A body that stands still until it is let go."""

    def __init__(self, body: bytes = b"") -> None:
        self.body, self.begun, self.go = io.BytesIO(body), threading.Event(), threading.Event()

    def read(self, size: int) -> bytes:
        self.begun.set()
        self.go.wait(10)
        return self.body.read(size)


class Broken:
    """A line that breaks."""

    def read(self, size: int) -> bytes:
        raise OSError(size)


def echo(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("200 OK", [])
    return [environ["wsgi.input"].read() if "wsgi.input" in environ else b"page"]


def ask(web: Gathered, source: Any = None, *, length: int | None = None, **more: str) -> tuple[str, bytes]:
    """Status and body of an answer; `length` None: no length is announced."""
    told: list[str] = []
    environ: dict[str, Any] = dict(more) if source is None else {"wsgi.input": source, **more}
    if length is not None:
        environ["CONTENT_LENGTH"] = str(length)
    answer = b"".join(web(environ, lambda status, _headers: told.append(status)))
    return told[0], answer


def test_a_body_reaches_the_program_whole() -> None:
    body = bytes(range(256)) * 10_000
    assert ask(Gathered(echo), io.BytesIO(body), length=len(body)) == ("200 OK", body)
    assert ask(Gathered(echo), io.BytesIO(b"in pieces"), HTTP_TRANSFER_ENCODING="chunked")[1] == b"in pieces"
    assert ask(Gathered(echo)) == ("200 OK", b"page")


def test_slow_bodies_hold_no_place_and_no_more_than_their_number_is_waited_for() -> None:
    web, slow, answers = Gathered(echo, places=1, arriving=3, patience=20), [], []
    lines = [Line(b"abc") for _ in range(3)]
    for line in lines:
        slow.append(threading.Thread(target=lambda line=line: answers.append(ask(web, line, length=3))))
        slow[-1].start()
        assert line.begun.wait(10)
    assert ask(web) == ("200 OK", b"page"), "the only place is free"
    status, words = ask(web, io.BytesIO(b"d"), length=1)
    assert status.startswith("503")
    assert "半分钟" in words.decode()
    for line in lines:
        line.go.set()
    for one in slow:
        one.join(10)
    assert answers == [("200 OK", b"abc")] * 3
    assert ask(web, io.BytesIO(b"d"), length=1) == ("200 OK", b"d"), "who was told to come again comes in"


class Drip:
    """A letter at a time."""

    def read(self, _size: int) -> bytes:
        time.sleep(0.02)
        return b"a"


def test_a_body_that_drips_is_told_so_and_its_room_comes_back() -> None:
    web = Gathered(echo, arriving=1, patience=0.1)
    status, words = ask(web, Drip(), length=4)
    assert status.startswith("408")
    assert "什么都没有记下" in words.decode()
    assert ask(web, io.BytesIO(b"x"), length=1) == ("200 OK", b"x")


def test_a_line_that_breaks_gives_its_room_back() -> None:
    web = Gathered(echo, arriving=1)
    with pytest.raises(OSError, match="65536"):
        ask(web, Broken(), length=4)
    assert ask(web, io.BytesIO(b"x"), length=1) == ("200 OK", b"x")


def test_what_is_too_large_is_refused_announced_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "LARGEST", 1000)
    assert ask(Gathered(echo), Broken(), length=1001)[0].startswith("413"), "not even read"
    status, words = ask(Gathered(echo), io.BytesIO(b"a" * 2000), HTTP_TRANSFER_ENCODING="chunked")
    assert status.startswith("413")
    assert "少放几张照片" in words.decode()
    assert ask(Gathered(echo), io.BytesIO(b"a" * 1000), length=1000)[0] == "200 OK"
