"""Residents' pages: at most 60 kB (gzip) in six requests, none to another host; desks 80 kB in nine."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.desks.browsing import chromium, overflow, seated
from tests.instance import Instance

pytestmark = pytest.mark.browser
HEAVIEST, MOST = 60 * 1024, 6
HEAVIEST_DESK, MOST_OF_A_DESK, OUTBOX = 80 * 1024, 9, 3
"""Who works outdoors gets three scripts more: the outbox, which the browser keeps like every file."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def answers_of(opened: Page, url: str) -> list[Response]:
    """Every answer a browser that keeps nothing gets for one page."""
    answers: list[Response] = []
    opened.on("response", lambda answer: answers.extend([answer]))
    opened.goto(url, wait_until="networkidle")
    first = next(place for place, answer in enumerate(answers) if answer.url == url)
    return answers[first:]  # what comes before was asked for by the page that was open


def weighed(answers: list[Response], url: str) -> dict[str, int]:
    """Address → bytes as sent with gzip; every answer is good and from this host."""
    assert all(answer.status == 200 for answer in answers), [answer.url for answer in answers]
    weights = {answer.url: len(gzip.compress(answer.body(), 9)) for answer in answers}
    assert {urlsplit(one).netloc for one in weights} == {urlsplit(url).netloc}
    return weights


@pytest.mark.parametrize("page", ["", "/leak", "/help"])
def test_the_residents_page_is_light(browser: Browser, instance: Instance, page: str) -> None:
    context = browser.new_context(locale="zh-CN", viewport={"width": 360, "height": 640})
    url = instance.url + instance.login("resident")["start_page"] + page
    answers = answers_of(context.new_page(), url)
    weights = weighed(answers, url)
    context.close()
    assert len(answers) <= MOST, list(weights)
    assert sum(weights.values()) <= HEAVIEST, weights


def test_what_is_decided_near_a_door_is_light_too(browser: Browser, instance: Instance) -> None:
    """The list and the first of each kind on it: proposals, works, polls, surveys, votes, meetings."""
    start = browser.new_context(locale="zh-CN")
    shown = start.new_page()
    shown.goto(instance.url + instance.login("resident")["start_page"])
    near = shown.get_attribute("a[href*='/near']", "href")
    assert near
    shown.goto(instance.url + near)
    kinds = shown.eval_on_selector_all(
        "ul.shelf", "lists => lists.map(one => one.querySelector('a')).filter(Boolean).map(a => a.href)"
    )
    start.close()
    assert kinds
    for url in [instance.url + near, *kinds]:
        context = browser.new_context(locale="zh-CN", viewport={"width": 360, "height": 640})
        answers = answers_of(context.new_page(), url)
        weights = weighed(answers, url)
        context.close()
        assert len(answers) <= MOST, (url, list(weights))
        assert sum(weights.values()) <= HEAVIEST, (url, weights)


@pytest.mark.parametrize(
    ("role", "path"),
    [("clerk", "/clerk/"), ("leader", "/leader/"), ("field", "/field/"), ("steward", "/steward/")],
)
def test_a_desk_is_not_heavy(browser: Browser, instance: Instance, role: str, path: str) -> None:
    """Nothing kept from the sign-in: neither the browser's store of files nor the field's keeper is used."""
    with seated(browser, instance, role, service_workers="block") as page:
        page.route("**/*", lambda route: route.continue_())  # with a route nothing comes from the store
        answers = answers_of(page, instance.url + path)
        weights = weighed(answers, instance.url)
    most = MOST_OF_A_DESK + (OUTBOX if role == "field" else 0)
    assert len(answers) <= most, list(weights)
    assert sum(weights.values()) <= HEAVIEST_DESK, weights


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


@pytest.mark.parametrize(("wide", "tall", "least"), [(1920, 1080, 48), (360, 640, 18)])
def test_the_screen_in_the_hall_is_light_and_large(
    browser: Browser, instance: Instance, wide: int, tall: int, least: int
) -> None:
    """H3, H4: 80 kB, 48 px and more on a large screen, the same page in the hand."""
    with seated(browser, instance, "leader", viewport={"width": wide, "height": tall}) as page:
        url = f"{instance.url}/leader/hall"
        weights = weighed(answers_of(page, url), url)
        assert sum(weights.values()) <= HEAVIEST_DESK, weights
        assert overflow(page) <= 0
        size = "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
        assert min(page.eval_on_selector_all("h1, h2, time, li > span, li a", size)) >= least
        assert page.get_attribute("html", "data-every") == "30"
