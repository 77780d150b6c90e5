"""The clerk's board in chromium: a card goes from hand to hand by keys alone, at every width."""

from __future__ import annotations

import pytest

from tests.desks.browsing import chromium, overflow, seated
from tests.desks.test_clerk_in_browser import typed_in

pytestmark = pytest.mark.browser
HERE = "document.activeElement.closest('[data-row]')?.querySelector('.row-foot span').textContent"
LANE = "document.activeElement.closest('[data-lane]')?.getAttribute('aria-label')"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def lane_of(page, number: str) -> str | None:
    """The column a card stands in."""
    card = page.locator(f".lane:has(.row-foot:has-text('{number}'))")
    return card.first.get_attribute("aria-label") if card.count() else None


def test_a_card_is_given_from_hand_to_hand_by_keys(browser, instance) -> None:
    with seated(browser, instance, "clerk") as page:
        number = typed_in(page, instance, "井盖松动了，走路要当心，想请人看看")
        page.goto(f"{instance.url}/clerk/board")
        first = lane_of(page, number)
        assert first
        for _step in range(200):
            page.keyboard.press("j")
            if page.evaluate(HERE) == number:
                break
        assert page.evaluate(HERE) == number
        with page.expect_navigation():
            page.keyboard.press("a")
        assert page.evaluate("document.activeElement.matches('.lane-give button')")
        names = page.locator(".lane-give button").all_text_contents()
        other = next(n for n, name in enumerate(names) if n and first not in name)
        with page.expect_navigation():
            page.keyboard.press(str(other + 1))
        given = lane_of(page, number)
        assert given != first
        assert given in names[other]
        with page.expect_navigation():
            page.keyboard.press("z")
        assert lane_of(page, number) == page.locator(".lane").first.get_attribute("aria-label")


def test_arrows_go_from_column_to_column(browser, instance) -> None:
    with seated(browser, instance, "clerk") as page:
        page.goto(f"{instance.url}/clerk/board?by=state")
        filled = page.eval_on_selector_all(
            ".lane:has(.lane-card)", "lanes => lanes.map(lane => lane.getAttribute('aria-label'))"
        )
        assert len(filled) > 1
        seen = []
        for _lane in filled:
            page.keyboard.press("ArrowRight")
            seen.append(page.evaluate(LANE))
        assert seen == filled
        page.keyboard.press("ArrowLeft")
        assert page.evaluate(LANE) == filled[-2]


def test_the_page_is_never_wider_than_the_screen(browser, instance) -> None:
    with seated(browser, instance, "clerk") as page:
        for path in ("/clerk/board", "/clerk/board?by=state"):
            for width in (320, 360, 1280):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(instance.url + path)
                assert overflow(page) == 0, (path, width)


def test_without_scripts_a_card_is_given_all_the_same(browser, instance) -> None:
    with seated(browser, instance, "clerk", java_script_enabled=False) as page:
        page.goto(f"{instance.url}/clerk/board")
        card = page.locator(".lane-card:has(a:has-text('派给'))").first
        number = card.locator(".row-foot span").first.inner_text()
        card.locator("a:has-text('派给')").click()
        before = lane_of(page, number)
        button = page.locator(".lane-give button").filter(has_not_text=before or "-").nth(1)
        name = (button.inner_text()).split(" ", 1)[-1]
        button.click()
        assert (lane_of(page, number) or "") in name
