"""How long a practised clerk would take, by the keystroke-level model of Card, Moran and Newell (1980).

A model, no measurement: it counts what the desk asks for. Three people have to confirm it
(docs/how-to/try-with-people.md). Operators in seconds: K one key (a skilled typist), M one mental act before
a group of keys, R the wait for the page; READ is the paper's allowance for reading a request of two lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Page

K, M, READ = 0.2, 1.35, 3.0
R = 0.5
"""The bar of the list itself (E4); its bench figure is a fifth of it."""


@dataclass
class Clerk:
    """Somebody at the keys, the mouse unplugged. `groups`: how often keys followed a decision."""

    page: Page
    keys: list[str] = field(default_factory=list)
    groups: int = 0
    waits: int = 0
    read: int = 0

    def decide(self) -> None:
        """A mental act before the next keys."""
        self.groups += 1

    def reads(self) -> None:
        """Look at a request and at what the desk makes of it."""
        self.read += 1

    def press(self, key: str, *, leads_on: bool = False) -> None:
        """One key; `leads_on`: another page comes."""
        self.keys.append(key)
        if not leads_on:
            self.page.keyboard.press(key)
            return
        self.waits += 1
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    @property
    def seconds(self) -> float:
        """What the model says of it all."""
        return K * len(self.keys) + M * self.groups + R * self.waits + READ * self.read
