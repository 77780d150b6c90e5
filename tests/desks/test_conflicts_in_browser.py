"""C5 on a telephone: written in the cellar, answered by another meanwhile, settled with keys alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.words import State
from huiyin.casework.s4_handling.models import Conflict
from tests.desks.axe import violations
from tests.desks.browsing import overflow, tab_to
from tests.desks.signed_in import at_desk, send
from tests.desks.telephone import Telephone, playing, ready
from tests.town import all_seen, case_of, plant_town

pytestmark = pytest.mark.browser
ANSWERED, WRAPPED = "阀门已换，恢复供水", "管子裂了，先包住了，要另派人来换"
WIDE = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    with playing() as started:
        yield started


@pytest.fixture
def town(transactional_db: None) -> Any:
    return plant_town()


@pytest.fixture
def telephone(play: Playwright, town: Any, live_server: Any, tmp_path: Any) -> Iterator[Telephone]:
    one = Telephone(play, tmp_path / "profile", live_server.url)
    page = one.switch_on()
    one.seat(town.people["field"])
    ready(page, one.url)
    yield one
    one.switch_off()
    assert one.wrong == []


def look(page: Page, name: str) -> None:
    """Nothing is wider than the screen or wrong for screen readers; a picture where one is wanted."""
    for size in (WIDE, {"width": 360, "height": 740}):
        page.set_viewport_size(size)
        if folder := os.environ.get("HUIYIN_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}-{size['width']}.png", full_page=True)
        assert overflow(page) <= 0, (name, size)
        assert violations(page) == [], (name, size)


def test_what_two_wrote_stands_side_by_side_and_is_settled_with_keys_alone(
    telephone: Telephone, town: Any
) -> None:
    assert telephone.context
    job = town.take_in(place_id=town.building.pk, content="厨房下水返水")
    fire_due()
    page, url, duty = telephone.context.pages[0], telephone.url, at_desk(town.people["duty"])
    page.goto(f"{url}/field/{job.number}")
    telephone.context.set_offline(True)
    page.fill("#answer textarea", WRAPPED)
    page.click("#answer button")
    page.wait_for_selector("[data-outbox-kept]")
    send(duty, f"/field/{job.number}/accept")
    send(duty, f"/field/{job.number}/answer", answer=ANSWERED)
    page.evaluate("HuiyinStore.orders(HuiyinOutbox.who).then(all => HuiyinStore.mark(all[0], "
                  "{at: Date.now() - 2 * 3600e3}))")  # fmt: skip
    telephone.context.set_offline(False)
    page.goto(f"{url}/field/outbox")
    page.wait_for_selector("[data-state=look]", timeout=15_000)
    assert "和他的放在一起" in page.inner_text(".outbox-item")
    assert case_of(job).state == State.PROPOSED
    page.click("[data-item-go]")
    page.wait_for_url(f"**/case/{job.number}")
    look(page, "case")
    page.goto(f"{url}/field/")
    look(page, "today")
    tab_to(page, "a[href='/conflicts/']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    shown = page.inner_text("main")
    assert shown.index(ANSWERED) < shown.index(WRAPPED)
    look(page, "conflicts")
    tab_to(page, "[name=holds]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=words]")
    page.keyboard.type("去看过：只是包住，明天另派人来换")
    tab_to(page, "main form .button-primary")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "没有要定的" in page.inner_text("main")
    look(page, "settled")
    with all_seen():
        assert Conflict.objects.get().holds == "late"
