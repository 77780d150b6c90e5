"""C11: what a shift outdoors costs of the telephone's mobile data, counted at the line, every byte.

Without photos, as the bar says. The server is the test's own: style sheets and scripts, which an installation
sends compressed and once, come in full here, so the shift counted is the dearer one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Playwright

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State
from tests.desks.counting import Line
from tests.desks.telephone import Telephone, playing, ready
from tests.town import all_seen, plant_town

pytestmark = pytest.mark.browser
MOST = 5_000_000
"""Bytes of an eight-hour shift (ux C11)."""
SIZES = {"LISTS": 60, "JOBS": 20, "FINDINGS": 10}
LISTS, JOBS, FINDINGS = (int(os.environ.get(f"HUIYIN_C11_{name}", n)) for name, n in SIZES.items())
ON_THE_LIST = 20


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
        town.take_in(place_id=town.building.pk, content=f"厨房下水返水，第{n}处").number
        for n in range(ON_THE_LIST)
    ]
    fire_due()
    return found


@pytest.fixture
def line(live_server: Any) -> Iterator[Line]:
    one = Line(urlsplit(live_server.url).port or 0)
    yield one
    one.close()


@pytest.fixture
def telephone(
    play: Playwright, town: Any, numbers: list[str], line: Line, tmp_path: Any
) -> Iterator[Telephone]:
    one = Telephone(play, tmp_path / "profile", line.url)
    one.switch_on()
    one.seat(town.people["field"])
    yield one
    one.switch_off()
    assert one.wrong == []


def look(page: Page, url: str) -> None:
    """Today's list, as often as somebody looks."""
    page.goto(f"{url}/field/", wait_until="networkidle")
    assert page.locator(".job").count() >= 1


def work(page: Page, url: str, number: str) -> None:
    """One job: its page, taken, there, what was agreed, done, the answer."""
    for step in ("accept", "arrive"):
        page.goto(f"{url}/field/{number}", wait_until="networkidle")
        with page.expect_navigation(wait_until="networkidle"):
            page.click(f"form[action$='/{step}'] button")
    page.click("#contacted summary")
    page.fill("#contacted textarea", "约好六点，家里有人")
    with page.expect_navigation(wait_until="networkidle"):
        page.click("#contacted button")
    with page.expect_navigation(wait_until="networkidle"):
        page.click("form[action$='/done'] button")
    page.fill("#answer textarea", "下水管已经疏通，试水正常，请您再看看。")
    with page.expect_navigation(wait_until="networkidle"):
        page.click("#answer button")


def find(page: Page, url: str, words: str) -> None:
    """Something seen on the way, in words alone."""
    page.goto(f"{url}/field/new", wait_until="networkidle")
    page.fill("[name=words]", words)
    with page.expect_navigation(wait_until="networkidle"):
        page.click(".send button")


def shift(
    telephone: Telephone, line: Line, numbers: list[str], sizes: tuple[int, int, int]
) -> dict[str, int]:
    """Bytes of the first opening, and of each kind of thing done so often."""
    lists, jobs, findings = sizes
    assert telephone.context
    page, url = telephone.context.pages[0], telephone.url
    counted: dict[str, int] = {}

    def count(name: str) -> None:
        counted[name] = line.bytes - sum(counted.values())

    ready(page, url)
    page.wait_for_load_state("networkidle")
    count("first")
    for _n in range(lists):
        look(page, url)
    count("lists")
    for number in numbers[:jobs]:
        work(page, url, number)
    count("jobs")
    for n in range(findings):
        find(page, url, f"楼道灯不亮，第{n}处")
    count("findings")
    return counted


def done(numbers: list[str]) -> int:
    """How many of the jobs were answered: what was counted was work that arrived."""
    with all_seen():
        return Case.objects.filter(number__in=numbers, state=State.PROPOSED).count()


def test_a_small_shift_costs_its_part_of_five_megabytes(
    telephone: Telephone, line: Line, numbers: list[str]
) -> None:
    """Three looks, one job, one finding, and from them a shift of 60, 20 and 10."""
    counted = shift(telephone, line, numbers, (3, 1, 1))
    assert done(numbers) == 1
    whole = counted["first"] + 60 * counted["lists"] // 3 + 20 * counted["jobs"] + 10 * counted["findings"]
    print(f"bytes: {counted}, a shift {whole}")
    assert whole <= MOST, counted


@pytest.mark.long
def test_a_whole_shift_costs_at_most_five_megabytes(
    telephone: Telephone, line: Line, numbers: list[str]
) -> None:
    """HUIYIN_C11_LISTS, _JOBS, _FINDINGS: 60 looks at a list of 20, 20 jobs, 10 findings."""
    counted = shift(telephone, line, numbers, (LISTS, JOBS, FINDINGS))
    assert done(numbers) == min(JOBS, ON_THE_LIST)
    print(f"bytes: {counted}, together {sum(counted.values())}")
    assert sum(counted.values()) <= MOST, counted
