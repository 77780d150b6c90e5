"""Shared problems in a browser: confirmed and split with the keyboard alone, on a narrow screen."""

from __future__ import annotations

import re

import pytest

from tests.desks.browsing import chromium, press, seated, tab_to

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 360, "height": 700}}


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


TITLE = "main table a[data-open]"
SEND = "form[data-once] .button-primary"


def asked(page) -> int:
    """How many requests the topic has. Other tests ask in the same demonstration, so it is five or more."""
    return int(re.search(r"\d+人，(\d+)件", page.inner_text("main"))[1])


def test_a_clerk_confirms_and_splits_by_keys_and_finds_the_way_from_a_case(browser, instance) -> None:
    with seated(browser, instance, "clerk", **NARROW) as page:
        page.goto(f"{instance.url}/topics/")
        press(page, TITLE)
        topic = page.url
        assert asked(page) >= 5
        press(page, "a[href$='/confirm']")
        press(page, SEND)
        assert page.url == topic
        assert "已确认" in page.inner_text("main")
        press(page, "a[href$='/split']")
        tab_to(page, "[name=cases]")
        page.keyboard.press("Space")
        tab_to(page, "[name=name]")
        page.keyboard.type("顶楼返水")
        press(page, SEND)
        assert page.url == topic
        assert asked(page) >= 4
        page.click("main a:has-text('顶楼返水')")
        assert asked(page) == 1
        page.goto(topic)
        press(page, "main a[href^='/case/']")
        press(page, "#topic a")
        assert page.url == topic


def test_a_problem_becomes_a_proposal_and_each_leads_to_the_other(browser, instance) -> None:
    with seated(browser, instance, "clerk", **NARROW) as page:
        page.goto(f"{instance.url}/topics/")
        page.click("a[data-open] >> nth=0")
        topic = page.url
        page.click("text=提成议题")
        assert "先后" in page.input_value("[name=words]")
        page.fill("[name=raised_by]", "梓林小区党支部")
        page.check("[name=council] >> nth=0")
        page.select_option("[name=matter]", "none")
        page.click("main form button[type=submit]")
        assert page.url == topic
        page.click("section:has-text('由此提出的议题') a")
        page.click(".facts a")
        assert page.url == topic
