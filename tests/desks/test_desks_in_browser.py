"""Duty room, field, building head and inbox in chromium: on the wall in three seconds, by keyboard alone."""

from __future__ import annotations

import time

import pytest

from tests.desks.browsing import chromium, overflow, seated, tab_to, wait

pytestmark = pytest.mark.browser
SHOWN_WITHIN = 3.0
WIDTHS = (320, 360, 1280)
SOUNDING = "!document.getElementById('alarm').paused"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def file_for_neighbour(page, instance, words: str) -> str:
    """By keyboard alone: what a building head types for a neighbour. Returns the number."""
    page.goto(f"{instance.url}/contact/new/leak")
    tab_to(page, "[name=words]")
    page.keyboard.type(words)
    tab_to(page, ".send button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    return page.url.rsplit("/", 1)[1]


def press(page, selector: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Enter")


def test_a_new_case_shows_and_sounds_within_three_seconds_until_somebody_answers(browser, instance) -> None:
    with seated(browser, instance, "duty") as wall, seated(browser, instance, "contact") as head:
        wall.goto(f"{instance.url}/duty/")
        number = file_for_neighbour(head, instance, "厨房下水返水")
        filed = time.monotonic()
        job = f".job-alarm:has-text('{number}')"
        wall.wait_for_selector(job, timeout=10_000)
        assert time.monotonic() - filed <= SHOWN_WITHIN
        wait(wall, SOUNDING, patience=2)
        while wall.query_selector(".job-alarm"):
            left = len(wall.query_selector_all(".job-alarm"))
            press(wall, ".job-alarm .job-acts form:nth-of-type(2) button")
            wait(wall, "document.querySelectorAll('.job-alarm').length", lambda n, left=left: n < left, 6)
        wait(wall, SOUNDING, lambda sounds: not sounds, 4)
        assert wall.query_selector(f".job:has-text('{number}')")


@pytest.mark.long
def test_the_wall_says_when_it_cannot_ask(browser, instance) -> None:
    with seated(browser, instance, "duty") as wall:
        wall.goto(f"{instance.url}/duty/")
        wall.context.set_offline(True)
        wall.wait_for_selector("[data-lost]:not([hidden])", timeout=15_000)
        wall.context.set_offline(False)
        wall.wait_for_selector("[data-lost]", state="hidden", timeout=8_000)


@pytest.mark.parametrize("scripts", [True, pytest.param(False, marks=pytest.mark.long)])
def test_a_job_from_acceptance_to_answer_by_keyboard(browser, instance, scripts) -> None:
    with seated(browser, instance, "contact") as head:
        number = file_for_neighbour(head, instance, "卫生间地漏返水")
    phone = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": scripts}
    with seated(browser, instance, "field", **phone) as page:
        wait_until_dispatched(page, instance, number)
        for step in ("accept", "arrive", "done"):
            tab_to(page, f"form[action$='/{step}'] button")
            with page.expect_navigation():
                page.keyboard.press("Enter")
            assert page.url.endswith(number)
        tab_to(page, "#answer-answer")
        page.keyboard.type("地漏已疏通，地面已冲洗。")
        tab_to(page, "#answer button")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.url.endswith("/field/")
        assert page.query_selector(".messages .tone-green")


def wait_until_dispatched(page, instance, number: str) -> None:
    for _ in range(20):
        answer = page.goto(f"{instance.url}/field/{number}")
        if answer and answer.ok:
            return
        time.sleep(0.3)
    raise AssertionError("the worker never dispatched the case")


def test_the_board_works_without_scripts(browser, instance) -> None:
    with seated(browser, instance, "contact") as head:
        number = file_for_neighbour(head, instance, "厨房水管漏水")
    with seated(browser, instance, "duty", java_script_enabled=False) as page:
        for _ in range(20):
            page.goto(f"{instance.url}/duty/")
            if page.locator(f".job-alarm:has-text('{number}')").count():
                break
            time.sleep(0.3)
        taps = page.locator(f".job-alarm:has-text('{number}') form[action$='/accept'] button")
        with page.expect_navigation():
            taps.click()
        assert page.url == f"{instance.url}/duty/"
        assert not page.locator(f".job-alarm:has-text('{number}')").count()
        assert page.locator(f".job:has-text('{number}')").count() == 1


PAGES = [("duty", "/duty/"), ("field", "/field/"), ("contact", "/contact/"), ("contact", "/contact/new/leak"),
         ("duty", "/inbox/"), ("contact", "/inbox/")]  # fmt: skip


@pytest.mark.parametrize(("role", "path"), PAGES)
def test_nothing_is_wider_than_the_screen(browser, instance, role, path) -> None:
    with seated(browser, instance, role) as page:
        page.goto(instance.url + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert overflow(page) <= 0, (path, width)


@pytest.mark.parametrize("path", ["/duty/", "/field/"])
def test_the_taps_are_large_enough_for_a_thumb(browser, instance, path) -> None:
    role = path.strip("/")
    with seated(browser, instance, role, viewport={"width": 360, "height": 740}) as page:
        page.goto(instance.url + path)
        heights = page.eval_on_selector_all(".job-acts .button", "list => list.map(b => b.offsetHeight)")
        assert heights
        assert min(heights) >= 60
