"""The clerk in chromium: type in, sort and dispatch by keyboard alone, take it back."""

from __future__ import annotations

import re

import pytest

from tests.desks.browsing import chromium, overflow, seated, tab_to

pytestmark = pytest.mark.browser
WIDTHS = (320, 360, 1280)


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def typed_in(page, instance, words: str) -> str:
    """A call at the counter, by keyboard alone. Returns the number."""
    page.goto(f"{instance.url}/clerk/new")
    tab_to(page, "[name=content]")
    page.keyboard.type(words)
    tab_to(page, "form[data-once] .button-primary")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page.url.rsplit("/", 1)[1]


def test_a_call_is_sorted_dispatched_and_taken_back_by_keys(browser, instance) -> None:
    with seated(browser, instance, "clerk") as page:
        number = typed_in(page, instance, "物业费怎么收的，想看看明细")
        page.goto(f"{instance.url}/clerk/?show=triage")
        page.wait_for_selector(f".row-foot:has-text('{number}')")
        rows = page.locator("[data-row] .row-foot span:first-child").all_text_contents()
        for _step in range(rows.index(number) + 1):
            page.keyboard.press("j")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.get_attribute("article.case", "aria-label") == number
        page.keyboard.press("2")
        assert page.is_checked("[name=hint][data-key='2']")
        page.keyboard.press("1")
        with page.expect_navigation():
            page.keyboard.press("a")
        assert page.locator(f".undo:has-text('{number}')").is_visible()
        with page.expect_navigation():
            page.keyboard.press("z")
        page.goto(f"{instance.url}/case/{number}")
        assert page.get_attribute(".case-head .state", "data-state") == "received"


def test_letters_typed_into_a_field_are_letters(browser, instance) -> None:
    with seated(browser, instance, "clerk") as page:
        page.goto(f"{instance.url}/clerk/")
        page.keyboard.press("/")
        page.keyboard.type("jka1z")
        assert page.input_value("#find") == "jka1z"


def test_no_page_scrolls_sideways_or_complains(browser, instance) -> None:
    with seated(browser, instance, "clerk") as page:
        said: list[str] = []
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        page.goto(f"{instance.url}/clerk/")
        number = page.locator("[data-row] .row-foot span:first-child").first.text_content()
        for path in ("/clerk/", f"/clerk/?case={number}", f"/case/{number}", "/clerk/new", "/clerk/import"):
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(instance.url + path)
                assert overflow(page) == 0, (path, width)
        assert said == []


def test_on_a_narrow_screen_the_chosen_case_stands_alone(browser, instance) -> None:
    with seated(browser, instance, "clerk") as page:
        page.set_viewport_size({"width": 360, "height": 800})
        page.goto(f"{instance.url}/clerk/")
        page.locator("[data-row] .row-text").first.click()
        page.wait_for_url(re.compile("case="))
        assert not page.locator(".panes-list").is_visible()
        page.locator(".panes-back a").click()
        assert page.locator(".panes-list").is_visible()
