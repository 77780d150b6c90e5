"""Screenshots of every screen for the documents: `make screens`. Starts a demo of its own.

Walks the demonstration as people do: from each role's first page along the links, one picture of each address
of `docs/reference/routes.md` at 360 and 1280 pixels, into docs/screens/. Its README.md lists them, and the
addresses to which no link led. A page wider than its window is named and makes the exit code 1.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from addresses import Address, addresses, name_of
from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser import ARGUMENTS, find_chromium  # noqa: E402 - the project's root has to be importable first
from tests.instance import Instance  # noqa: E402 - same

SCREENS = ROOT / "docs" / "screens"
WIDTHS = (1280, 360)
HEIGHT = 760
QUALITY = 60
ROLES = ("resident", "clerk", "duty", "field", "contact", "leader", "steward", "auditor", "mediator")
"""In this order: who comes first to a page is who it is drawn for."""
CHANGING = {"look", "leave"}
"""Links that change how the next pages look, or lead away."""
LINKS = "[...document.querySelectorAll('a[href]')].map(a => new URL(a.getAttribute('href'), location).href)"


@dataclass
class Walk:
    """What was taken so far: name → (role, path); what was wrong."""

    instance: Instance
    known: list[Address]
    taken: dict[str, tuple[str, str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def of(self, role: str, page: Page, starts: list[str]) -> None:
        """Everything a role reaches that nobody reached before."""
        waiting, seen = list(starts), set[str]()
        while waiting:
            url = waiting.pop(0)
            name = name_of(url, self.known)
            if not name or name in seen | CHANGING:
                continue
            seen.add(name)
            if not self._open(page, url):
                continue
            if name not in self.taken:
                self.taken[name] = (role, url.removeprefix(self.instance.url))
                self._take(page, name)
            waiting += [link for link in page.evaluate(LINKS) if link.startswith(self.instance.url)]

    def _open(self, page: Page, url: str) -> bool:
        try:
            answer = page.goto(url)
        except Error as error:  # a file to keep is no page
            return "Download is starting" not in error.message and self._failed(url)
        html = answer is not None and "text/html" in answer.headers.get("content-type", "")
        return html and (answer.ok or self._failed(url))  # type: ignore[union-attr]  # html says there is one

    def _failed(self, url: str) -> bool:
        self.wrong.append(f"failed: {url}")
        return False

    def _take(self, page: Page, name: str) -> None:
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            page.wait_for_timeout(150)
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.convert("RGB").save(SCREENS / f"{name}-{width}.webp", quality=QUALITY, method=6)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                self.wrong.append(f"too wide at {width}: {name}")
        page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})


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


def starts(page: Page, instance: Instance, role: str) -> Iterator[str]:
    """Where a role begins. A resident has the code on the door and has sent something in."""
    if role != "resident":
        sign_in(page, instance, role)
        yield page.url
        return
    door = instance.url + instance.login(role)["start_page"]
    page.goto(f"{door}/leak")
    page.click(".chip >> nth=0")
    page.click(".send button")
    page.wait_for_load_state()
    yield from (door, page.url, f"{door}/leak", f"{instance.url}/", f"{instance.url}/sign-in")
    yield f"{instance.url}/styleguide"


def walked(browser: Browser, instance: Instance) -> Walk:
    """All roles the demonstration has, in turn."""
    walk = Walk(instance, addresses())
    there = {login["role"] for login in instance.logins}
    for role in (role for role in ROLES if role in there):
        context = browser.new_context(viewport={"width": WIDTHS[0], "height": HEIGHT}, locale="zh-CN")
        page = context.new_page()
        walk.of(role, page, list(starts(page, instance, role)))
        context.close()
        print(f"{role}: {len(walk.taken)} screens so far")
    return walk


def write_list(walk: Walk) -> None:
    """docs/screens/README.md: what is there, and where no link led."""
    lines = ["# Every screen", "", "Made by `make screens`; do not edit. People and cases are invented.", ""]
    lines += ["| screen | seen by | 1280 | 360 |", "|---|---|---|---|"]
    for name, (role, _path) in sorted(walk.taken.items()):
        pictures = " | ".join(f"[{width}]({name}-{width}.webp)" for width in WIDTHS)
        lines.append(f"| {name} | {role} | {pictures} |")
    missing = sorted({one.name for one in walk.known} - set(walk.taken))
    lines += [
        "",
        "Not reached by a link of the demonstration (files, steps behind a form, pages of an end):",
        "",
    ]
    lines += [", ".join(f"`{name}`" for name in missing) + ".", ""]
    (SCREENS / "README.md").write_text("\n".join(lines), "utf-8")


def main() -> int:
    """All screens at all widths; pictures of screens that are gone are removed."""
    path = find_chromium()
    if path is None:
        print("no chromium: run `python -m tests.browser` to see how to get one")
        return 3
    SCREENS.mkdir(parents=True, exist_ok=True)
    instance = Instance.start(from_nothing=True)
    try:
        with sync_playwright() as playwright:
            walk = walked(playwright.chromium.launch(executable_path=path, args=ARGUMENTS), instance)
    finally:
        instance.stop()
    new = {f"{name}-{width}.webp" for name in walk.taken for width in WIDTHS} | {"README.md"}
    for old in SCREENS.iterdir():
        if old.name not in new:
            old.unlink()
    write_list(walk)
    print("\n".join([*walk.wrong, f"{len(walk.taken)} screens"]))
    return 1 if walk.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
