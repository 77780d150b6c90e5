"""A person at a running demonstration in a real browser: the door, the Tab key, the width of the screen."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django_otp.oath import TOTP
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import ARGUMENTS, needed_chromium

MOST_TABS = 300
_kept: dict[tuple[str, str], Any] = {}


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """A browser that may sound without being touched, as the duty room's is set up. Skips without one.

    `more`: arguments for this one, such as a microphone that hums.
    """
    path = needed_chromium()
    with sync_playwright() as play:
        arguments = [*ARGUMENTS, "--autoplay-policy=no-user-gesture-required", *more]
        started = play.chromium.launch(executable_path=path, args=arguments)
        yield started
        started.close()


@contextmanager
def seated(browser: Browser, instance: Any, role: str, **options: Any) -> Iterator[Page]:
    """A page signed in as the first demo login of the role; scripts' mistakes fail the test.

    Signs in once per instance and person: codes to one phone are few a day.
    """
    seat = (instance.url, instance.login(role)["username"] or role)
    context = browser.new_context(locale="zh-CN", storage_state=_kept.get(seat), **options)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if "Content Security" in line.text else None)
    if seat not in _kept:
        sign_in(page, instance, role)
        _kept[seat] = context.storage_state()
    yield page
    context.close()
    assert wrong == []


def sign_in(page: Page, instance: Any, role: str) -> None:
    """Through the door as a person does: password and authenticator, or the code the demo shows."""
    login = instance.login(role)
    if login["password"]:
        page.goto(f"{instance.url}/sign-in")
        _type(page, "username", login["username"])
        _enter(page, "password", login["password"])
        _enter(page, "code", _code(login["second_factor"]))
    else:
        page.goto(f"{instance.url}/sign-in/phone")
        _enter(page, "phone", login["username"])
        shown = re.search(r"\b(\d{6})\b", page.inner_text("main"))
        assert shown, "the demo shows the code of the message"
        _enter(page, "code", shown[1])


def _type(page: Page, name: str, text: str) -> None:
    page.fill(f"[name={name}]", text)


def _enter(page: Page, name: str, text: str) -> None:
    _type(page, name, text)
    with page.expect_navigation():
        page.press(f"[name={name}]", "Enter")


def _code(secret: str) -> str:
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    maker = TOTP(key)
    maker.time = time.time()
    return f"{maker.token():06d}"


def wait(page: Page, script: str, wanted: Callable[[Any], bool] = bool, patience: float = 15) -> Any:
    """Ask the page until the answer is as wanted (its policy forbids playwright's own waiting)."""
    until = time.monotonic() + patience
    while not wanted(found := page.evaluate(script)):
        assert time.monotonic() < until, found
        page.wait_for_timeout(50)
    return found


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus: whoever has no mouse gets there."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("s => !!document.activeElement && document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def press(page: Page, selector: str) -> None:
    """Go there with the Tab key alone, and press Enter; the next page is no wider than the screen."""
    tab_to(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert overflow(page) == 0


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def too_wide(page: Page) -> str:
    """The innermost element that reaches past the right edge of the screen, its beginning."""
    return str(page.evaluate(_TOO_WIDE))


_TOO_WIDE = """() => ([...document.querySelectorAll('body *')].filter(
  e => e.getBoundingClientRect().right > window.innerWidth + 0.5).pop() || document.body)
  .outerHTML.slice(0, 120)"""


def too_near(page: Page, *, rows: bool) -> list[str]:
    """Targets nearer to each other than 8 px (ux B3); with `rows` those of lists and bars too."""
    groups = f"{_GROUPS}, {_ROWS}" if rows else _GROUPS
    return [str(one) for one in page.evaluate(_APART, [groups, 8])]


_GROUPS = ".actions, .chips, .tiles, .pair, .danger ul, .help ul, .job-acts, .pages, .guide-ways ul"
_ROWS = ".shelf, .languages, .top, .errors ul, .plain-list, .desks > ul, .filters ul, .queue, .bar-end"
"""Rows of lists and entries of bars: apart on the residents' pages and in the elder view of every desk."""
_APART = """([groups, least]) => [...document.querySelectorAll(groups)].flatMap(group => {
  const all = [...group.querySelectorAll('a, button, label, summary')].filter(e => e.checkVisibility());
  const near = [];
  all.forEach((one, place) => all.slice(place + 1).forEach(other => {
    if (one.contains(other) || other.contains(one)) { return; }
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    const gap = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
    if (gap < least - 0.5) { near.push(gap + ' px: ' + one.innerText + ' | ' + other.innerText); }
  }));
  return near;
})"""
"""Targets in these groups that stand nearer than so many pixels (ux B3)."""
