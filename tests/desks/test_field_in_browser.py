"""The worker's telephone measured: today's list from the cache within a second, the bytes of a shift."""

from __future__ import annotations

import socket
import statistics
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Playwright

from huiyin.bridges.timers import fire_due
from tests.desks.telephone import Telephone, playing, ready
from tests.town import plant_town

pytestmark = pytest.mark.browser
JOBS, RUNS, A_SECOND = 20, 5, 1000
DRAWN = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
SHIFT = {"list": 60, "job": 20, "finding": 10}
"""Of eight hours: the list every eight minutes, twenty jobs from acceptance to answer, ten findings."""
FIVE_MB = 5_000_000


class Counted:
    """A line between telephone and server that counts every byte in both directions, headers too."""

    def __init__(self, server: str) -> None:
        self.to, self.bytes, self.lock = (
            (urlsplit(server).hostname, urlsplit(server).port),
            0,
            threading.Lock(),
        )
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://{urlsplit(server).hostname}:{self.door.getsockname()[1]}"
        threading.Thread(target=self._open, daemon=True).start()

    def _open(self) -> None:
        while True:
            try:
                here, _address = self.door.accept()
            except OSError:
                return
            there = socket.create_connection(self.to)
            for pair in ((here, there), (there, here)):
                threading.Thread(target=self._pass, args=pair, daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket) -> None:
        try:
            while got := source.recv(65536):
                with self.lock:
                    self.bytes += len(got)
                target.sendall(got)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            return

    def during(self, act: Any, *given: Any) -> int:
        """The bytes that went over it while something was done."""
        before = self.bytes
        act(*given)
        return self.bytes - before


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    with playing() as started:
        yield started


@pytest.fixture
def line(live_server: Any) -> Iterator[Counted]:
    one = Counted(live_server.url)
    yield one
    one.door.close()


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
    play: Playwright, town: Any, numbers: list[str], line: Counted, tmp_path: Any
) -> Iterator[Telephone]:
    one = Telephone(play, tmp_path / "profile", line.url)
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
        page.wait_for_function(f"{DRAWN} > 0")
        took.append(page.evaluate(DRAWN))
        assert page.locator(".job").count() >= JOBS
        assert page.is_visible("[data-offline]")
    print(f"drawn after {statistics.median(took):.0f} ms without network, median of {RUNS}")
    assert statistics.median(took) <= A_SECOND


def test_a_shift_takes_no_more_than_five_megabytes(
    telephone: Telephone, numbers: list[str], line: Counted
) -> None:
    page = telephone.context.pages[0]
    first = line.during(ready, page, telephone.url)
    look = line.during(page.goto, f"{telephone.url}/field/")
    job = line.during(_job, page, telephone.url, numbers[0])
    finding = line.during(_finding, page, telephone.url)
    told = {"list": look, "job": job, "finding": finding}
    shift = first + sum(SHIFT[name] * each for name, each in told.items())
    print(f"first {first}, {told}, a shift {shift} bytes")
    assert all(each > 1000 for each in (first, look, job, finding)), "the line counts"
    assert shift <= FIVE_MB


def _job(page: Page, url: str, number: str) -> None:
    """From acceptance to the answer."""
    page.goto(f"{url}/field/{number}")
    for step in ("accept", "arrive", "done"):
        page.locator(f"form[action$='/{step}'] button").first.click()
        page.wait_for_selector(f"form[action$='/{step}']", state="detached")
    page.goto(f"{url}/field/")


def _finding(page: Page, url: str) -> None:
    page.goto(f"{url}/field/new")
    page.fill("[name=words]", "楼道灯不亮")
    with page.expect_navigation():
        page.click(".send button")
