"""Receipts, the doors for tests, and the command."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from huiyin.channels.sms import AliyunGateway, Receipt, parse_receipts
from huiyin.channels.sms.receipts import ACCEPTED
from huiyin.channels.sms.simulator import Faults, Simulator

PARAMS = {"number": "110108-20250401-A-000123-L", "link": "https://a.example/r/abc"}


class Callback:
    """A small receiver of delivery reports; refuses the first `refusals` pushes."""

    def __init__(self) -> None:
        self.receipts: list[Receipt] = []
        self.refusals = 0
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(json.dumps(receiver.take(body)).encode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/receipts"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def take(self, body: bytes) -> dict[str, object]:
        if self.refusals:
            self.refusals -= 1
            return {"code": 1, "msg": "busy"}
        self.receipts += parse_receipts(body)
        return ACCEPTED

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def callback() -> Iterator[Callback]:
    receiver = Callback()
    yield receiver
    receiver.close()


def _send(simulator: Simulator, count: int) -> None:
    gateway = AliyunGateway(simulator.account)
    for number in range(count):
        gateway.send(ref=f"r{number}", phone=f"138{number:08}", template="received", params=PARAMS)
    gateway.close()


def _wait(condition: Callable[[], bool], seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()


def test_every_message_gets_its_receipt(callback: Callback) -> None:
    with Simulator(callback=callback.url) as simulator:
        _send(simulator, 20)
        assert _wait(lambda: len(callback.receipts) == 20)
    assert {receipt.ref for receipt in callback.receipts} == {f"r{number}" for number in range(20)}
    assert all(receipt.ok and receipt.delivered_at for receipt in callback.receipts)


def test_receipts_are_lost_repeated_and_out_of_order_as_ordered(callback: Callback) -> None:
    faults = Faults(lost=0.3, repeated=0.5, undelivered=0.2, delay=0.3, seed=4)
    with Simulator(faults, callback=callback.url) as simulator:
        _send(simulator, 100)
        _wait(lambda: len(callback.receipts) > 90)
        time.sleep(0.7)  # longer than the longest delay and its repetition
    seen = Counter(receipt.ref for receipt in callback.receipts)
    assert 55 <= len(seen) <= 85
    assert 0.3 <= sum(count == 2 for count in seen.values()) / len(seen) <= 0.7
    assert [receipt.ref for receipt in callback.receipts] != sorted(
        (receipt.ref for receipt in callback.receipts), key=lambda ref: int(ref[1:])
    )
    assert 5 <= len({receipt.ref for receipt in callback.receipts if not receipt.ok}) <= 25


def test_a_push_that_was_not_accepted_comes_again(callback: Callback) -> None:
    callback.refusals = 1
    with Simulator(callback=callback.url) as simulator:
        _send(simulator, 1)
        assert _wait(lambda: [receipt.ref for receipt in callback.receipts] == ["r0"])


def test_the_same_seed_gives_the_same_fates() -> None:
    def fates(seed: int) -> list[str]:
        faults = Faults(cut=0.2, error=0.3, stall=0.1, seed=seed)
        return [faults.fate("SendSms", f"r{number}", 1) for number in range(500)]

    assert fates(1) == fates(1) != fates(2)
    shares = Counter(fates(1))
    assert 70 <= shares["cut"] <= 130
    assert 120 <= shares["error"] <= 180
    assert 30 <= shares["stall_before"] + shares["stall_never"] <= 70


def test_the_doors_for_tests_list_change_and_forget() -> None:
    with Simulator() as simulator, httpx.Client(base_url=simulator.url, trust_env=False) as client:
        _send(simulator, 2)
        assert [message["ref"] for message in client.get("/_sent").json()] == ["r0", "r1"]
        assert client.get("/_sent", params={"phone": "13800000001"}).json()[0]["params"] == PARAMS
        assert client.get("/_sent", params={"ref": "nobody"}).json() == []
        assert client.post("/_faults", params={"error": "1", "seed": "3"}).status_code == 200
        assert (simulator.provider.faults.error, simulator.provider.faults.seed) == (1.0, 3)
        assert client.post("/_faults", params={"gremlins": "1"}).status_code == 400
        assert client.post("/_faults", params={"error": "often"}).status_code == 400
        assert client.post("/_reset").status_code == 200
        assert client.get("/_sent").json() == []
        assert client.get("/").status_code == 404
        assert client.post("/?Action=SendSms").json()["Code"] == "MissingAuthorization"
        assert client.post("/", content=b"x" * 200_000).json()["Code"] == "InvalidContentLength"


def test_the_command_serves_until_it_is_ended() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    process = subprocess.Popen(  # our own module
        [sys.executable, "-m", "huiyin.channels.sms.simulator", "--port", "0", "--error", "1"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        assert process.stdout is not None
        word, url = process.stdout.readline().split()
        assert word == "ready"
        assert httpx.get(f"{url}/_sent", trust_env=False).json() == []
    finally:
        process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0
