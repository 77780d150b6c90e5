"""The resident's way in chromium, with and without scripts: three presses, nothing typed, any width."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from huiyin.desks.public.tiles import TILES
from tests.desks.browsing import chromium, overflow, tab_to, too_near
from tests.desks.door import picture
from tests.instance import Instance

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 640}
SEND = ".send button"
with_and_without = pytest.mark.parametrize(
    "options", [{}, {"java_script_enabled": False}], ids=["js", "no-js"]
)
SMALLEST = """least => [...document.querySelectorAll(
  'a, button, input:not([type=hidden]), textarea, summary')].filter(e => {
  const seen = e.checkVisibility() && e.getBoundingClientRect().width && !e.classList.contains('skip');
  const area = (e.closest('label') || e).getBoundingClientRect();
  const drawn = e.closest('svg') && [...document.querySelectorAll('a')].some(a =>
    !a.closest('svg') && a.getAttribute('href') === e.getAttribute('href'));
  return seen && !drawn && Math.min(area.width, area.height) < least - 0.5;
}).map(e => e.outerHTML.slice(0, 90))"""
"""Controls smaller than so many pixels; what a label encloses is hit through the label.

A shape of a drawing may be smaller where a line has the same link (WCAG 2.5.8, equivalent).
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@contextmanager
def at_door(browser: Browser, instance: Instance, **options: Any) -> Iterator[tuple[Page, str]]:
    """A telephone before the printed code of the demonstration's resident."""
    context = browser.new_context(locale="zh-CN", **{"viewport": PHONE, **options})
    page, wrong = context.new_page(), []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if "Content Security" in line.text else None)
    yield page, instance.url + instance.login("resident")["start_page"]
    context.close()
    assert wrong == []


def sent(page: Page) -> str:
    """Press send, arrive at the receipt, give back the number."""
    with page.expect_navigation():
        page.click(SEND)
    assert "/c/" in page.url, page.inner_text("main")
    return page.inner_text(".plate-number").replace("\n", "")


@with_and_without
def test_three_presses_and_no_typing_give_a_number(
    browser: Browser, instance: Instance, options: dict[str, Any]
) -> None:
    with at_door(browser, instance, **options) as (page, door):
        page.goto(door)
        page.click(".tile >> nth=0")  # one
        page.click(".chip >> nth=0")  # two
        number = sent(page)  # three
        assert re.fullmatch(r"\d{6}-\d{8}-Q-\w+-\w", number)
        assert page.locator(".clock-block").count() >= 1
        size = page.locator(".plate-number").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        assert size >= 28


@with_and_without
def test_a_wrong_place_is_mended_by_one_press_at_its_name(
    browser: Browser, instance: Instance, options: dict[str, Any]
) -> None:
    """ux A2: no question for the place, from any page one press to the others; the matter goes along."""
    with at_door(browser, instance, **options) as (page, door):
        page.goto(f"{door}/car")
        assert page.locator("form [name*=place]").count() == 0
        here = page.inner_text(".place-spot")
        page.fill("[name=words]", "单车堵了楼道")
        page.click(".place a")  # the one press
        other = page.locator(".shelf a").filter(has_not_text=here).first
        label = other.inner_text()
        other.click()
        assert page.inner_text(".place-spot") in label
        assert page.url.endswith("/car")
        assert door not in page.url
        assert page.input_value("[name=words]") == ("" if options else "单车堵了楼道")


@with_and_without
def test_tile_shutter_send(browser: Browser, instance: Instance, options: dict[str, Any]) -> None:
    with at_door(browser, instance, **options) as (page, door):
        page.goto(f"{door}/lift")
        page.set_input_files("#photo", [{"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": picture()}])
        sent(page)
        page.goto(page.url.split("?")[0])
        shown = page.locator(".card img").first
        assert shown.evaluate("e => e.decode().then(() => e.naturalWidth)") == 320


def test_back_and_send_again_is_one_case(browser: Browser, instance: Instance) -> None:
    with at_door(browser, instance, java_script_enabled=False) as (page, door):
        page.goto(door)
        page.click(".tile >> nth=3")
        page.click(".chip >> nth=1")
        first = sent(page)
        page.go_back()
        assert sent(page) == first


def test_an_empty_form_comes_back_with_what_was_typed(browser: Browser, instance: Instance) -> None:
    with at_door(browser, instance, java_script_enabled=False) as (page, door):
        page.goto(f"{door}/car")
        page.click("summary")
        page.fill("[name=name]", "阿依古丽·买买提")
        with page.expect_navigation():
            page.click(SEND)
        assert page.title().startswith("错误：")
        assert page.input_value("[name=name]") == "阿依古丽·买买提"


def test_a_cleared_cookie_keeps_the_words(browser: Browser, instance: Instance) -> None:
    with at_door(browser, instance) as (page, door):
        page.goto(f"{door}/other")
        page.fill("[name=words]", "井盖翘起来了")
        page.context.clear_cookies()
        page.click(SEND)
        assert page.input_value("[name=words]") == "井盖翘起来了"
        sent(page)


def test_the_whole_way_by_keyboard(browser: Browser, instance: Instance) -> None:
    with at_door(browser, instance) as (page, door):
        page.goto(door)
        tab_to(page, "a.tile")
        with page.expect_navigation():
            page.keyboard.press("Enter")
        tab_to(page, ".chip input")
        page.keyboard.press("Space")
        tab_to(page, SEND)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert "/c/" in page.url


def pages_of(door: str, receipt: str) -> list[str]:
    root = door.partition("/q/")[0]
    tiles = [f"{door}/{tile.value}" for tile in TILES]
    rest = [f"{root}{path}" for path in ("/", "/ask", "/help", "/privacy", "/q/XXXXXX")]
    return [door, f"{door}/places", receipt, receipt.split("?", maxsplit=1)[0], *tiles, *rest]


LATER = [pytest.param(*one, marks=pytest.mark.long) for one in ((320, "elder"), (640, ""))]


@pytest.mark.parametrize(("width", "elder"), [(320, ""), (640, "elder"), *LATER])
def test_nothing_is_cut_off_and_everything_can_be_hit(
    browser: Browser, instance: Instance, elder: str, width: int
) -> None:
    """640 px with a scale of two is a page at 200 %."""
    scale = 2 if width == 640 else 1
    screen = {"viewport": {"width": width // scale, "height": 640 // scale}, "device_scale_factor": scale}
    with at_door(browser, instance, **screen) as (page, door):
        page.goto(f"{door}/leak")
        page.click(".chip >> nth=0")
        sent(page)
        receipt = page.url
        if elder:
            page.context.add_cookies([{"name": "elder", "value": "1", "url": instance.url}])
        for url in pages_of(door, receipt):
            page.goto(url)
            assert overflow(page) <= 0, url
            assert page.evaluate(SMALLEST, 60 if elder else 44) == [], url
            assert too_near(page, rows=True) == [], url
        if elder:
            size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
            assert size >= 22


def test_a_photo_kept_over_a_mistake_is_sent_with_the_second_try(
    browser: Browser, instance: Instance
) -> None:
    with at_door(browser, instance, java_script_enabled=False) as (page, door):
        page.goto(f"{door}/leak")
        good = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": picture()}
        page.set_input_files("#photo", [good, {**good, "name": "evil.jpg", "buffer": b"GIF89a" + bytes(50)}])
        page.click(SEND)
        assert "evil.jpg" in page.inner_text(".errors")
        assert base64.b64decode(page.input_value("[name=kept]"))[:2] == b"\xff\xd8"
        sent(page)
