"""The pages of volunteers in chromium at 360 px, without JavaScript, plain and in the elder view."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tests.browser import ARGUMENTS, needed_chromium
from tests.desks.browsing import overflow
from tests.desks.telephone import playing
from tests.matrix.volunteers import plant_volunteers
from tests.town import all_seen, plant_town

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    with playing() as started:
        yield started


def test_a_duty_is_taken_and_given_back_in_one_tap_each_without_scripts(
    play: Playwright, transactional_db: None, live_server: Any, tmp_path: Any
) -> None:
    with all_seen():
        told = plant_volunteers(plant_town().estate.pk)
    browser = play.chromium.launch(executable_path=needed_chromium(), args=ARGUMENTS)
    try:
        page = browser.new_context(
            java_script_enabled=False, locale="zh-CN", viewport={"width": 360, "height": 740}
        ).new_page()
        own = f"{live_server.url}/y/me/{told['volunteer_code']}"
        for elder in (False, True):
            page.goto(own)
            if elder:
                page.click("a.elder-switch")
                assert "elder" in (page.locator("html").get_attribute("class") or "")
            assert overflow(page) <= 0
            page.click("button[name=take]")
            assert "谢谢，到时候见" in page.inner_text("main")
            page.click("button[name=back]")
            assert page.locator("button[name=take]").count() == 1
        page.goto(f"{live_server.url}/y/{told['duty_code']}")
        assert overflow(page) <= 0
        page.screenshot(path=tmp_path / "duty.png", full_page=True)
    finally:
        browser.close()
