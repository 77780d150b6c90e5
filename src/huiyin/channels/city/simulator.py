"""A small city platform on a socket, for tests and for trying an installation; it may lose its answers."""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from .platform import Platform
from .signing import SIGNATURE_HEADER, TIME_HEADER, is_genuine

SECRET = "city-simulator"  # noqa: S105 - the simulator guards nothing
_PATH = re.compile(r"^/orders/([^/]{1,80})/(taken|refused|slip|request)$")
_RECEIPT = {"slip": "R", "request": "Q"}
_HEARD = re.compile(r"^/(decisions|callbacks)/([^/]{1,80})/heard$")


class City:
    """Orders wait here until taken or refused. `lossy`: so many answers of each request get lost.

    `orders` ref -> fields; `taken` ref -> number; `refused` ref -> why; `slips` ref -> slips in order.
    `requests` ref -> what was asked; `decisions` and `callbacks` id -> what it says; `problems` id -> what
    was wrong with one that was heard.
    """

    def __init__(self, *, lossy: int = 0) -> None:
        self.orders: dict[str, dict[str, str]] = {}
        self.taken: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        self.slips: dict[str, list[dict[str, Any]]] = {}
        self.requests: dict[str, list[dict[str, Any]]] = {}
        self.told: dict[str, dict[str, dict[str, Any]]] = {"decisions": {}, "callbacks": {}}
        self.problems: dict[str, str] = {}
        self.lossy, self.tries = lossy, Counter[str]()
        self._server = _Server(("127.0.0.1", 0), _Handler, self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def platform(self) -> Platform:
        """How to reach it."""
        return Platform("12345", f"http://127.0.0.1:{self._server.server_address[1]}", SECRET)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def waiting(self) -> dict[str, Any]:
        """The orders nobody has taken."""
        done = {*self.taken, *self.refused}
        return {"orders": [{"ref": ref, **told} for ref, told in self.orders.items() if ref not in done]}

    def decide(self, ref: str, kind: str, *, granted: bool, **more: Any) -> str:
        """Answer what was asked last about an order; the number of the answer."""
        asked = [one for one in self.requests.get(ref, []) if one["kind"] == kind]
        request = {"request": asked[-1]["id"]} if asked else {}
        return self._tell("decisions", {"ref": ref, "kind": kind, "granted": granted, **request, **more})

    def call_back(self, ref: str, **said: Any) -> str:
        """A follow-up call about an order was made; its number."""
        return self._tell("callbacks", {"ref": ref, **said})

    def _tell(self, what: str, said: dict[str, Any]) -> str:
        key = f"{what[0].upper()}{len(self.told[what]) + 1}"
        self.told[what][key] = {"id": key, **said}
        return key

    def unheard(self, what: str) -> dict[str, Any]:
        """Answers and calls nobody has heard."""
        return {what: [one for key, one in self.told[what].items() if key not in self.problems]}

    def get(self, path: str) -> dict[str, Any] | None:
        """What stands at an address; None when there is nothing."""
        if path == "/orders":
            return self.waiting()
        return self.unheard(path[1:]) if path[1:] in self.told else None

    def post(self, path: str, said: dict[str, Any]) -> dict[str, Any] | None:
        """Take note of what was sent to an address; None when there is nothing there."""
        if found := _PATH.match(path):
            return self.hear(*found.groups(), said)
        if found := _HEARD.match(path):
            self.problems.setdefault(found[2], str(said.get("problem", "")))
            return {}
        return None

    def hear(self, ref: str, what: str, said: dict[str, Any]) -> dict[str, Any]:
        """Take note; the same again changes nothing."""
        if what in ("slip", "request"):
            known = (self.slips if what == "slip" else self.requests).setdefault(ref, [])
            if said not in known:
                known.append(said)
            return {"receipt": f"{_RECEIPT[what]}-{ref}-{known.index(said) + 1}"}
        noted, word = (self.taken, "number") if what == "taken" else (self.refused, "why")
        noted.setdefault(ref, str(said.get(word, "")))
        return {}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], handler: type[_Handler], city: City) -> None:
        super().__init__(address, handler)
        self.city = city


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer(b"", lambda: self.server.city.get(self.path))

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 1_000_000))
        self._answer(body, lambda: self.server.city.post(self.path, json.loads(body)))

    def _answer(self, body: bytes, work: Any) -> None:
        signed = {"at": self.headers.get(TIME_HEADER, ""), "signed": self.headers.get(SIGNATURE_HEADER, "")}
        if not is_genuine(SECRET, method=self.command, path=self.path, body=body, **signed):
            self.send_error(401)
            return
        told = work()
        self.server.city.tries[self.path] += 1
        if self.server.city.tries[self.path] <= self.server.city.lossy:
            return  # done, and the line goes dead
        self.send_response(200 if told is not None else 404)
        self.end_headers()
        self.wfile.write(json.dumps(told or {}).encode())

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: tests read what was heard."""
