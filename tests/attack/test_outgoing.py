"""S-85, S-88: addresses in fields are never asked for; line ends in fields begin no header and no message."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.channels.city.platform import Platform, PlatformAway
from huiyin.channels.sms.templates import TEMPLATES, ParamsError, check_params
from huiyin.channels.spreadsheets import table
from huiyin.ground.files import images
from tests.attack.forms import Planter
from tests.attack.payloads import LINES, SHORT, addresses
from tests.matrix.writes import ALL

pytestmark = pytest.mark.django_db
_calls: list[tuple[str, object]] = []
_listening = threading.Event()


def _hear(event: str, arguments: tuple[object, ...]) -> None:
    if _listening.is_set() and event in (
        "socket.connect",
        "socket.getaddrinfo",
        "urllib.Request",
        "subprocess.Popen",
    ):
        _calls.append((event, arguments[-1]))


sys.addaudithook(_hear)  # stays for good, and is deaf outside of `watched`


@contextmanager
def watched() -> Iterator[list[tuple[str, object]]]:
    """Every connection, look-up of a name and start of a program; PostgreSQL's own go another way."""
    _calls.clear()
    _listening.set()
    try:
        yield _calls
    finally:
        _listening.clear()


def test_the_watch_hears_a_connection():
    import socket

    with watched() as heard, socket.socket() as probe:
        probe.connect_ex(("127.0.0.1", 9))
    assert [event for event, _ in heard] == ["socket.connect"]


@pytest.mark.parametrize("step", [32, pytest.param(1, marks=pytest.mark.long)])
def test_no_address_in_a_field_is_asked_for(sender, undone, step):
    """100 addresses in every field that takes words, and everything that follows by itself.

    The readers of photos and tables are programs of their own, without a network
    (tests/ground/files/test_sandbox.py): they are started before anybody listens.
    """
    for reader in (images, table):
        reader.warm()
    planter, made = Planter(sender, addresses(9), SHORT), 0
    with watched() as heard:
        for write in ALL[::step]:
            with undone():
                made += planter.plant(write)
                fire_due()
    assert made >= 150 // step
    assert heard == []


class _Elsewhere(BaseHTTPRequestHandler):
    """A platform that sends its caller away."""

    asked: list[str] = []  # noqa: RUF012 - one server in one test

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(302)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_address[1]}/canary")
        self.end_headers()

    do_POST = do_GET  # noqa: N815 - their names

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def elsewhere(monkeypatch) -> Iterator[HTTPServer]:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    _Elsewhere.asked.clear()
    with HTTPServer(("127.0.0.1", 0), _Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def test_the_platform_leads_nowhere_else(elsewhere):
    """S-85: no redirect is followed, no proxy of the environment used, a number stays in its path."""
    platform = Platform("12345", f"http://127.0.0.1:{elsewhere.server_address[1]}/api", "x")
    for ask in (
        platform.waiting, lambda: platform.taken("../../canary", "1"),
        lambda: platform.slip("http://127.0.0.1/canary?#", {}),
        lambda: platform.refused("a\r\nHost: evil.example", "x"), lambda: platform.taken("..", "1"),
    ):  # fmt: skip
        with pytest.raises(PlatformAway):
            ask()
    assert len(_Elsewhere.asked) == 4  # a number of dots would lead up, and is not asked about
    assert all(path.startswith("/api/orders") and "/canary" not in path for path in _Elsewhere.asked), (
        _Elsewhere.asked
    )


RIGHT = {
    "number": "990101-20260101-Q-000001-A",
    "link": "https://h.example/c/x",
    "code": "1234",
    "count": "1",
    "minutes": "5",
}


@pytest.mark.parametrize("line", LINES)
def test_no_line_end_gets_into_a_text_message(line):
    """S-88: each field of a message has one form; anything else is refused before it leaves."""
    for name, template in TEMPLATES.items():
        fitting = {field: RIGHT[field] for field in template.fields}
        check_params(name, fitting)
        for field in template.fields:
            for said in (line, f"{RIGHT[field]}{line[1:]}", f"{RIGHT[field]}\n"):
                with pytest.raises(ParamsError):
                    check_params(name, {**fitting, field: said})
