"""The scripts in a browser: photos made small, words kept, one sending, keys, clocks, the duty room's alarm.

Pages are the style guide's, answered by the test itself at the network's edge under the strict policy.
"""

from __future__ import annotations

import io
import mimetypes
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override
from PIL import Image
from playwright.sync_api import Browser, Page, Route

from tests.desks.browsing import chromium, wait

pytestmark = pytest.mark.browser
HOST = "http://desk.test"
POLICY = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; base-uri 'none'"


@pytest.fixture(autouse=True)
def no_trial(monkeypatch):
    """These pages are drawn without a database."""
    monkeypatch.setattr("huiyin.desks.shell.is_trial", lambda: False)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


class Site:
    """Answers the browser: rendered templates, static files and whatever a test adds."""

    def __init__(self) -> None:
        self.pages: dict[str, str] = {}
        self.extra: dict[str, Callable[[Route], None]] = {}

    def template(self, path: str, name: str) -> None:
        with override("zh-hans"):
            template = engines["django"].get_template(name)
            self.pages[path] = template.render({}, RequestFactory().get(path))

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix(HOST).split("?")[0]
        if path in self.extra:
            self.extra[path](route)
        elif path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            kind = mimetypes.guess_type(path)[0] or ""
            route.fulfill(body=Path(str(found)).read_bytes(), content_type=kind)
        else:
            headers = {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=self.pages[path], headers=headers)


@pytest.fixture
def site() -> Site:
    made = Site()
    for name in ("resident", "staff", "board"):
        made.template(f"/{name}", f"styleguide/{name}.html")
    return made


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on(
        "console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None
    )
    opened.route("**/*", site.answer)
    yield opened
    context.close()
    assert wrong == []


def photo(side: int) -> dict[str, Any]:
    file = io.BytesIO()
    picture = Image.effect_noise((side, side * 3 // 4), 70).convert("RGB")
    exif = picture.getexif()
    exif[0x8825] = {1: "N", 2: (34.0, 45.0, 0.0)}  # where it was taken
    picture.save(file, "JPEG", quality=92, exif=exif)
    return {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


FILES = """Promise.all(Array.from(document.querySelector('#photo').files).map(f => f.arrayBuffer()
    .then(b => [f.name, f.type, f.size, Array.from(new Uint8Array(b.slice(0, 64)))])))"""


def test_photos_are_made_small_and_lose_their_place_before_they_are_sent(page: Page) -> None:
    big = photo(2200)
    assert len(big["buffer"]) > 1_000_000
    page.goto(f"{HOST}/resident")
    page.set_input_files("#photo", [big] * 4)
    page.wait_for_selector(".photo-shown img", timeout=60_000)
    files = page.evaluate(FILES)
    assert len(files) == 3
    for name, kind, size, start in files:
        assert (name, kind) == ("door.jpg", "image/jpeg")
        assert 1_000 < size <= 400_000
        assert b"Exif" not in bytes(start)
    page.click(".photo-shown button >> nth=0")
    assert len(page.evaluate(FILES)) == 2


def test_a_file_the_browser_cannot_draw_is_sent_as_it_is(page: Page) -> None:
    page.goto(f"{HOST}/resident")
    page.set_input_files(
        "#photo", [{"name": "a.heic", "mimeType": "image/heic", "buffer": b"not drawn here"}]
    )
    page.wait_for_selector(".photo-shown figure")
    assert page.evaluate(FILES)[0][:3] == ["a.heic", "image/heic", 14]


FORM = """<!doctype html><html><body><form method="post" action="/sent" data-keep="report">
<input name="tile" type="radio" value="leak"><textarea name="words" id="words"></textarea>
<input name="phone" type="tel" id="phone"><input type="hidden" name="key" value="k1">
<button>Send</button></form><script src="/static/huiyin/resident.js" defer></script></body></html>"""
SENT = """<!doctype html><div data-sent="report"></div><script src="/static/huiyin/resident.js"></script>"""


def test_words_are_kept_a_day_until_sent_and_the_phone_never(page: Page, site: Site) -> None:
    site.pages |= {"/form": FORM, "/done": SENT}
    page.goto(f"{HOST}/form")
    page.fill("#words", "楼道里有味道")
    page.fill("#phone", "13800000000")
    page.check("[name=tile]")
    page.reload()
    assert page.input_value("#words") == "楼道里有味道"
    assert page.is_checked("[name=tile]")
    assert page.input_value("#phone") == ""
    assert "13800000000" not in page.evaluate("JSON.stringify(localStorage)")
    page.evaluate("""() => { for (const key of Object.keys(localStorage)) {
        const draft = JSON.parse(localStorage[key]); draft.at -= 25 * 3600e3;
        localStorage[key] = JSON.stringify(draft); } }""")
    page.reload()
    assert page.input_value("#words") == ""
    page.fill("#words", "又写了")
    page.goto(f"{HOST}/done")
    assert page.evaluate("localStorage.length") == 0


def test_pressing_send_many_times_sends_once(page: Page, site: Site) -> None:
    site.pages["/form"] = FORM
    sent: list[str] = []
    site.extra["/sent"] = lambda route: sent.append(route.request.post_data or "") or route.abort()
    page.goto(f"{HOST}/form")
    page.evaluate("for (let i = 0; i < 5; i++) document.forms[0].requestSubmit()")
    page.wait_for_timeout(500)
    assert len(sent) == 1
    assert "key=k1" in sent[0]


FOCUSED = (
    "document.activeElement.closest('[data-row]') && Array.from(document.querySelectorAll('[data-row]'))"
)
FOCUSED += ".indexOf(document.activeElement.closest('[data-row]'))"


def test_keys_move_search_and_explain_but_never_while_typing_or_composing(page: Page) -> None:
    page.goto(f"{HOST}/staff")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.evaluate(FOCUSED) == 1  # from the row that is open, the first
    page.keyboard.press("k")
    assert page.evaluate(FOCUSED) == 0
    page.keyboard.press("/")
    page.keyboard.type("j?k")
    assert page.input_value("#find") == "j?k"
    assert page.is_hidden("#keys")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.keyboard.press("Escape")
    assert page.is_hidden("#keys")
    composing = (
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: '?', isComposing: true, bubbles: true}))"
    )
    page.evaluate(composing.replace("document.dispatch", "document.body.dispatch"))
    assert page.is_hidden("#keys")


def test_keys_can_be_switched_off(page: Page, site: Site) -> None:
    site.pages["/staff"] = site.pages["/staff"].replace("<html ", '<html data-keys="off" ', 1)
    page.goto(f"{HOST}/staff")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.is_hidden("#keys")


def test_a_clock_runs_over_into_overdue_with_shape_and_word(page: Page) -> None:
    page.goto(f"{HOST}/resident")
    page.evaluate("document.querySelector('[data-clock]').setAttribute('data-clock', '1')")
    page.wait_for_selector(".clock-block.clock-overdue:first-of-type", timeout=5_000)
    first = page.locator("[data-clock]").first
    assert "已超" in (first.text_content() or "")
    before = first.locator(".clock-digits").text_content()
    page.wait_for_timeout(2_100)
    assert (first.locator(".clock-digits").text_content() or "") > (before or "")


WRONG = """
const off = %d, Real = Date, began = performance.timing.responseStart || Real.now();
window.Date = class extends Real {
  constructor(...given) { if (given.length) { super(...given); } else { super(Real.now() + off); } }
  static now() { return Real.now() + off; }
};
Object.defineProperty(performance, 'timing', {value: {responseStart: began + off}});
"""
"""A telephone whose clock is wrong by so many milliseconds, as its browser shows it to scripts."""
SHOWN = "[...document.querySelectorAll('[data-clock]')].map(c => [c.dataset.state, +c.dataset.clock])"
NEXT_SECOND = """() => Promise.all([...document.querySelectorAll('[data-clock] .clock-digits')]
  .filter(digits => digits.textContent.includes(':')).map(digits => new Promise(done =>
    new MutationObserver((_all, watch) => {
      watch.disconnect();
      done([digits.textContent, (Date.now() - performance.timing.responseStart) / 1000]);
    }).observe(digits, {childList: true, characterData: true, subtree: true}))))"""
"""Each clock's digits at the moment they change, and how many seconds after the server's answer that was."""


@pytest.mark.parametrize("days", [-3652, 1])
def test_a_telephone_with_a_wrong_clock_shows_the_same_time_left(page: Page, days: int) -> None:
    """S-36, ux A19: counted from the same moment of the server, two screens are less than a second apart."""
    page.goto(f"{HOST}/staff")
    right = page.evaluate(SHOWN), page.evaluate(NEXT_SECOND)
    page.add_init_script(WRONG % (days * 86_400_000))
    page.goto(f"{HOST}/staff")
    assert page.evaluate("Math.round((Date.now() - performance.timing.responseStart) / 60000)") == 0
    assert page.evaluate(SHOWN) == right[0]
    shown = page.evaluate(NEXT_SECOND)
    assert len(shown) == len(right[1]) > 3
    for (state, _start), one, other in zip(_in_seconds(right[0]), shown, right[1], strict=True):
        assert abs(_promised(state, *one) - _promised(state, *other)) < 1


def _in_seconds(clocks: list[Any]) -> list[Any]:
    """Those that show minutes and seconds: a day and more is shown in hours."""
    return [clock for clock in clocks if abs(clock[1]) < 86_400]


def _promised(state: str, digits: str, passed: float) -> float:
    """What the digits said when the server answered: seconds left, or seconds beyond the limit."""
    return _seconds(digits) + (-passed if state == "overdue" else passed)


def _seconds(digits: str) -> int:
    """What the digits of a clock say; days and hours in words count as they are read."""
    numbers = [int(number) for number in re.findall(r"\d+", digits)]
    return sum(number * 60**place for place, number in enumerate(reversed(numbers)))


def board_page(site: Site) -> str:
    polled = site.pages["/board"].replace('data-poll-url=""', 'data-poll-url="/poll"')
    return polled.replace("</body>", '<script src="/static/huiyin/duty.js" defer></script></body>')


class Duty:
    """What the server of a duty board answers: 304 until its state changes; a press acknowledges."""

    def __init__(self) -> None:
        self.tag, self.html, self.same, self.down = '"a"', "<p>quiet</p>", 0, False

    def job(self) -> None:
        self.tag = '"b"'
        form = '<form data-act method="post" action="/act"><button id="ack">ok</button></form>'
        self.html = f"<li data-alarm>job{form}</li>"

    def poll(self, route: Route) -> None:
        if self.down:
            route.abort()
        elif route.request.headers.get("if-none-match") == self.tag:
            self.same += 1
            route.fulfill(status=304)
        else:
            route.fulfill(body=self.html, headers={"ETag": self.tag, "Content-Type": "text/html"})

    def act(self, route: Route) -> None:
        self.tag, self.html = '"c"', "<p>quiet</p>"
        route.fulfill(body="ok")


PAUSED = "document.getElementById('alarm').paused"


def test_the_duty_board_sounds_within_three_seconds_until_acknowledged(page: Page, site: Site) -> None:
    duty = Duty()
    site.extra |= {"/poll": duty.poll, "/act": duty.act}
    site.pages["/duty"] = board_page(site)
    page.goto(f"{HOST}/duty")
    page.wait_for_selector("text=quiet")
    wait(page, PAUSED)
    page.wait_for_timeout(2_500)
    assert duty.same >= 1
    duty.job()
    appeared = time.monotonic()
    page.wait_for_selector("[data-alarm]")
    wait(page, PAUSED, lambda paused: not paused)
    assert time.monotonic() - appeared < 3
    wait(page, "document.title.includes('新工单')")
    page.click("#ack")
    wait(page, PAUSED)
    assert page.url.endswith("/duty")


def test_a_duty_board_that_cannot_ask_says_how_old_it_is(page: Page, site: Site) -> None:
    duty = Duty()
    site.extra |= {"/poll": duty.poll}
    site.pages["/duty"] = board_page(site)
    page.goto(f"{HOST}/duty")
    page.wait_for_selector("text=quiet")
    duty.down = True
    page.wait_for_selector("[data-lost]", state="visible", timeout=15_000)
    assert int(page.text_content("[data-lost-seconds]") or 0) >= 6
    duty.down = False
    page.wait_for_selector("[data-lost]", state="hidden", timeout=8_000)


MEASURE = """least => Array.from(document.querySelectorAll('a,button,summary,input,select,textarea'))
.filter(e => {
    const r = e.getBoundingClientRect();
    return e.checkVisibility() && r.width && (r.height < least - .5 || r.width < least - .5)
        && !e.closest('.choice') && getComputedStyle(e).opacity !== '0';
}).map(e => e.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("path", ["resident", "staff", "board"])
@pytest.mark.parametrize(("width", "elder"), [(320, False), (320, True), (640, True), (1280, False)])
def test_pages_reflow_and_their_controls_can_be_hit(
    page: Page, path: str, width: int, *, elder: bool, site: Site
) -> None:
    if elder:
        html = site.pages[f"/{path}"]
        site.pages[f"/{path}"] = re.sub(r'(<html[^>]* class=")', r"\1elder ", html, count=1)
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{HOST}/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(MEASURE, 60 if elder else 44) == []
    body = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    assert body == (22 if elder else 18 if path == "resident" else 16)
    assert (
        not elder
        or page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") >= 31.9
    )
