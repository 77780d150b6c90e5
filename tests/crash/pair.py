"""Two of each on one database: two web processes and two workers, with one provider of text messages."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

import httpx
from django_otp.oath import totp

from huiyin.channels.sms.simulator import Simulator
from tests.crash.killing import Victim, serve, until, wait_for
from tests.crash.seeding import PASSWORD, SECOND_FACTOR
from tests.instance import free_port

PATIENCE = 20.0


@dataclass
class Pair:
    """A running instance (`first`) and a second web and worker on its database; `urls` are both addresses."""

    first: Victim
    second: subprocess.Popen[bytes]
    urls: tuple[str, str]
    simulator: Simulator

    @classmethod
    def start(cls) -> Pair:
        """Start all of it, and a provider whose every accepted message can be counted."""
        simulator = Simulator()
        simulator.start()
        first = Victim.start(**_provider(simulator))
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        second = serve(first.data, port, first.environment, "--workers", "1")
        wait_for(second, url, first.data)
        pair = cls(first, second, (first.url, url), simulator)
        until(lambda: len(pair.workers()) == 2)
        return pair

    def stop(self) -> None:
        """End both; the database goes with the last."""
        for pid in self.workers():
            _signal(pid, signal.SIGCONT)
        self.second.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.second.wait(timeout=60)
        self.second.kill()
        self.first.stop()
        self.simulator.stop()

    def workers(self) -> list[int]:
        """The pids of the two workers, in the order of their start."""
        return sorted(self.first.pids("command worker"))

    @contextlib.contextmanager
    def frozen(self, worker: int) -> Any:
        """One worker stands still for the block (SIGSTOP), then goes on as if nothing had been."""
        pid = self.workers()[worker]
        _signal(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            _signal(pid, signal.SIGCONT)

    def file(self, web: int, key: str = "", **values: Any) -> httpx.Response:
        """Send a request to one of the two."""
        body = {"scope_id": self.first.scope_id, "content": "厨房漏水", "category": "0204", **values}
        headers = {
            "Authorization": f"Bearer {self.first.token}",
            "Idempotency-Key": key or str(uuid.uuid4()),
        }
        with httpx.Client(timeout=PATIENCE, trust_env=False) as client:
            return client.post(f"{self.urls[web]}/api/v1/cases", json=body, headers=headers)

    def rows(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask past every wall."""
        with self.first.owner() as owner:
            return owner.execute(query.encode(), values).fetchall()

    def sent(self) -> Counter[str]:
        """How often the provider took each message."""
        return Counter(message.ref for message in self.simulator.provider.sent({}))


class Browser:
    """The duty man's browser: one session for both addresses, as behind one name."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.client = httpx.Client(timeout=PATIENCE, trust_env=False, follow_redirects=True)

    def get(self, web: int, path: str, **headers: str) -> httpx.Response:
        """Open a page at one of the two."""
        return self.client.get(f"{self.pair.urls[web]}{path}", headers=headers)

    def post(self, web: int, path: str, *, page: str = "", **fields: str) -> httpx.Response:
        """Send a form with the token of the page it stands on."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(web, page or path).text)
        assert token
        data = {"csrfmiddlewaretoken": token[1], "key": str(uuid.uuid4()), **fields}
        return self.client.post(f"{self.pair.urls[web]}{path}", data=data)

    def sign_in(self, web: int) -> httpx.Response:
        """With password and second factor."""
        self.post(web, "/sign-in", username="duty", password=PASSWORD)
        return self.post(web, "/sign-in/second", code=f"{totp(bytes.fromhex(SECOND_FACTOR)):06}")


def _provider(simulator: Simulator) -> dict[str, str]:
    account = simulator.account
    return {
        "HUIYIN_SMS": "aliyun",
        "HUIYIN_SMS_KEY_ID": account.key_id,
        "HUIYIN_SMS_SECRET": account.secret,
        "HUIYIN_SMS_SIGN_NAME": account.sign_name,
        "HUIYIN_SMS_ENDPOINT": account.endpoint,
        "HUIYIN_SMS_TEMPLATES": ",".join(f"{name}={code}" for name, code in account.templates.items()),
    }


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)
