"""The bar of desks in chromium: one line at 1280, four entries at 360, menus without scripts and by keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.desks.browsing import chromium, overflow, seated, tab_to

pytestmark = pytest.mark.browser
STARTS = {
    "clerk": "/clerk/",
    "duty": "/me",
    "leader": "/leader/",
    "steward": "/steward/",
    "auditor": "/auditor/",
    "field": "/field/",
}
ENTRIES = ".desks > ul > li > a, .desks > ul > li summary"
TOPS = f"[...document.querySelectorAll('.bar > a, .bar .bell, .bar .elder-switch, {ENTRIES}')]\
    .filter(e => e.checkVisibility()).map(e => e.getBoundingClientRect()).map(r => r.top + r.height / 2)"
"""The middle of everything that stands in the bar, from above."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize(("role", "start"), STARTS.items(), ids=STARTS)
def test_it_is_one_line_at_1280_and_marks_where_one_is(
    browser: Browser, instance: Any, role: str, start: str
) -> None:
    with seated(browser, instance, role, viewport={"width": 1280, "height": 800}) as page:
        page.goto(instance.url + start)
        middles = page.evaluate(TOPS)
        assert max(middles) - min(middles) < 30, "one line"
        assert overflow(page) <= 0
        if start != "/me":
            assert page.locator(".desks [aria-current='page']").count() == 1


def opened(page: Page) -> None:
    """The menu of what people settle together, opened by keys."""
    tab_to(page, ".desk-group:has(a[href='/votes/']) > summary")
    page.keyboard.press("Enter")
    assert page.locator(".desk-group[open] ul a").first.is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_menu_opens_by_keys_and_leads_to_its_desk(
    browser: Browser, instance: Any, *, scripts: bool, width: int
) -> None:
    screen = {"viewport": {"width": width, "height": 740}, "java_script_enabled": scripts}
    with seated(browser, instance, "clerk", **screen) as page:
        page.goto(f"{instance.url}/clerk/")
        opened(page)
        assert overflow(page) <= 0
        for link in page.locator(".desk-group[open] ul a").all():
            box = link.bounding_box()
            assert box
            assert box["height"] >= 44
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert box["y"] + box["height"] <= 740
        tab_to(page, ".desk-group[open] a[href='/votes/']")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.locator(".desks summary[aria-current='true']").count() == 1


def test_escape_and_a_press_elsewhere_close_a_menu(browser: Browser, instance: Any) -> None:
    with seated(browser, instance, "clerk", viewport={"width": 1280, "height": 800}) as page:
        page.goto(f"{instance.url}/clerk/")
        opened(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        assert page.locator(".desk-group[open]").count() == 0
        assert page.evaluate("document.activeElement.matches('.desks summary')"), (
            "the focus stays at the word"
        )
        page.keyboard.press("Enter")
        page.locator("main").click(position={"x": 2, "y": 2})
        assert page.locator(".desk-group[open]").count() == 0


def test_a_phone_has_four_entries_below_and_the_rest_in_the_account(browser: Browser, instance: Any) -> None:
    with seated(browser, instance, "clerk", viewport={"width": 360, "height": 640}) as page:
        page.goto(f"{instance.url}/clerk/")
        shown = [entry for entry in page.locator(ENTRIES).all() if entry.is_visible()]
        assert len(shown) == 4
        for entry in shown:
            box = entry.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 44
        page.locator(".account summary").click()
        assert page.locator("a.account-desk[href='/clerk/import']").is_visible()
