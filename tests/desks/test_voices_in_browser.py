"""Polls and surveys at 360 px by keys: a resident without JavaScript, a clerk with papers and at the door."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.desks.browsing import chromium, overflow, press, seated, tab_to

pytestmark = pytest.mark.browser
NARROW: dict[str, Any] = {"viewport": {"width": 360, "height": 700}}
SEND = "form[data-once] .button-primary"


class Bailong:
    """The running demonstration as the community sees it whose homes are asked."""

    def __init__(self, instance: Any) -> None:
        self.url, self.logins = instance.url, instance.logins

    def login(self, role: str) -> dict[str, Any]:
        """Its own clerk, not the first of the demonstration."""
        return next(one for one in self.logins if one["username"] == "bailong.yuan1" and one["role"] == role)


@pytest.fixture
def bailong(instance: Any) -> Bailong:
    return Bailong(instance)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def heard(page: Page) -> int:
    """How many voices without a home the open round has."""
    return int(re.findall(r"另有(\d+)份意见", page.inner_text("main"))[0])


@pytest.fixture
def codes(browser: Browser, bailong: Bailong) -> dict[str, str]:
    """The public codes of the demonstration's open poll and survey, as the clerk reads them."""
    with seated(browser, bailong, "clerk", **NARROW) as page:
        page.goto(f"{bailong.url}/polls/")
        assert overflow(page) == 0
        poll = re.search(r"Q\d{4}-\w{6}", page.inner_text("main tbody tr:has-text('锅炉房')"))
        page.goto(f"{bailong.url}/surveys/")
        survey = re.search(r"S\d{4}-\w{6}", page.inner_text("main"))
    assert poll is not None
    assert survey is not None
    return {"poll": poll[0], "survey": survey[0]}


def test_a_resident_speaks_and_answers_without_javascript(
    browser: Browser, bailong: Bailong, codes: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN", **NARROW)
    page = context.new_page()
    page.goto(f"{bailong.url}/k/{codes['poll']}")
    assert "老年食堂" in page.inner_text("main")
    before = heard(page)
    page.locator("main button[name=pick]").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "您的意见已收到" in page.inner_text("main")
    assert heard(page) == before + 1
    page.goto(f"{bailong.url}/d/{codes['survey']}")
    page.fill("[name=door]", "9-9-999")
    with page.expect_navigation():
        page.locator("main .send button").press("Enter")
    assert page.input_value("[name=door]") == "9-9-999", "what was typed is kept"
    page.fill("[name=door]", "1-1-101")
    page.locator("[name=q1]").fill("3")
    with page.expect_navigation():
        page.locator("main .send button").press("Enter")
    assert "您的回答已收到" in page.inner_text("main")
    context.close()


def test_a_clerk_enters_a_paper_and_takes_a_sheet_by_keys(browser: Browser, bailong: Bailong) -> None:
    with seated(browser, bailong, "clerk", **NARROW) as page:
        page.goto(f"{bailong.url}/polls/")
        press(page, "main table a")
        press(page, "main a[href$='/paper']")
        tab_to(page, "[name=no]")
        page.keyboard.type("9001")
        tab_to(page, "[name=door]")
        page.keyboard.type("1-1-101")
        tab_to(page, "[name=picks]")
        page.keyboard.press("Space")
        press(page, SEND)
        assert "9001" in page.inner_text("main") or "已记下" in page.inner_text("body")
        page.goto(f"{bailong.url}/surveys/")
        press(page, "main table a")
        assert "问题清单" in page.inner_text("main")
        assert "需求清单" in page.inner_text("main")
        press(page, "main a[href$='/visits']")
        press(page, "main table a")
        tab_to(page, "[name=q1]")
        page.keyboard.type("2")
        press(page, SEND)
        assert page.url.endswith("/visits")
