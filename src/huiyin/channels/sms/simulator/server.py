"""The simulator on a socket: the signed API at POST /, and three doors for tests.

GET /_sent?ref=…&phone=… lists what was accepted; POST /_faults?error=0.3 changes the faults; POST /_reset
forgets.
"""

from __future__ import annotations

import json
import socket
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import parse_qsl, urlsplit

from huiyin.channels.sms.aliyun import Account
from huiyin.channels.sms.simulator.calls import SHOWN, TEMPLATE, Calls
from huiyin.channels.sms.simulator.courier import Courier
from huiyin.channels.sms.simulator.faults import Fate, Faults
from huiyin.channels.sms.simulator.gate import Gate, Refused
from huiyin.channels.sms.simulator.provider import (
    KEY_ID,
    SECRET,
    SIGN_NAME,
    Message,
    Provider,
    template_codes,
)
from huiyin.channels.voice.aliyun import VoiceAccount

LARGEST_BODY: Final = 100_000


class Simulator:
    """A running provider on 127.0.0.1; `port` 0 takes any free one. A context manager."""

    def __init__(
        self, faults: Faults | None = None, *, port: int = 0, callback: str = "", limited: bool = False
    ) -> None:
        self.provider = Provider(faults or Faults(), limited=limited)
        self.calls = Calls(lambda: self.provider.faults)
        self.gate = Gate(KEY_ID, SECRET)
        self.courier = Courier(callback) if callback else None
        self._tries: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Handler, self)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """The address, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def account(self) -> Account:
        """What a gateway needs to use this simulator."""
        return Account(KEY_ID, SECRET, SIGN_NAME, template_codes(), endpoint=self.url)

    @property
    def voice_account(self) -> VoiceAccount:
        """What a voice gateway needs to use this simulator."""
        return VoiceAccount(KEY_ID, SECRET, SHOWN, TEMPLATE, endpoint=self.url)

    def start(self) -> None:
        """Begin to serve in threads of their own."""
        self._thread.start()
        if self.courier:
            self.courier.start()

    def stop(self) -> None:
        """End serving and free the port."""
        self._server.shutdown()
        self._server.server_close()
        if self.courier:
            self.courier.stop()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def fate(self, action: str, query: dict[str, str]) -> Fate:
        """Return what happens to this try of this request."""
        key = (action, query.get("OutId") or query.get("PhoneNumber") or query.get("CallId", ""))
        with self._lock:
            self._tries[key] = self._tries.get(key, 0) + 1
            return self.provider.faults.fate(*key, self._tries[key])

    def act(self, action: str, query: dict[str, str]) -> dict[str, Any]:
        """Do what a signed request asks; raises Refused."""
        if action == "SendSms":
            message = self.provider.send_sms(query)
            self._report(message)
            return {"BizId": message.biz_id}
        if action == "QuerySendDetails":
            return self.provider.query_send_details(query)
        if action == "SingleCallByTts":
            return self.calls.single_call_by_tts(query)
        if action == "QueryCallDetailByCallId":
            return self.calls.query_call_detail(query)
        raise Refused(404, "InvalidAction.NotFound", "Specified api is not found.")

    def _report(self, message: Message) -> None:
        if self.courier:
            self.courier.take(message, self.provider.faults)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], simulator: Simulator
    ) -> None:
        self.simulator = simulator
        super().__init__(address, handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: clients that hang up are what this server is for."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: _Server

    def do_GET(self) -> None:
        self._test_door("GET")

    def do_POST(self) -> None:
        if urlsplit(self.path).path != "/":
            self._test_door("POST")
            return
        try:
            self._api()
        except Refused as refused:
            self._answer(refused.status, {"Code": refused.code, "Message": refused.message})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is the base class's
        """Log nothing: the query string of every request holds a phone number."""

    def _api(self) -> None:
        simulator, text = self.server.simulator, urlsplit(self.path).query
        headers = {name.lower(): value for name, value in self.headers.items()}
        simulator.gate.check(method="POST", query=text, headers=headers, body=self._body())
        if headers["x-acs-version"] != "2017-05-25":
            raise Refused(400, "InvalidVersion", "Specified parameter Version is not valid.")
        action, query = headers["x-acs-action"], dict(parse_qsl(text, keep_blank_values=True))
        fate = simulator.fate(action, query)
        if fate is Fate.ERROR:
            raise Refused(
                500, "InternalError", "The request processing has failed due to some unknown error."
            )
        if fate is Fate.STALL_NEVER:
            time.sleep(simulator.provider.faults.stall_seconds)
            raise Refused(503, "ServiceUnavailable", "The request has failed due to a temporary failure.")
        result = simulator.act(action, query)
        if fate is Fate.STALL_BEFORE:
            time.sleep(simulator.provider.faults.stall_seconds)
        if fate is Fate.CUT:
            self._cut()
        else:
            self._answer(200, {"Code": "OK", "Message": "OK", **result})

    def _test_door(self, method: str) -> None:
        provider, parts = self.server.simulator.provider, urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        match method, parts.path:
            case "GET", "/_sent":
                self._answer(200, [message.plain() for message in provider.sent(query)])
            case "POST", "/_faults":
                self._set_faults(query)
            case "POST", "/_reset":
                provider.reset()
                self._answer(200, {})
            case _:
                self._answer(404, {"error": "there are GET /_sent, POST /_faults and POST /_reset"})

    def _set_faults(self, query: dict[str, str]) -> None:
        provider = self.server.simulator.provider
        try:
            provider.faults = provider.faults.changed(query)
        except ValueError as error:
            self._answer(400, {"error": str(error)})
        else:
            self._answer(200, {})

    def _body(self) -> bytes:
        try:
            length = int(self.headers.get("content-length") or 0)
        except ValueError:
            length = -1
        if not 0 <= length <= LARGEST_BODY:
            self.close_connection = True
            raise Refused(413, "InvalidContentLength", "the body is too large")
        return self.rfile.read(length)

    def _cut(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _answer(self, status: int, value: Any) -> None:
        if isinstance(value, dict):
            value = {"RequestId": str(uuid.uuid4()).upper(), **value}
        body = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json;charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
