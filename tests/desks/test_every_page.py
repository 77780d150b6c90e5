"""Every page of every desk in a browser: axe finds nothing, nothing is cut off, no template is left out.

The addresses come from the route table, so a new page is tried without being named here. The town is small,
with a case in every state; whoever may open a page opens it, and sends each of its forms empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.test.signals import template_rendered
from django.utils.translation import override
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page

from huiyin.casework.casefile.models import Case, Requester
from huiyin.casework.casefile.renewing import renew_link
from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.desks.public import standing
from huiyin.desks.public.tiles import TILES
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.entry import invite
from tests.desks.axe import violations
from tests.desks.browsing import chromium, overflow, too_near, too_wide
from tests.desks.states import plant_states
from tests.desks.test_resident_in_browser import SMALLEST
from tests.matrix.preparing import asked_for_high_right
from tests.matrix.routes import Route, pages
from tests.matrix.votes import posted
from tests.matrix.world import NEAR, World, build
from tests.town import all_seen

pytestmark = pytest.mark.browser
TEMPLATES = Path(standing.__file__).parents[1] / "templates"
NO_PAGES = {
    "healthz",
    "look",
    "leave",
    "c-file",
    "c-receipt",
    "case-file",
    "clerk-import-returned",
    "clerk-asked-table",
    "leader-table",
    "leader-coverage-table",
    "leader-buildings-table",
    "leader-month-table",
    "leader-report-file",
    "clerk-owed-table",
    "clerk-places",
    "clerk-table",
    "pending-table",
    "topics-table",
    "incidents-table",
    "duty-month-table",
    "steward-table-whole",
    "steward-table-returned",
    "steward-table-empty",
    "duty-poll",
    "field-keeper",
    "field-seat",
    "steward-poster",
    "mediation-paper",
    "auditor-export",
    "vote-file",
    "proposal-print",
    "board-print",
    "volunteer-print",
    "case-plan-paper",
    "c-plan",
    "volunteer-poster",
    "volunteer-notes",
    "poll-print",
    "survey-print",
    "survey-table",
    "meeting-print",
    "vote-print",
    "vote-scan",
    "vote-paper",
    "election-print",
    "work-print",
    "fund-print",
    "fund-scan",
    "work-picture",
    "project-picture",
    "agreement-print",
    "agreement-picture-show",
    "agreement-picture-public",
    "election-paper",
    "election-sheet",
}
"""Addresses that answer with no page: a file, a redirect, a part."""
BEFORE_ANYBODY = ("400", "403", "403_csrf", "404", "413", "429", "500", "503")
UNSEEN: dict[str, str] = {
    "ballot/mine.html": "an owner with two ballots: tests/commons/test_pages.py",
    "clerk/place_options.html": "offered while a place is typed, no page: tests/desks/test_pinyin.py",
    "clerk/undo.html": "after many at once: tests/desks/test_clerk_many.py",
    "errors/away.html": "written as a file for the proxy: tests/project/test_away.py",
    "public/facts.html": "only the demonstration has it; no test draws it",
    "resident/parts/alone.html": "a request that was joined to another: tests/desks/test_together.py",
    "sign_in/code.html": "a code on its way: tests/desks/test_sign_in.py",
    "sign_in/second.html": "a password was right: tests/desks/test_sign_in.py",
    "sign_in/set_up.html": "a first sign-in: tests/desks/test_sign_in.py",
}
"""Templates this walk does not come to, each with its reason and where it is drawn."""
FRAMELESS = {"/leader/hall"}
"""A screen that hangs on a wall has no hand at it."""
LOOKS = {
    "plain": {"viewport": {"width": 1280, "height": 900}},
    "elder": {"viewport": {"width": 360, "height": 640}},
    "dark": {"viewport": {"width": 360, "height": 640}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Playwright keeps a loop running in this thread; the queries beside it are plain ones all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with chromium() as started:
            yield started


@pytest.fixture
def seen() -> Iterator[set[str]]:
    """The names of the templates drawn during a test, in whatever thread."""
    names: set[str] = set()

    def note(template: Any, **_rest: Any) -> None:
        names.add(str(template.name))

    template_rendered.connect(note)
    yield names
    template_rendered.disconnect(note)


class Round:
    """One walk through all pages: who opens what, and what was wrong with it."""

    def __init__(
        self, browser: Browser, server: str, world: World, look: str, *, looking: bool = True
    ) -> None:
        self.browser, self.server, self.world, self.look, self.looking = browser, server, world, look, looking
        self.elder = look == "elder"
        self.wrong: list[str] = []
        self.looked_at: set[tuple[str, str]] = set()
        self.contexts: dict[str, BrowserContext] = {}

    def page_of(self, person: str) -> Page:
        """The person's browser: the cookies of their signed-in client, Chinese, this look."""
        if person not in self.contexts:
            context = self.browser.new_context(locale="zh-CN", **LOOKS[self.look])
            client = self.world.clients[person]
            cookies = {name: morsel.value for name, morsel in client.cookies.items()}
            cookies |= {"elder": "1"} if self.elder else {"elder": "0"}
            context.add_cookies([{"name": n, "value": v, "url": self.server} for n, v in cookies.items()])
            context.new_page().on("console", self.note_policy)
            self.contexts[person] = context
        return self.contexts[person].pages[0]

    def note_policy(self, line: ConsoleMessage) -> None:
        """What the browser refused under the policy of the page."""
        if "Content Security" in line.text:
            self.wrong.append(f"policy ({self.look}): {line.text[:200]}")

    def visit(self, person: str, path: str, *, statuses: tuple[int, ...] = (200,)) -> Page:
        """Open a page and look at it."""
        page = self.page_of(person)
        try:
            answer = page.goto(self.server + path)
        except Error as error:
            assert "Download is starting" in error.message  # noqa: PT017 - a file to keep, no page to look at
            return page
        if answer is None or answer.status not in statuses:
            self.wrong.append(f"{path} as {person}: {answer.status if answer else 'no answer'}")
        if (
            self.looking and (person, page.url) not in self.looked_at
        ):  # the addresses of steps lead back to their page
            self.looked_at.add((person, page.url))
            self.look_at(page, path)
        return page

    def look_at(self, page: Page, path: str) -> None:
        self.wrong += [f"{path} ({self.look}): {line}" for line in violations(page)]
        if urlsplit(page.url).path not in FRAMELESS:
            self.wrong += [f"{path} ({self.look}) frame: {line}" for line in page.evaluate(_FRAME)]
        small = page.evaluate(SMALLEST, 60 if self.elder else 44)
        self.wrong += [f"{path} ({self.look}) small: {line}" for line in small]
        if self.elder:
            self.wrong += [f"{path} ({self.look}) near: {line}" for line in too_near(page, rows=True)]
        screen = page.viewport_size or {"width": 0, "height": 0}
        for width in (320, 640) if self.look == "plain" else (screen["width"],):  # 640: 1280 at 200 %
            page.set_viewport_size({"width": width, "height": screen["height"]})
            if (over := overflow(page)) > 0:
                self.wrong.append(f"{path} ({self.look}) {over} px too wide at {width}: {too_wide(page)}")
        page.set_viewport_size(screen)

    def send_empty(self, person: str, path: str) -> None:
        """Send every form that asks something with nothing in it, and look at what comes back."""
        page = self.page_of(person)
        page.goto(self.server + path)
        for number in range(page.locator(_ASKING).count()):
            page.goto(self.server + path)
            form = page.locator(_ASKING).nth(number)
            if form.count() == 0:
                break
            with page.expect_navigation():
                form.evaluate("""f => { f.noValidate = true;
                    f.querySelectorAll('input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([type=submit]),'
                      + 'textarea').forEach(e => { if (e.type !== 'file') e.value = ''; });
                    HTMLFormElement.prototype.submit.call(f); }""")
            if page.locator("#errors").count():
                self.look_at(page, f"{path} sent empty, form {number}")
                if not page.title().startswith("错误："):
                    self.wrong.append(f"{path} sent empty: the title does not say so: {page.title()}")

    def close(self) -> None:
        for context in self.contexts.values():
            context.close()


_FRAME = """() => {
  const wrong = [], at = s => document.querySelector(s), seen = e => e && e.checkVisibility();
  const lookSwitch = at('header .elder-switch'), box = lookSwitch && lookSwitch.getBoundingClientRect();
  if (!seen(lookSwitch)) { wrong.push('no switch to the elder view'); }
  else if (box.left + box.width / 2 < innerWidth / 2 || Math.min(box.top, box.top + scrollY) > 200) {
    wrong.push('the switch is not at the top right: ' + box.left + ', ' + box.top);
  }
  if (document.querySelectorAll('footer#help').length !== 1) { wrong.push('help is not at the foot'); }
  if (document.querySelectorAll('h1').length < 1) { wrong.push('no title'); }
  if (!document.title.trim()) { wrong.push('no title of the window'); }
  return wrong;
}"""
"""ux B1 and B13: the switch at the top right and help at the foot of every page, which has a title."""
_ASKING = "main form[method=post]:has(input:not([type=hidden]), textarea, select)"


def opener(world: World, route: Route) -> str:
    """Somebody who may open the route; nobody in particular where everybody may."""
    if route.public:
        return "nobody"
    return next(
        name for name, viewer in world.viewers.items() if any(viewer.may(p) for p in route.permissions)
    )


def values_for(world: World) -> dict[str, dict[str, Any]]:
    """Route → what its address needs beside what the world has: an open request, a good link."""
    asked = asked_for_high_right(world)
    return {"auditor-request": asked, "steward-request": asked, "welcome": {"token": _invitation(world)}}


def _invitation(world: World) -> str:
    account = world.town.people["other clerk"]
    with all_seen():
        return invite(account=account)


def plain_pages(world: World, own: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """(person, path) of every page of the route table but the private one, which has its own states."""
    found = []
    for route in pages():
        if route.api or "GET" not in route.methods or route.name in NO_PAGES or not world.known(route):
            continue
        if route.name == "c" or route.name.startswith("c-"):
            continue
        query = {"leader-list": "?what=waiting", "leader-coverage": "?what=body"}.get(route.name, "")
        path = route.address({**world.values[NEAR], **own.get(route.name, {})})
        found.append((opener(world, route), path + query))
    return found


def state_pages(cases: dict[str, Case], door: str) -> list[tuple[str, str]]:
    """(person, path) of every state of a case for the resident, the clerk and whoever handles it."""
    with all_seen():
        links = {name: Requester.objects.get(case=case).link for name, case in cases.items()}
    found = [("nobody", "/" + link.split("/", 3)[3]) for link in links.values()]
    found += [("nobody", "/" + links[name].split("/", 3)[3] + "?new=1") for name in ("accepted", "danger")]
    found += [("clerk", f"/case/{case.number}") for case in cases.values()]
    found += [("duty", f"/case/{cases[name].number}") for name in ("accepted", "arrived", "danger")]
    found += [("field", f"/field/{cases[name].number}") for name in ("accepted", "arrived")]
    found += [("contact", f"/contact/{cases[name].number}") for name in ("accepted", "confirmed")]
    found += [("nobody", f"{door}/{tile.value}") for tile in TILES]
    found += [("nobody", f"{door}?child=1"), ("nobody", f"{door}/leak?child=1")]
    return found


def walk(tour: Round, found: list[tuple[str, str]]) -> None:
    """Open everything once."""
    world = tour.world
    for person, path in found:
        tour.visit(person, path, statuses=(200, 201, 409))  # 409: a step that is not open, in a sentence
    old = f"/c/{world.values[NEAR]['token']}"
    for path, status in (("/q/XXXXXX", 404), ("/nowhere", 404), (old, 410)):
        tour.visit("nobody", path, statuses=(status,))


def vote(tour: Round) -> None:
    """What a walk by addresses does not reach of a vote: a ballot to check, a code asked for, a result."""
    world = tour.world
    near, over = world.values[NEAR], posted(world)["vote_id"]
    with all_seen():
        code = OwnersVote.objects.get(pk=over).code
    tour.visit("nobody", f"/v/{code}")
    tour.visit("clerk", f"/votes/{over}")
    page = tour.visit("nobody", f"/b/{near['ballot_token']}")
    page.locator("main input[type=radio]").first.check()
    page.locator("main .send button").click()
    tour.look_at(page, "the ballot to check")
    page = tour.visit("nobody", f"/v/{near['vote_code']}/me")
    page.locator("main input[name=phone]").fill("13900000001")
    page.locator("main .send button").click()
    tour.look_at(page, "the code that came")


@pytest.fixture
def planted(transactional_db: None) -> tuple[World, dict[str, Case]]:
    world = build()
    standing._known.clear()
    return world, plant_states(world.town)


def withdraw(world: World) -> None:
    """The link of the town's first case is replaced: its old one shows the page that says so."""
    with seen_as(world.viewers["clerk"]) as clerk:
        renew_link(case_id=world.cases[NEAR].pk, reason="x", by=clerk)


@pytest.mark.long
@pytest.mark.parametrize("look", ["plain", "elder", "dark"])
def test_axe_finds_nothing_on_any_page(
    browser: Browser, live_server: Any, planted: tuple[World, dict[str, Case]], seen: set[str], look: str
) -> None:
    world, cases = planted
    tour = Round(browser, live_server.url, world, look)
    try:
        if look != "dark":
            tour.visit("nobody", f"/c/{world.values[NEAR]['token']}?new=1")
        withdraw(world)
        door = f"/q/{world.values[NEAR]['code']}"
        found = [*plain_pages(world, values_for(world)), *state_pages(cases, door)]
        walk(tour, found)
        if look != "dark":
            vote(tour)
    finally:
        tour.close()
    assert not tour.wrong, "\n".join(sorted(set(tour.wrong)))


@pytest.mark.long
def test_axe_finds_nothing_on_forms_sent_empty_and_every_template_was_seen(
    browser: Browser, live_server: Any, planted: tuple[World, dict[str, Case]], seen: set[str]
) -> None:
    """In the elder look, with the least room. Some forms want nothing and act: their pages came before."""
    world, cases = planted
    tour = Round(browser, live_server.url, world, "elder", looking=False)
    try:
        tour.visit("nobody", f"/c/{world.values[NEAR]['token']}?new=1")
        withdraw(world)
        door = f"/q/{world.values[NEAR]['code']}"
        found = [*plain_pages(world, values_for(world)), *state_pages(cases, door)]
        walk(tour, found)
        vote(tour)
        for person, path in found:
            tour.send_empty(person, path)
    finally:
        tour.close()
    assert not tour.wrong, "\n".join(sorted(set(tour.wrong)))
    missing = never_drawn(seen)
    assert missing == set(UNSEEN), f"templates no page showed: {sorted(missing)}"


def never_drawn(seen: set[str]) -> set[str]:
    """Templates of the desks that no page of the walk used; those of the last resort are drawn below."""
    every = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    return every - seen - {f"{name}.html" for name in BEFORE_ANYBODY}


@pytest.mark.parametrize("name", BEFORE_ANYBODY)
def test_axe_finds_nothing_on_the_pages_of_the_last_resort(browser: Browser, name: str) -> None:
    with override("zh-hans"):
        html = re.sub(
            r'<link rel="(icon|stylesheet)"[^>]*>|<script.*?</script>', "", render_to_string(f"{name}.html")
        )
    context = browser.new_context(locale="zh-CN", viewport={"width": 320, "height": 640})
    page = context.new_page()
    page.set_content(html)
    for sheet in ("parts", "resident"):
        page.add_style_tag(path=str(TEMPLATES.parent / "static" / "huiyin" / f"{sheet}.css"))
    found, wide = violations(page), overflow(page)
    numbers = page.locator("a[href^='tel:']").count()
    context.close()
    assert found == []
    assert wide <= 0
    assert numbers >= 4  # the three of danger, and a person to talk to
