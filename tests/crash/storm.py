"""Telephones that come back to the network in one moment, each with its drafts, as the outbox sends them."""

from __future__ import annotations

import asyncio
import io
import random
import time
import uuid
from dataclasses import dataclass, field

import httpx
from PIL import Image

PATIENCE, LONGEST_PAUSE = 60.0, 8.0
"""Seconds an answer may take, and between two tries; as the scripts of the outbox have them."""
BUSY = (429, 503)
COOKIE = "huiyin-session"


@dataclass
class Storm:
    """What the telephones were told. `faults` are answers no telephone should ever get here."""

    url: str
    place: str
    taken: int = 0
    busy: int = 0
    away: int = 0
    faults: list[str] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    """Seconds each page took of somebody who just works meanwhile."""

    async def run(self, sessions: list[str], drafts: int, other: str) -> float:
        """All at once; the seconds until the last draft was in."""
        began, over = time.monotonic(), asyncio.Event()
        on_line = asyncio.create_task(self._work_meanwhile(other, over))
        await asyncio.gather(*(self._telephone(n, one, drafts) for n, one in enumerate(sessions)))
        took = time.monotonic() - began
        over.set()
        await on_line
        return took

    def _client(self, session: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self.url, cookies={COOKIE: session}, timeout=PATIENCE, trust_env=False
        )

    async def _telephone(self, number: int, session: str, drafts: int) -> None:
        async with self._client(session) as client:
            token = await self._seat(client)
            for n in range(drafts):
                await self._until_in(client, token, f"第{number}部手机，第{n}件", photo=n == 0)

    async def _seat(self, client: httpx.AsyncClient) -> str:
        """The word for forms, asked for first as the outbox does."""
        while True:
            answer = await self._ask(client, "GET", "/field/seat")
            if answer is not None and answer.status_code == httpx.codes.OK:
                return str(answer.json()["csrf"])
            await self._pause(answer)

    async def _until_in(self, client: httpx.AsyncClient, token: str, words: str, *, photo: bool) -> None:
        headers = {"accept": "application/json", "huiyin-kept": "600", "huiyin-outbox": "2",
                   "x-csrftoken": token}  # fmt: skip
        body = {"key": uuid.uuid4().hex, "place": self.place, "words": words}
        files = {"photo": ("a.jpg", _picture(words), "image/jpeg")} if photo else None
        while not self.faults:
            answer = await self._ask(client, "POST", "/field/new", data=body, files=files, headers=headers)
            if answer is not None and answer.status_code == httpx.codes.OK:
                self.taken += 1
                return
            await self._pause(answer)

    async def _ask(
        self, client: httpx.AsyncClient, method: str, path: str, **more: object
    ) -> httpx.Response | None:
        """The answer, or None when the line broke: then the telephone tries again."""
        try:
            return await client.request(method, path, **more)  # type: ignore[arg-type]  # passed on as given
        except httpx.TransportError:
            self.away += 1
            return None

    async def _pause(self, answer: httpx.Response | None) -> None:
        """Wait as told. Anything but "busy", and a busy that does not say when, is a fault."""
        wait = 1.0
        if answer is not None:
            self.busy += 1
            told = answer.headers.get("Retry-After", "")
            if answer.status_code not in BUSY or not told.isdigit():
                self.faults.append(f"{answer.status_code} Retry-After {told!r} {answer.text[:200]}")
                return
            wait = float(told)
        await asyncio.sleep(min(wait, LONGEST_PAUSE) * random.uniform(0.5, 1))

    async def _work_meanwhile(self, session: str, over: asyncio.Event) -> None:
        """Somebody with network opens today's list again and again."""
        async with self._client(session) as client:
            while not over.is_set():
                began = time.monotonic()
                answer = await self._ask(client, "GET", "/field/")
                if answer is None or answer.status_code != httpx.codes.OK:
                    self.faults.append(f"on line: {answer and answer.status_code}")
                self.others.append(time.monotonic() - began)
                await asyncio.sleep(0.3)


def _picture(words: str) -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (640, 480), (len(words) * 9 % 256, 90, 120)).save(body, "JPEG")
    return body.getvalue()
