"""Clients on kept-alive connections, in processes of their own; each knows one request it repeats."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import re
import socket
import time
import uuid
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from bench.instance import Bench

Ask = Callable[["Line"], bool]
CREATED, SEE_OTHER = 201, (302, 303)
OWN_KEY = "THE-KEY-OF-THIS-ONE"


def rate(bench: Bench, make: Callable[[Bench], Ask], *, clients: int, seconds: float) -> float:
    """Requests done a second by that many clients, in two processes beside the server's."""
    half = clients // 2
    with multiprocessing.get_context("fork").Pool(2) as pool:
        counts = pool.starmap(
            _clients, [(bench, make, half, seconds), (bench, make, clients - half, seconds)]
        )
    return sum(counts) / seconds


def _clients(bench: Bench, make: Callable[[Bench], Ask], clients: int, seconds: float) -> int:
    import threading

    done = [0] * clients

    def work(place: int) -> None:
        line, ask = Line(bench), make(bench)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            assert ask(line), "a request was refused"
            done[place] += 1

    threads = [threading.Thread(target=work, args=(place,)) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done)


class Line:
    """One kept-alive connection that knows just enough HTTP.

    The generator shares two processors with what it measures; `http.client` took three times as much of them.
    """

    def __init__(self, bench: Bench) -> None:
        address = urlsplit(bench.url)
        self.host = address.netloc
        self.socket = socket.create_connection((address.hostname, address.port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def post(self, path: str, headers: str, body: str) -> int:
        """Send one request, read its whole answer; the status."""
        raw = body.encode()
        head = f"POST {path} HTTP/1.1\r\nHost: {self.host}\r\n{headers}Content-Length: {len(raw)}\r\n\r\n"
        self.socket.sendall(head.encode() + raw)
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._more()
        top, _, rest = answer.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: *(\d+)", top)
        assert length, top
        while len(rest) < int(length[1]):
            rest += self._more()
        return int(top[9:12])

    def _more(self) -> bytes:
        part = self.socket.recv(65536)
        assert part, "the server closed the line"
        return part


def connect(bench: Bench) -> http.client.HTTPConnection:
    """A connection that stays open."""
    address = urlsplit(bench.url)
    return http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)


def by_api(bench: Bench) -> Ask:
    """POST /api/v1/cases, each with its own key."""
    body = json.dumps({"scope_id": bench.scope_id, "content": "楼道灯不亮", "category": "0901"})
    headers = f"Authorization: Bearer {bench.token}\r\nContent-Type: application/json\r\n"

    def ask(line: Line) -> bool:
        return (
            line.post("/api/v1/cases", f"{headers}Idempotency-Key: {uuid.uuid4().hex}\r\n", body) == CREATED
        )

    return ask


def by_form(bench: Bench) -> Ask:
    """The form behind the printed code, sent as a browser without scripts sends it."""
    path, connection = f"/q/{bench.code}/power", connect(bench)
    connection.request("GET", path)
    page = connection.getresponse()
    text = page.read().decode()
    cookie = "; ".join(
        value.split(";")[0] for name, value in page.getheaders() if name.lower() == "set-cookie"
    )
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
    assert found, text[:500]
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text))
    fields |= {"csrfmiddlewaretoken": found[1], "words": "楼道灯不亮", "key": OWN_KEY}
    body = urlencode(fields)
    headers = f"Content-Type: application/x-www-form-urlencoded\r\nCookie: {cookie}\r\n"

    def ask(line: Line) -> bool:
        return line.post(path, headers, body.replace(OWN_KEY, str(uuid.uuid4()))) in SEE_OTHER

    return ask
