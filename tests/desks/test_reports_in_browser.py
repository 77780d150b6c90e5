"""The weekly draft, the report and the insight page on a telephone, by keyboard, without scripts."""

from __future__ import annotations

import pytest

from tests.desks.browsing import chromium, overflow, seated, tab_to

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": False}


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def test_a_clerk_calls_the_weekly_meeting_by_keyboard(browser, instance) -> None:
    with seated(browser, instance, "clerk", **PHONE) as page:
        page.goto(f"{instance.url}/meetings/weekly")
        assert overflow(page) == 0
        tab_to(page, "[name=venue]")
        page.keyboard.type("社区会议室")
        tab_to(page, "[name=own]")
        page.keyboard.type("扫雪铲冰安排")
        tab_to(page, "main form button[type=submit]")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "扫雪铲冰安排" in page.inner_text("main")
        assert overflow(page) == 0


def test_a_leader_reads_report_and_drawings_on_a_telephone(browser, instance) -> None:
    with seated(browser, instance, "leader", **PHONE) as page:
        page.goto(f"{instance.url}/leader/insight")
        assert overflow(page) == 0
        tab_to(page, ".drawing a")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "/leader/list" in page.url
        page.goto(f"{instance.url}/leader/months")
        page.click("a[href*='/leader/report/']")
        assert page.query_selector(".drawing svg")
        assert overflow(page) == 0
