"""A person walks through pages in one of four manners: as usual, without scripts, elder view, keys alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.desks.browsing import overflow, seated, tab_to
from tests.desks.test_resident_in_browser import at_door
from tests.instance import Instance

SMALL = {"width": 360, "height": 640}
MANNERS: dict[str, dict[str, Any]] = {
    "usual": {"viewport": {"width": 1280, "height": 800}},
    "no-js": {"java_script_enabled": False},
    "elder": {"viewport": SMALL},
    "keys": {"viewport": {"width": 1280, "height": 800}},
}


@dataclass
class Hand:
    """Somebody at a page: with finger and mouse, or with nothing but keys."""

    page: Page
    manner: str

    @property
    def keys(self) -> bool:
        return self.manner == "keys"

    @property
    def scripts(self) -> bool:
        return self.manner != "no-js"

    def press(self, selector: str) -> None:
        """A button, a fold, a box: pressed where it is, or reached by Tab."""
        if not self.keys:
            self.page.locator(selector).first.click()
            return
        tab_to(self.page, selector)
        kind = self.page.evaluate("document.activeElement.type || ''")
        self.page.keyboard.press("Space" if kind in ("radio", "checkbox") else "Enter")

    def go(self, selector: str) -> None:
        """Press what leads to another page; it fits the screen, and large print stays."""
        with self.page.expect_navigation():
            self.press(selector)
        self.arrived()

    def arrived(self) -> None:
        assert overflow(self.page) <= 0, self.page.url
        if self.manner == "elder":
            assert "elder" in str(self.page.get_attribute("html", "class"))

    def open(self, address: str) -> None:
        """Follow a link that came by message or stands on paper."""
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.ok, (address, answer.status)
        self.arrived()

    def write(self, selector: str, words: str) -> None:
        if self.keys:
            tab_to(self.page, selector)
            self.page.keyboard.type(words)
        else:
            self.page.fill(selector, words)

    def choose(self, selector: str) -> None:
        """The first that fits of several: with keys reached by Tab as a group, and by arrows within it."""
        wanted = self.page.locator(selector).first
        if not self.keys:
            wanted.click()
            return
        name, value = wanted.get_attribute("name"), wanted.get_attribute("value")
        several = wanted.get_attribute("type") == "checkbox"  # each of them is reached by Tab
        tab_to(self.page, f"[name='{name}'][value='{value}']" if several else f"[name='{name}']")
        for _step in range(self.page.locator(f"[name='{name}']").count()):
            if self.page.evaluate("document.activeElement.value") == value:
                break
            self.page.keyboard.press("ArrowDown")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        assert wanted.is_checked()

    def attach(self, selector: str, name: str, kind: str, body: bytes) -> None:
        """A file from the telephone; its chooser is the system's, so keys go as far as the control."""
        if self.keys:
            tab_to(self.page, selector)
        self.page.set_input_files(selector, [{"name": name, "mimeType": kind, "buffer": body}])


def elder(page: Page, url: str) -> None:
    page.context.add_cookies([{"name": "elder", "value": "1", "url": url}])


@contextmanager
def resident(browser: Browser, instance: Instance, manner: str) -> Iterator[tuple[Hand, str]]:
    """A resident at the door, in this manner."""
    with at_door(browser, instance, **MANNERS[manner]) as (page, door):
        if manner == "elder":
            elder(page, instance.url)
        yield Hand(page, manner), door


@contextmanager
def member(browser: Browser, instance: Instance, role: str, manner: str) -> Iterator[Hand]:
    """Somebody signed in, in this manner."""
    with seated(browser, instance, role, **MANNERS[manner]) as page:
        if manner == "elder":
            elder(page, instance.url)
        yield Hand(page, manner)


def turns(ways: tuple[Any, ...]) -> Iterator[Any]:
    """Every way in every manner; all but one manner of each are long, and neighbours go in different ones."""
    names = list(MANNERS)
    for place, way in enumerate(ways):
        for manner in names:
            marks = () if manner == names[(place + 1) % len(names)] else (pytest.mark.long,)
            yield pytest.param(way, manner, marks=marks, id=f"{way.__name__}-{manner}")
