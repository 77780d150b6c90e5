"""Hostile words through the real forms and the API: every write of the table, in rounds.

In a round as many writes as fit together are made in one transaction; those that did not fit (the case stands
elsewhere by then) come in the next one, from the beginning.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.matrix.row import Values, Write
from tests.matrix.writes import ALL, API, Sender, done, new_key

SPARED = {"key", "and", "step"}


@dataclass
class Planter:
    """Sends writes with their words replaced. `planted`: (write, field) → what was said there."""

    sender: Sender
    texts: tuple[str, ...]
    short: str
    planted: dict[tuple[str, str], str] = field(default_factory=dict)
    _next: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self._next = cycle(self.texts)

    def rounds(self, undone: Callable[[], Any], walk: Callable[[], None]) -> list[str]:
        """Every write in some round, `walk` after each; the names of those that were never done."""
        left = list(ALL)
        while left:
            with undone():
                made = [write for write in left if self.plant(write)]
                if not made:
                    break
                walk()
            left = [write for write in left if write not in made]
        return [write.name for write in left]

    def plant(self, write: Write) -> bool:
        """Whether the write was done, with hostile words in every field that takes words."""
        try:
            with transaction.atomic():
                path = self.sender.address(write, write.before(self.sender.world))
                self._say(write, path)
        except Exception:  # noqa: BLE001 - whatever stands in the way now does not in another round
            return False
        return True

    def _say(self, write: Write, path: str) -> None:
        plain = write.data(self.sender.world)
        taken = {name: new for name in plain if (new := self._hostile(name, plain[name])) is not None}
        if self._done(write, path, taken):
            self.planted |= {(write.name, name): str(new) for name, new in taken.items()}
            return
        kept: Values = {}
        for name in sorted(taken, key=lambda name: not isinstance(plain[name], UploadedFile)):
            for new in (taken[name], self.short):
                fits = not isinstance(plain[name], UploadedFile) or isinstance(new, UploadedFile)
                if fits and self._would(write, path, {**kept, name: new}):
                    kept[name] = new
                    break
        if not self._done(write, path, kept):
            raise Unfit(write.name)
        self.planted |= {(write.name, name): str(new) for name, new in kept.items()}

    def _hostile(self, name: str, value: Any) -> Any:
        """Instead of this value; None where words have no place (a switch, an id, a list of choices)."""
        if isinstance(value, UploadedFile):
            return _renamed(value, next(self._next))
        if not isinstance(value, str) or name in SPARED or value.isdigit() or value in ("on", "yes", "no"):
            return None
        return next(self._next)

    def _would(self, write: Write, path: str, said: Values) -> bool:
        with transaction.atomic():
            answer = self._sent(write, path, said)
            transaction.set_rollback(True)
        return done(answer)

    def _done(self, write: Write, path: str, said: Values) -> bool:
        with transaction.atomic():
            answer = self._sent(write, path, said)
            transaction.set_rollback(not done(answer))
        assert answer.status_code < 500, (write.name, said)
        return done(answer)

    def _sent(self, write: Write, path: str, said: Values) -> HttpResponse:
        data = {**write.data(self.sender.world), **said}
        for value in data.values():
            if isinstance(value, UploadedFile):
                value.seek(0)
        if write in API:
            return self.sender._call(path, data, new_key(), write.who)
        client = Client(raise_request_exception=False)
        client.cookies = self.sender.world.clients[write.who].cookies
        return client.post(path, {**data, "key": new_key()})


class Unfit(Exception):
    """The write cannot be made as things stand."""


def _renamed(file: UploadedFile, text: str) -> UploadedFile:
    """The same file under a hostile name; in a table the text stands in the headings and cells too."""
    body, kind = file.read(), str(file.content_type)
    if kind == "text/csv":
        lines = body.decode().splitlines()
        cell = '"' + text.replace('"', '""') + '"'
        body = "\n".join([f"{lines[0]},{cell}", *(f"{line},{cell}" for line in lines[1:])]).encode()
    return SimpleUploadedFile(f"{text}.{file.name}", io.BytesIO(body).getvalue(), kind)
