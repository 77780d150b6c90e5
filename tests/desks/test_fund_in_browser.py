"""The maintenance fund in a browser: a use by keys on a narrow screen; its posting read without scripts."""

from __future__ import annotations

import pytest

from tests.desks.browsing import chromium, overflow, press, seated, tab_to

pytestmark = pytest.mark.browser
NARROW = {"viewport": {"width": 360, "height": 700}}
SEND = "form[data-once] .button-primary"
ROOF = "四栋屋面防水翻修"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def test_an_organiser_prepares_a_use_and_quotes_it_by_keys(browser, instance) -> None:
    with seated(browser, instance, "organiser", **NARROW) as page:
        page.goto(f"{instance.url}/fund/")
        assert overflow(page) == 0
        press(page, "main a[href$='/fund/new']")
        tab_to(page, "[name=title]")
        page.keyboard.type("一栋门厅照明更新")
        tab_to(page, "[name=words]")
        page.keyboard.type("灯具老化，逐层更换。")
        press(page, SEND)
        press(page, "main table a[href^='/fund/']")
        assert overflow(page) == 0
        assert "一栋门厅照明更新" in page.inner_text("h1")
        press(page, "main a[href$='/quotation']")
        tab_to(page, "[name=amount]")
        page.keyboard.type("9800")
        press(page, SEND)
        assert "9,800.00" in page.inner_text("main")
        press(page, "main a[href$='/choose']")
        tab_to(page, "[name=no]")
        page.keyboard.press("Space")
        tab_to(page, "[name=why]")
        page.keyboard.type("只此一家")
        press(page, SEND)
        assert "只此一家" in page.inner_text("main")
        press(page, "main a[href$='/vote']")
        assert "9,800.00" in page.input_value("[name=text]")
        assert overflow(page) == 0


def test_everybody_reads_the_posting_without_scripts(browser, instance) -> None:
    with seated(browser, instance, "organiser", **NARROW) as page:
        page.goto(f"{instance.url}/fund/")
        page.click(f"main table a:has-text('{ROOF}')")
        public = page.get_attribute("main a[href*='/f/F']", "href")
    context = browser.new_context(locale="zh-CN", java_script_enabled=False, **NARROW)
    page = context.new_page()
    page.goto(instance.url + "/f/" + str(public).rsplit("/", 1)[1])
    told = page.inner_text("main")
    assert ROOF in told
    assert "公示中" in told
    assert "每平方米" in told
    assert "86,400.00" in told
    assert overflow(page) == 0
    page.click("main a[href^='/v/']")
    assert ROOF in page.inner_text("h1")
    context.close()
