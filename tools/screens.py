"""Screenshots of the desks for the documents: `make screens`. Starts a demo of its own; writes docs/screens/.

Every screen is taken at 360 and 1280 pixels; a page wider than its window is named and makes the exit code 1.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import ARGUMENTS, find_chromium  # noqa: E402 - the project's root has to be importable first
from tests.instance import Instance  # noqa: E402 - same

SCREENS = ROOT / "docs" / "screens"
WIDTHS = (360, 1280)


@dataclass(frozen=True)
class Screen:
    """One picture: who looks, at which address. An empty role has not signed in."""

    name: str
    role: str
    path: str


def screens(door: str) -> Iterator[Screen]:
    """All of them, in the order of a case's life. `door` is the address behind a printed code."""
    yield Screen("resident-form", "", door)
    yield Screen("resident-leak", "", f"{door}/leak")
    yield Screen("home", "", "/")
    yield Screen("sign-in", "", "/sign-in")
    yield Screen("contact", "contact", "/contact/")
    yield Screen("field", "field", "/field/")
    yield Screen("duty", "duty", "/duty/")
    yield Screen("clerk", "clerk", "/clerk/")
    yield Screen("clerk-new", "clerk", "/clerk/new")
    yield Screen("clerk-import", "clerk", "/clerk/import")
    yield Screen("leader", "leader", "/leader/")
    yield Screen("steward", "steward", "/steward/")
    yield Screen("auditor", "auditor", "/auditor/")


def sign_in(page: Page, instance: Instance, role: str) -> None:
    """Through the real door, by password and code, or by the code to the phone."""
    login = instance.login(role)
    if login["password"]:
        page.goto(f"{instance.url}/sign-in")
        page.fill("[name=username]", login["username"])
        page.fill("[name=password]", login["password"])
        page.click("main form button")
        page.fill("[name=code]", instance.code(login))
    else:
        page.goto(f"{instance.url}/sign-in/phone")
        page.fill("[name=phone]", login["username"])
        page.click("main form button")
        page.fill("[name=code]", page.inner_text("p.notice b"))
    page.click("main form button")
    page.wait_for_load_state()


def take(browser: Browser, instance: Instance, screen: Screen, width: int) -> bool:
    """Take one picture; False when the page is wider than the window or failed."""
    context = browser.new_context(viewport={"width": width, "height": 760}, locale="zh-CN")
    page = context.new_page()
    if screen.role:
        sign_in(page, instance, screen.role)
    answer = page.goto(instance.url + screen.path)
    page.wait_for_timeout(500)
    page.screenshot(path=str(SCREENS / f"{screen.name}-{width}.png"))
    wide = page.evaluate("document.documentElement.scrollWidth") > width
    good = not wide and answer is not None and answer.ok
    print(f"{screen.name}-{width}: {'good' if good else 'too wide' if wide else 'failed'}")
    context.close()
    return good


def main() -> int:
    """All screens at all widths."""
    path = find_chromium()
    if path is None:
        print("no chromium: run `python -m tests.browser` to see how to get one")
        return 3
    SCREENS.mkdir(parents=True, exist_ok=True)
    instance = Instance.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
            door = instance.login("resident")["start_page"]
            good = [take(browser, instance, screen, width) for screen in screens(door) for width in WIDTHS]
    finally:
        instance.stop()
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
