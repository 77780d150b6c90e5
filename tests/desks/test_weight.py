"""The page behind a printed code: at most 60 kB (gzip) in at most six requests, none to another host."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Response

from tests.desks.browsing import chromium
from tests.instance import Instance

pytestmark = pytest.mark.browser
HEAVIEST, MOST = 60 * 1024, 6


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.mark.parametrize("page", ["", "/leak", "/help"])
def test_the_residents_page_is_light(browser: Browser, instance: Instance, page: str) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 360, "height": 640})
    opened, answers = context.new_page(), list[Response]()
    opened.on("response", lambda answer: answers.extend([answer]))
    opened.goto(instance.url + instance.login("resident")["start_page"] + page, wait_until="networkidle")
    weights = {answer.url: len(gzip.compress(answer.body(), 9)) for answer in answers}
    context.close()
    assert all(answer.status == 200 for answer in answers)
    assert {urlsplit(url).netloc for url in weights} == {urlsplit(instance.url).netloc}
    assert len(answers) <= MOST, list(weights)
    assert sum(weights.values()) <= HEAVIEST, weights


def test_files_that_never_change_are_kept_by_the_browser(browser: Browser, instance: Instance) -> None:
    context = browser.new_context(locale="zh-CN")
    page, kept = context.new_page(), dict[str, str]()
    page.on("response", lambda r: kept.update({r.url: r.headers.get("cache-control", "")}))
    page.goto(instance.url + instance.login("resident")["start_page"], wait_until="networkidle")
    context.close()
    static = {url: told for url, told in kept.items() if "/static/" in url}
    assert static
    assert all("immutable" in told for told in static.values()), static
    assert next(told for url, told in kept.items() if "/q/" in url) == "private, no-cache"
