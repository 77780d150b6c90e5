"""Whole ways of people in chromium, in four manners: as usual, without scripts, elder view, keys alone.

In `make test` each way is gone once, in another manner than its neighbours; in `make test-long` in all four.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.desks.browsing import chromium, overflow, seated, tab_to
from tests.desks.test_resident_in_browser import at_door
from tests.instance import Instance

pytestmark = pytest.mark.browser
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

    def press(self, selector: str) -> None:
        """A button, a fold, a box: pressed where it is, or reached by Tab."""
        if not self.keys:
            self.page.locator(selector).first.click()
            return
        tab_to(self.page, selector)
        kind = self.page.evaluate("document.activeElement.type || ''")
        self.page.keyboard.press("Space" if kind in ("radio", "checkbox") else "Enter")

    def go(self, selector: str) -> None:
        """Press what leads to another page; it fits the screen."""
        with self.page.expect_navigation():
            self.press(selector)
        assert overflow(self.page) <= 0, self.page.url
        if self.manner == "elder":
            assert "elder" in str(self.page.get_attribute("html", "class"))

    def write(self, selector: str, words: str) -> None:
        if self.keys:
            tab_to(self.page, selector)
            self.page.keyboard.type(words)
        else:
            self.page.fill(selector, words)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def elder(page: Page, instance: Instance) -> None:
    page.context.add_cookies([{"name": "elder", "value": "1", "url": instance.url}])


@contextmanager
def resident(browser: Browser, instance: Instance, manner: str) -> Iterator[tuple[Hand, str]]:
    """A resident at the door, in this manner."""
    with at_door(browser, instance, **MANNERS[manner]) as (page, door):
        if manner == "elder":
            elder(page, instance)
        yield Hand(page, manner), door


@contextmanager
def member(browser: Browser, instance: Instance, role: str, manner: str) -> Iterator[Hand]:
    """Somebody signed in, in this manner."""
    with seated(browser, instance, role, **MANNERS[manner]) as page:
        if manner == "elder":
            elder(page, instance)
        yield Hand(page, manner)


def reports(hand: Hand, door: str) -> str:
    """Tile, phrase, send. Gives the query code."""
    hand.page.goto(door)
    hand.go("a.tile")
    hand.press(".chip input")
    hand.go(".send button")
    assert "/c/" in hand.page.url
    return hand.page.inner_text(".plate-code b")


def report(browser: Browser, instance: Instance, manner: str) -> None:
    with resident(browser, instance, manner) as (hand, door):
        assert re.fullmatch(r"[0-9A-Z]{10}", reports(hand, door).replace(" ", ""))


def ask(browser: Browser, instance: Instance, manner: str) -> None:
    """From the slip's code to how it stands."""
    with resident(browser, instance, manner) as (hand, door):
        code = reports(hand, door)
        hand.page.goto(f"{instance.url}/ask")
        hand.write("[name=code]", code)
        hand.go(".send button")
        assert "/c/" in hand.page.url
        assert hand.page.locator(".steps .step-here, .steps .step-done").count() >= 1


def mistake(browser: Browser, instance: Instance, manner: str) -> None:
    """An empty form comes back with its mistake, and the second try goes through."""
    with resident(browser, instance, manner) as (hand, door):
        hand.page.goto(f"{door}/car")
        hand.go(".send button")
        assert hand.page.title().startswith("错误：")
        hand.write("[name=words]", "单车堵了楼道")
        hand.go(".send button")
        assert "/c/" in hand.page.url


def take_back(browser: Browser, instance: Instance, manner: str) -> None:
    """A resident takes the own request back and reads that it ended."""
    with resident(browser, instance, manner) as (hand, door):
        reports(hand, door)
        hand.page.goto(hand.page.url.split("?")[0])
        hand.press("details:has(form[action$='/withdraw']) > summary")
        hand.press("form[action$='/withdraw'] input[type=radio]")
        hand.go("form[action$='/withdraw'] button")
        assert hand.page.locator("form[action$='/reopen']").count() == 1


def type_in(browser: Browser, instance: Instance, manner: str) -> None:
    """A clerk takes a call in and gets its number."""
    with member(browser, instance, "clerk", manner) as hand:
        hand.page.goto(f"{instance.url}/clerk/new")
        hand.write("[name=content]", "三号楼的路灯晚上不亮")
        hand.go("form[data-once] .actions .button-primary")
        assert re.search(r"\d{6}-\d{8}-\w+-\w+-\w", hand.page.inner_text("main"))


def find_a_desk(browser: Browser, instance: Instance, manner: str) -> None:
    """From the queue to the votes by the bar."""
    with member(browser, instance, "clerk", manner) as hand:
        hand.page.goto(f"{instance.url}/clerk/")
        hand.press(".desk-group:has(a[href='/votes/']) > summary")
        hand.go(".desk-group[open] a[href='/votes/']")
        assert hand.page.url == f"{instance.url}/votes/"


Way = Callable[[Browser, Instance, str], None]
WAYS: tuple[Way, ...] = (report, ask, mistake, take_back, type_in, find_a_desk)


def turns() -> Iterator[Any]:
    """Every way in every manner; all but one manner of each are long."""
    names = list(MANNERS)
    for place, way in enumerate(WAYS):
        for manner in names:
            marks = () if manner == names[(place + 1) % len(names)] else (pytest.mark.long,)
            yield pytest.param(way, manner, marks=marks, id=f"{way.__name__}-{manner}")


@pytest.mark.parametrize(("way", "manner"), list(turns()))
def test_a_way_is_gone_in_this_manner(browser: Browser, instance: Instance, way: Way, manner: str) -> None:
    way(browser, instance, manner)
