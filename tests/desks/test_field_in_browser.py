"""The worker's telephone measured: today's list is drawn from the cache within a second."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright

from huiyin.bridges.timers import fire_due
from tests.desks.browsing import wait
from tests.desks.telephone import Telephone, playing, ready
from tests.town import plant_town

pytestmark = pytest.mark.browser
JOBS, RUNS, A_SECOND = 20, 5, 1000
DRAWN = "(performance.getEntriesByName('first-contentful-paint')[0] || {startTime: 0}).startTime"


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    with playing() as started:
        yield started


@pytest.fixture
def town(transactional_db: None) -> Any:
    return plant_town()


@pytest.fixture
def numbers(town: Any) -> list[str]:
    found = [
        town.take_in(place_id=town.building.pk, content=f"厨房下水返水，第{n}处").number for n in range(JOBS)
    ]
    fire_due()
    return found


@pytest.fixture
def telephone(
    play: Playwright, town: Any, numbers: list[str], live_server: Any, tmp_path: Any
) -> Iterator[Telephone]:
    one = Telephone(play, tmp_path / "profile", live_server.url)
    one.switch_on()
    one.seat(town.people["field"])
    yield one
    one.switch_off()


def test_todays_list_is_drawn_from_the_cache_within_a_second(
    telephone: Telephone, numbers: list[str]
) -> None:
    page = telephone.context.pages[0]
    ready(page, telephone.url)
    page.goto(f"{telephone.url}/field/")
    telephone.context.set_offline(True)
    took = []
    for _n in range(RUNS):
        page.goto(f"{telephone.url}/field/")
        took.append(wait(page, DRAWN))
        assert page.locator(".job").count() >= JOBS
        assert page.is_visible("[data-offline]")
    print(f"drawn after {statistics.median(took):.0f} ms without network, median of {RUNS}")
    assert statistics.median(took) <= A_SECOND
