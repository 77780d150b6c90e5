"""Agreements in a browser: by keys at 360 pixels for who reads them, without scripts for everybody."""

from __future__ import annotations

import pytest

from tests.desks.browsing import chromium, overflow, press, seated, too_wide

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 360, "height": 700}}


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def test_the_leader_reads_agreements_and_emergency_service_by_keys(browser, instance) -> None:
    with seated(browser, instance, "leader", **NARROW) as page:
        page.goto(f"{instance.url}/agreements/")
        assert overflow(page) == 0, too_wide(page)
        press(page, "main table a[href^='/agreements/']")
        assert "义务到期日" in page.inner_text("main")
        page.goto(f"{instance.url}/agreements/")
        press(page, "main table a[href^='/emergencies/']")
        assert "以前要由业主选聘物业企业" in page.inner_text("main")
        page.click("main a[href*='/emergency/']")
        assert overflow(page) == 0, too_wide(page)
        assert "每平方米每月五角" in page.inner_text("main")


def test_the_clerks_forms_fit_a_narrow_screen(browser, instance) -> None:
    with seated(browser, instance, "clerk", **NARROW) as page:
        page.goto(f"{instance.url}/agreements/")
        page.click("main table a[href^='/agreements/']")
        here = page.url
        for form in ("due", "renew", "end", "picture"):
            page.goto(f"{here}/{form}")
            assert overflow(page) == 0, (form, too_wide(page))
        for address in ("agreements/pledge", "emergencies/new"):
            page.goto(f"{instance.url}/{address}")
            assert overflow(page) == 0, (address, too_wide(page))


def test_everybody_reads_a_pledge_without_scripts(browser, instance) -> None:
    context = browser.new_context(locale="zh-CN", java_script_enabled=False, **NARROW)
    page = context.new_page()
    page.goto(instance.url + instance.login("resident")["start_page"].replace("/q/", "/near/"))
    page.click("main a[href^='/agreement/']")
    told = page.inner_text("main")
    assert "富友物业服务责任书" in told
    assert "单位负责人" not in told
    assert overflow(page) == 0, too_wide(page)
    context.close()
