"""A telephone of the field desk: chromium with a profile on the disk; it can be killed and started anew."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, sync_playwright

from tests.browser import ARGUMENTS, needed_chromium
from tests.desks.browsing import wait
from tests.desks.signed_in import at_desk

PHONE = {"width": 360, "height": 740}
CACHED = """async () => { await navigator.serviceWorker.ready; const box = await caches.open('field-1');
  const names = (await box.keys()).map(r => new URL(r.url).pathname);
  return ['/field/', '/field/outbox', '/field/new'].every(p => names.includes(p))
    && names.some(n => n.endsWith('outbox-page.js')); }"""
HELD = """async () => { const base = await new Promise(done => {
    const asked = indexedDB.open('huiyin-outbox', 1);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => done(null); });
  if (!base) { return []; }
  const asked = base.transaction(['items']).objectStore('items').getAll();
  const rows = await new Promise(done => { asked.onsuccess = () => done(asked.result); });
  base.close(); return rows.map(row => row.state); }"""


@contextmanager
def playing() -> Iterator[Playwright]:
    """Playwright, and queries beside it. Skips without a browser."""
    needed_chromium()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as play:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield play


class Telephone:
    """One telephone at one server; `profile` is what its disk holds."""

    def __init__(self, play: Playwright, profile: Path, url: str) -> None:
        self.play, self.profile, self.url = play, profile, url
        self.context: BrowserContext | None = None
        self.cookies: list[Any] = []
        self.wrong: list[str] = []

    def switch_on(self, *, offline: bool = False) -> Page:
        """Start the browser with what the disk holds; scripts' mistakes are noted in `wrong`."""
        self.context = self.play.chromium.launch_persistent_context(
            self.profile, executable_path=needed_chromium(), args=ARGUMENTS, locale="zh-CN", viewport=PHONE
        )
        self.context.add_cookies(self.cookies)  # the browser writes them to the disk half a minute later
        self.context.set_offline(offline)
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda line: self.wrong.append(line.text) if "Content Sec" in line.text else None)
        return page

    def kill(self) -> None:
        """As a battery that is empty: no farewell to any page."""
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit() and str(self.profile) in _command(entry):
                os.kill(int(entry.name), signal.SIGKILL)
        self.switch_off()

    def switch_off(self) -> None:
        """Close the browser. One that was killed has nothing to close any more, and playwright says so."""
        if self.context:
            with suppress(Error):
                self.context.close()
        self.context = None

    def seat(self, account: Any) -> None:
        """The cookies of somebody signed in."""
        assert self.context
        client = at_desk(account)
        self.cookies = [
            {"name": name, "value": one.value, "url": self.url, "expires": time.time() + 40_000}
            for name, one in client.cookies.items()
        ]
        self.context.add_cookies(self.cookies)


def _command(process: Path) -> str:
    try:
        return (process / "cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def ready(page: Page, url: str) -> None:
    """Open today's list and wait until the telephone keeps what it needs in a cellar."""
    page.goto(f"{url}/field/")
    wait(page, CACHED)


def held(page: Page) -> list[str]:
    """The states of all that this telephone keeps, whoever's it is."""
    return list(page.evaluate(HELD))
