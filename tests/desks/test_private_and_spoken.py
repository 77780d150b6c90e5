"""In chromium: the quick way out, the voice note, reading aloud; and that none of them is needed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.browser import ARGUMENTS, needed_chromium
from tests.desks.test_resident_in_browser import SEND, at_door, sent
from tests.instance import Instance

pytestmark = pytest.mark.browser
MICROPHONE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
WORDS = "我想找人谈谈家里的事"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """With a microphone that hums."""
    path = needed_chromium()
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=[*ARGUMENTS, *MICROPHONE])
        yield started
        started.close()


def elsewhere(page: Page) -> list[str]:
    """The way out is answered here: no trace outside (where it leads: test_resident.py)."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<title>elsewhere</title>", content_type="text/html")

    page.route("**/leave", answer)
    return asked


@pytest.mark.parametrize("how", ["press", "escape"])
def test_leaving_quickly_leaves_no_trace(browser: Browser, instance: Instance, how: str) -> None:
    with at_door(browser, instance) as (page, door):
        asked = elsewhere(page)
        page.goto(door)
        page.goto(f"{door}/help")
        page.fill("[name=words]", WORDS)
        if how == "press":
            page.click("[data-leave]")
        else:
            for _ in range(3):
                page.keyboard.press("Escape")
        page.wait_for_url("**/leave")
        assert asked
        page.go_back()
        assert page.url == door  # the private page is not in the history
        page.goto(f"{door}/help")
        assert page.input_value("[name=words]") == ""
        assert WORDS not in page.evaluate("JSON.stringify(localStorage)")


def test_leaving_works_without_scripts_and_only_private_pages_have_it(
    browser: Browser, instance: Instance
) -> None:
    with at_door(browser, instance, java_script_enabled=False) as (page, door):
        elsewhere(page)
        page.goto(f"{door}/leak")
        assert page.locator("[data-leave]").count() == 0
        page.goto(f"{door}/help")
        page.click("[data-leave]")
        page.wait_for_url("**/leave")


def test_one_escape_changes_nothing(browser: Browser, instance: Instance) -> None:
    with at_door(browser, instance) as (page, door):
        page.goto(f"{door}/help")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
        assert page.url == f"{door}/help"


def recorded(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "() => { const f = document.querySelector('#voice').files[0]; return f && {size: f.size}; }"
    )
    return found


def test_a_voice_note_is_recorded_heard_and_sent(browser: Browser, instance: Instance) -> None:
    """ux A10: speak, stop, send; what was said can be heard before; at most 150 kB a minute."""
    with at_door(browser, instance) as (page, door):
        page.goto(f"{door}/lift")
        page.click(".voice button")
        page.wait_for_selector(".voice:has-text('还剩')")
        page.wait_for_timeout(4_000)
        page.click(".voice button")
        page.wait_for_selector(".voice-shown audio")
        note = recorded(page)
        assert 0 < note["size"] <= 150_000 * 6 / 60  # of four seconds, with the container's head
        sent(page)
        page.goto(page.url.split("?")[0])
        assert page.locator(".card a:has-text('语音')").count() == 1


def test_a_note_stops_by_itself_after_its_time(browser: Browser, instance: Instance) -> None:
    with at_door(browser, instance) as (page, door):
        page.goto(f"{door}/lift")
        assert page.get_attribute("[data-voice]", "data-seconds") == "60"
        page.evaluate("document.querySelector('[data-voice]').setAttribute('data-seconds', '1')")
        page.click(".voice button")
        page.wait_for_selector(".voice-shown audio", timeout=6_000)
        assert recorded(page)


def test_sending_while_speaking_loses_nothing(browser: Browser, instance: Instance) -> None:
    with at_door(browser, instance) as (page, door):
        page.goto(f"{door}/lift")
        page.click(".voice button")
        page.wait_for_selector(".voice:has-text('还剩')")
        page.wait_for_timeout(1_000)
        sent(page)
        page.goto(page.url.split("?")[0])
        assert page.locator(".card a:has-text('语音')").count() == 1


def test_without_a_microphone_allowed_it_says_so_and_the_file_can_be_chosen_without_scripts(
    browser: Browser, instance: Instance
) -> None:
    with at_door(browser, instance) as (page, door):
        page.goto(f"{door}/lift")
        page.evaluate(
            "() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no')); }"
        )
        page.click(".voice button")
        page.wait_for_selector(".voice-shown:has-text('电话')")
    with at_door(browser, instance, java_script_enabled=False) as (page, door):
        page.goto(f"{door}/lift")
        assert page.locator(".voice button").count() == 0
        page.set_input_files(
            "#voice",
            [
                {
                    "name": "v.ogg",
                    "mimeType": "audio/ogg",
                    "buffer": b"OggS" + bytes(24) + b"OpusHead" + bytes(40),
                }
            ],
        )
        sent(page)


SPEECH = """
window.said = [];
window.speechSynthesis.speak = function (u) {
  window.said.push([u.text, u.lang]);
  if (u.onend) { setTimeout(u.onend, 50); }
};
"""


def test_pages_are_read_aloud_by_the_systems_voice(browser: Browser, instance: Instance) -> None:
    """ux B7."""
    with at_door(browser, instance) as (page, door):
        root = door.partition("/q/")[0]
        page.add_init_script(SPEECH)
        page.goto(f"{root}/help")
        button = page.locator(".listen")
        assert button.inner_text() == "听一听"
        button.click()
        said = page.evaluate("window.said")
        assert {lang for _text, lang in said} == {"zh-CN"}
        assert len(said) > 4
        assert not any("听一听" in text for text, _lang in said)
        page.wait_for_timeout(200)
        assert button.inner_text() == "听一听"
    with at_door(browser, instance, java_script_enabled=False) as (page, door):
        page.goto(f"{door.partition('/q/')[0]}/help")
        assert page.locator(".listen").count() == 0
        assert "查询码" in page.inner_text("main")


@pytest.mark.parametrize("scripts", [True, False], ids=["js", "no-js"])
def test_me_too_is_one_press(browser: Browser, instance: Instance, *, scripts: bool) -> None:
    with at_door(browser, instance, java_script_enabled=scripts) as (page, door):
        page.goto(f"{door}/rubbish")
        if not page.locator(".reported").count():
            page.click(".chip >> nth=1")
            sent(page)
            page.goto(f"{door}/rubbish")
        with page.expect_navigation():
            page.click(".reported button >> nth=0")
        assert "/c/" in page.url
        assert page.locator(".plate-number").count() == 1


def test_the_focus_is_never_under_a_bar(browser: Browser, instance: Instance) -> None:
    """WCAG 2.4.11: by the Tab key through the form, each control stands where it can be seen."""
    with at_door(browser, instance) as (page, door):
        page.context.add_cookies([{"name": "elder", "value": "1", "url": instance.url}])
        page.goto(f"{door}/help")
        hidden = []
        for _ in range(40):
            page.keyboard.press("Tab")
            covered = page.evaluate("""() => {
                const e = document.activeElement, r = e.getBoundingClientRect();
                const bar = document.querySelector('.send').getBoundingClientRect();
                const top = document.querySelector('.top').getBoundingClientRect();
                const own = e.closest('.send') || e.closest('.top, .skip') || e === document.body;
                const under = r.top >= bar.top && bar.bottom >= r.bottom;
                const above = r.bottom <= top.bottom && r.top >= top.top;
                return !own && (under || above) ? e.outerHTML.slice(0, 80) : ''; }""")
            hidden += [covered] if covered else []
        assert hidden == []
        assert page.locator(SEND).count() == 1
