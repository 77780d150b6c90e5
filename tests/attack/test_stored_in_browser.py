"""S-82: 120 pieces of markup through every form and operation, then every page in a browser."""

from __future__ import annotations

from html import escape

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.attack.acting import acting
from tests.attack.browser import Watched
from tests.attack.exported import formulas
from tests.attack.forms import Planter
from tests.attack.payloads import CANARY, EXPRESSIONS, MARKUP, SHORT
from tests.attack.walking import addresses_of, opened
from tests.desks.browsing import chromium

pytestmark = pytest.mark.browser


@pytest.fixture
def driven(monkeypatch):
    """A browser, and queries beside the loop it keeps running in this thread.

    Ask for it before the database: Django keeps a connection of its own beside a loop, which ends with it.
    """
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with chromium() as started:
        yield started
        connection.close()


def test_the_browser_sees_what_acts(driven, db, monkeypatch):
    """The watch itself: a page that lets markup through is caught, by the browser and by the reader."""
    page = f"<!doctype html><title>x</title><img src=x onerror=alert({CANARY})><img src=//evil.example/a>"
    monkeypatch.setattr(Client, "generic", lambda *_, **__: HttpResponse(page))
    watched = Watched(driven, Client())
    watched.open("/bad")
    watched.close()
    told = " ".join(what for _, what in watched.wrong)
    assert f"dialog {CANARY}" in told
    assert "evil.example" in told
    assert acting(page)


class Walk:
    """One walk through all pages after each round of writes."""

    def __init__(self, planter: Planter, driven) -> None:
        self.planter, self.world = planter, planter.sender.world
        self.windows = {name: Watched(driven, client) for name, client in self.world.clients.items()}
        self.wrong: list[tuple[str, object]] = []
        self.shown: dict[str, set[str]] = {}

    def __call__(self) -> None:
        print(f"{len(self.planter.planted)} fields so far", flush=True)
        for name, path, route in addresses_of(self.world, everybody=False):
            answer = opened(self.world, name, path)
            if answer.status_code >= 500:
                self.wrong.append((path, answer.status_code))
            elif answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                self._read(name, path, route.name, answer.getvalue().decode())
            else:
                self.wrong += [(path, what) for what in formulas(answer)]

    def _read(self, name: str, path: str, page: str, body: str) -> None:
        """As HTML; in the browser when the page shows something it has not shown before."""
        self.wrong += [(path, what) for what in acting(body)]
        visible = {text for text in self.planter.planted.values() if escape(text) in body}
        if visible - self.shown.setdefault(page, set()):
            self.shown[page] |= visible
            self.windows[name].client.cookies = self.world.clients[name].cookies
            self.windows[name].open(path)
            if not any(escape(text) in self.windows[name].shown for text in visible):
                self.wrong.append((path, "the browser was shown another page"))

    def close(self) -> None:
        for window in self.windows.values():
            self.wrong += window.wrong
            window.close()


@pytest.mark.long
def test_markup_through_every_form_acts_on_no_page(driven, sender, undone):
    """Rounds of writes; after each every page read as HTML, and in chromium where something new stands."""
    planter = Planter(sender, (*MARKUP, *EXPRESSIONS), SHORT)
    walk = Walk(planter, driven)
    never = planter.rounds(undone, walk)
    walk.close()
    shown = [page for page, texts in walk.shown.items() if texts]
    print(f"{len(planter.planted)} fields on {len(shown)} pages, {sum(map(len, walk.shown.values()))} texts")
    assert not walk.wrong, "\n".join(map(str, walk.wrong))
    assert not never
    assert len(planter.planted) >= 170
    assert len(shown) >= 50
