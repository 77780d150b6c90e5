"""One thread in a browser: from a work to who asked for it and back by keys; all read it without scripts."""

from __future__ import annotations

import re

import pytest

from tests.desks.browsing import chromium, press, seated

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 360, "height": 700}}


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def test_a_clerk_goes_from_the_work_to_a_case_and_back_by_keys(browser, instance) -> None:
    with seated(browser, instance, "clerk", **NARROW) as page:
        page.goto(f"{instance.url}/works/")
        press(page, "main table a[href^='/works/']")
        work = page.url
        assert "更换二栋一单元下水管" in page.inner_text("h1")
        press(page, "main a[href^='/case/']")
        press(page, "#topic a[href^='/works/']")
        assert page.url == work
        press(page, "main a[href^='/topics/']")
        press(page, "main table a[href^='/decisions/']")
        press(page, "main table a[href^='/works/']")
        assert page.url == work


def test_everybody_reads_how_the_work_went_without_scripts(browser, instance) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False, **NARROW)
    page = context.new_page()
    page.goto(instance.url + instance.login("resident")["start_page"].replace("/q/", "/near/"))
    page.click("main a[href^='/w/']")
    told = page.inner_text("main")
    assert re.search(r"5\D{0,6}5", told)
    assert "下雨，沟槽积水" not in told  # it is done: the day counts, no longer why it was late
    assert page.locator("main img").count() == 2
    context.close()
