"""The style guide in chromium: axe in every look, nothing wider than the screen, everything large enough."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils.translation import override
from playwright.sync_api import Browser, Page

from huiyin.desks.styleguide.views import PAGES, page
from tests.desks.axe import violations
from tests.desks.browsing import chromium, overflow, too_near, too_wide
from tests.desks.test_resident_in_browser import SMALLEST
from tests.desks.test_scripts import HOST, Site

pytestmark = pytest.mark.browser
RESIDENTS = ("styleguide", "styleguide-basics")
EVERY = [(name, look) for name, _template, _words, looks in PAGES for look in looks]
"""Every page in every look it has."""
IN_TURNS = [
    pytest.param(*one, marks=() if (place + place // 4) % 2 == 0 else (pytest.mark.long,))
    for place, one in enumerate(EVERY)
]
"""The same: two looks of a page in the quick test, of the next page the other two."""
ELDER = {"body": 22, "title": 32, "line": 1.5}
"""ux B2: pixels of text and title, height of a line."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def opened(browser: Browser, name: str, look: str, **options: Any) -> Page:
    """A page of the guide in this look, answered without a server."""
    site, path = Site(), reverse(name)
    template, looks = next((template, looks) for known, template, _words, looks in PAGES if known == name)
    with override("zh-hans"):
        request = RequestFactory().get(path, {"look": look} if look else {})
        site.pages[path] = page(template, looks)(request).content.decode()
    context = browser.new_context(locale="zh-CN", **options)
    shown = context.new_page()
    shown.route("**/*", site.answer)
    shown.goto(HOST + path)
    shown.evaluate("document.activeElement.blur(); scrollTo(0, 0)")  # a summary of mistakes takes the focus
    return shown


@pytest.fixture(autouse=True)
def no_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """These pages are drawn without a database."""
    monkeypatch.setattr("huiyin.desks.shell.is_trial", lambda: False)


@pytest.mark.parametrize(("name", "look"), IN_TURNS)
def test_it_is_clean_in_every_look_at_every_width(browser: Browser, name: str, look: str) -> None:
    shown = opened(browser, name, look, viewport={"width": 1280, "height": 800})
    wrong, least = violations(shown), 60 if look == "elder" else 44
    for width in (1280, 640, 360, 320):  # 640: 1280 at 200 %
        shown.set_viewport_size({"width": width, "height": 640})
        rows = name in RESIDENTS or look == "elder"
        if _misfits(shown, width, least, rows=rows):
            shown.wait_for_timeout(400)  # a page is drawn anew after its size changed, and clocks tick
            wrong += _misfits(shown, width, least, rows=rows)
    shown.context.close()
    assert wrong == []


def _misfits(shown: Page, width: int, least: int, *, rows: bool) -> list[str]:
    """What is too wide, too near or too small just now."""
    wide = overflow(shown)
    return [
        *([f"{wide} px too wide at {width}: {too_wide(shown)}"] if wide > 0 else []),
        *(f"near at {width}: {one}" for one in too_near(shown, rows=rows)),
        *(f"small at {width}: {one}" for one in shown.evaluate(SMALLEST, least)),
    ]


@pytest.mark.parametrize("name", [name for name, look in EVERY if look == "dark"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_look_of_the_address_goes_before_the_systems(browser: Browser, name: str, look: str) -> None:
    """The same colours whatever the system prefers."""
    seen = set()
    for system in ("light", "dark"):
        shown = opened(browser, name, look, color_scheme=system)
        seen.add(shown.evaluate("getComputedStyle(document.body).backgroundColor"))
        shown.context.close()
    assert seen == {"rgb(246, 244, 238)" if look == "light" else "rgb(16, 22, 20)"}


@pytest.mark.parametrize("name", [name for name, *_rest in PAGES if name != "styleguide-board"])
def test_elder_view_has_large_words_and_wide_lines(browser: Browser, name: str) -> None:
    """ux B2, as the browser computes it."""
    shown = opened(browser, name, "elder", viewport={"width": 360, "height": 640})
    pixels = "(s, what) => parseFloat(getComputedStyle(document.querySelector(s))[what])"
    body = shown.evaluate(f"({pixels})('body', 'fontSize')")
    title = shown.evaluate(f"({pixels})('h1', 'fontSize')")
    line = shown.evaluate(f"({pixels})('body', 'lineHeight')")
    shown.context.close()
    assert body >= ELDER["body"]
    assert title >= ELDER["title"] - 0.01
    assert line / body >= ELDER["line"]


def test_the_sheet_hides_what_is_for_the_screen_and_keeps_twelve_points(browser: Browser) -> None:
    shown = opened(browser, "styleguide-paper", "")
    shown.emulate_media(media="print")
    assert not shown.is_visible(".guide-ways")
    assert not shown.is_visible("header.bar")
    sizes = shown.eval_on_selector_all(
        ".paper td", "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
    )
    shown.context.close()
    assert sizes
    assert min(sizes) >= 15.99  # 12 pt


RING = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) { return null; }
  const drawn = getComputedStyle(here).opacity === '0' ? here.nextElementSibling : here;
  const style = getComputedStyle(drawn), box = drawn.getBoundingClientRect();
  const ring = style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth);
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20));
  const covered = top && !drawn.contains(top) && !top.contains(drawn) && !here.contains(top);
  return [here.outerHTML.slice(0, 90), ring, covered ? top.outerHTML.slice(0, 90) : ''];
}"""
"""The element with the focus, the width of its ring, and what lies over it."""
PRESSES = 60


@pytest.mark.parametrize("name", [name for name, *_rest in PAGES])
def test_whatever_has_the_focus_shows_it_and_nothing_lies_over_it(browser: Browser, name: str) -> None:
    """ux B9, WCAG 2.4.7 and 2.4.11."""
    shown = opened(browser, name, "", viewport={"width": 360, "height": 640})
    wrong, met = [], 0
    for _ in range(PRESSES):
        shown.keyboard.press("Tab")
        found = shown.evaluate(RING)
        if found is None:
            break
        met += 1
        what, ring, cover = found
        if ring < 2 or cover:
            wrong.append(f"{what}: ring {ring} px, under {cover}")
    shown.context.close()
    assert met > 5
    assert wrong == []
