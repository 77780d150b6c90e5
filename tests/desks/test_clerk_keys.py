"""The keys of the clerk's desk, silence while words are composed, a standard answer, an answer to the eye."""

from __future__ import annotations

import re

import pytest

from tests.desks.browsing import chromium, seated

pytestmark = pytest.mark.browser
FOCUS = "selector => document.activeElement.matches(selector)"


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


def opened(page, instance, words="门口垃圾桶三天没人清，味道很大") -> str:
    """A request beside the list, as a clerk meets it; all come from one telephone. Returns its number."""
    form = page.request.get(f"{instance.url}/clerk/new").text()
    fields = dict(re.findall(r'name="(csrfmiddlewaretoken|key)" value="([^"]+)"', form))
    estate = re.findall(r'<option value="(\d+)"', form.split('name="estate"')[1])[0]
    told = {"content": words, "estate": estate, "channel": "C", "kind": "help", "phone": "13900002222"}
    answer = page.request.post(
        f"{instance.url}/clerk/new", form=fields | told, headers={"Referer": instance.url}
    )
    number = answer.url.rsplit("/", 1)[1]
    page.goto(f"{instance.url}/clerk/?show=triage&case={number}")
    page.evaluate("document.activeElement.blur()")
    return number


def test_every_key_does_what_the_sheet_says(browser, instance) -> None:
    """E2: j k / ? 1-8 q w e r a m t z x n."""
    with seated(browser, instance, "clerk") as page:
        opened(page, instance)  # one like it, for "m"
        number = opened(page, instance)
        hints = page.locator("[name=hint]").count()
        assert hints >= 2
        for digit in range(1, min(hints, 8) + 1):
            page.keyboard.press(str(digit))
            assert page.is_checked(f"[name=hint][data-key='{digit}']"), digit
        for key, urgency in zip("qwer", ("E0", "E1", "E2", "N"), strict=True):
            page.keyboard.press(key)
            assert page.is_checked(f"[name=urgency][value='{urgency}']"), key
        page.keyboard.press("m")
        page.wait_for_url("**#alike")
        page.keyboard.press("t")
        assert page.locator("#do-answer[open]").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        assert page.evaluate(FOCUS, "#find")
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        assert page.is_visible("#keys")
        shown = set(page.locator("#keys kbd").all_text_contents())
        assert {"j", "k", "/", "?", "1–8", "q", "w", "e", "r", "a", "m", "t", "z", "x", "n"} <= shown
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        row = page.evaluate("document.activeElement.closest('[data-row]') !== null")
        assert row
        page.keyboard.press("x")
        assert page.locator("[data-mark]:checked").count() == 1
        page.keyboard.press("x")
        page.keyboard.press("k")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press("1")
        with page.expect_navigation():
            page.keyboard.press("a")
        assert page.locator(f".undo:has-text('{number}')").is_visible()
        with page.expect_navigation():
            page.keyboard.press("z")
        page.goto(f"{instance.url}/case/{number}")
        assert page.get_attribute(".case-head .state", "data-state") == "received"
        page.goto(f"{instance.url}/clerk/")
        with page.expect_navigation():
            page.keyboard.press("n")
        assert page.url.endswith("/clerk/new")


def test_composing_chinese_presses_nothing(browser, instance) -> None:
    """E2: letters that an input method takes are no keys, in a field and outside of one."""
    with seated(browser, instance, "clerk") as page:
        opened(page, instance)
        before = page.url
        method = page.context.new_cdp_session(page)
        page.keyboard.press("/")
        for typed in ("a", "aj", "ajz"):
            method.send("Input.imeSetComposition", {"text": typed, "selectionStart": 1, "selectionEnd": 1})
            method.send(
                "Input.dispatchKeyEvent",
                {
                    "type": "rawKeyDown",
                    "key": "Process",
                    "windowsVirtualKeyCode": 229,
                    "nativeVirtualKeyCode": 229,
                },
            )
        method.send("Input.insertText", {"text": "按揭"})
        assert page.input_value("#find") == "按揭"
        page.evaluate("document.activeElement.blur()")
        for key in "anzt?j":
            page.evaluate(
                "key => document.body.dispatchEvent(new KeyboardEvent('keydown',"
                " {key, keyCode: 229, isComposing: true, bubbles: true, cancelable: true}))",
                key,
            )
        assert page.is_hidden("#keys")
        assert page.locator("#do-answer[open]").count() == 0
        assert page.url == before
        assert not page.evaluate("document.activeElement.closest('[data-row]')")


def test_a_standard_answer_takes_two_keys_and_stays_ones_own(browser, instance) -> None:
    """E11: t and a digit; variables are filled in, what is missing is shown, everything can be changed."""
    with seated(browser, instance, "clerk") as page:
        form = page.request.get(f"{instance.url}/clerk/answers/new").text()
        fields = dict(re.findall(r'name="(csrfmiddlewaretoken|key)" value="([^"]+)"', form))
        scope = re.findall(r'<option value="(\d+)"', form.split('name="scope"')[1])[0]
        sent = {
            **fields,
            "name": "甲一 已派人",
            "text": "您好，{编号}已派人查看，【填：几点】前到。",
            "category": "",
        }
        kept = page.request.post(
            f"{instance.url}/clerk/answers/new",
            form={**sent, "scope": scope},
            headers={"Referer": instance.url},
        )
        assert kept.ok, kept.text()[:400]
        number = opened(page, instance)
        page.keyboard.press("t")
        digit = page.locator(".standard a:has-text('甲一')").first.get_attribute("data-key")
        assert digit
        with page.expect_navigation():
            page.keyboard.press(digit)
        box = page.locator("#do-answer textarea[name=answer]")
        assert box.is_visible()
        assert number in box.input_value()
        assert "【填：几点】" in box.input_value()
        box.fill(box.input_value().replace("【填：几点】", "十点"))
        with page.expect_navigation():
            page.locator("#do-answer .button-primary").click()
        page.goto(f"{instance.url}/case/{number}")
        assert "十点前到" in page.inner_text("article.case")


SEEN = """() => new Promise(done => {
  const root = document.documentElement, times = {};
  const seen = what => { if (!(what in times)) times[what] = performance.now(); };
  window.__answer = times;
  new MutationObserver(() => {
    if (getComputedStyle(root, '::before').position === 'fixed') seen('line');
    if (document.querySelector('.going-words')) seen('words');
    const gone = document.querySelector('form[data-gone] button');
    if (gone && +getComputedStyle(gone).opacity < 1) seen('pale');
  }).observe(root, {attributes: true, childList: true, subtree: true});
  for (const kind of ['click', 'submit']) addEventListener(kind, () => seen(kind), true);
  done(true);
})"""


@pytest.mark.parametrize(
    "way", ["form", *(pytest.param(way, marks=pytest.mark.long) for way in ("link", "search"))]
)
def test_what_is_pressed_answers_the_eye_at_once_and_in_words_after_a_second(browser, instance, way) -> None:
    """H12: by the browser's own events, while the server takes its time."""
    with seated(browser, instance, "clerk") as page:
        number = opened(page, instance)
        held = []
        page.route(
            re.compile(r"/case/[^/]+/note|/clerk/new$|/clerk/\?q="),
            lambda route: held.append(route) if route.request.is_navigation_request() else route.continue_(),
        )
        if way == "form":
            page.goto(f"{instance.url}/case/{number}")
            page.locator("#do-note summary").click()
            page.fill("#do-note textarea", "打过电话")
        page.evaluate(SEEN)
        if way == "form":
            page.locator("#do-note .button-primary").click(no_wait_after=True)
        elif way == "link":
            page.locator("a[href$='/clerk/new']").first.click(no_wait_after=True)
        else:
            page.fill("#find", "垃圾")
            page.press("#find", "Enter", no_wait_after=True)
        page.wait_for_timeout(2_500)
        for route in held:  # the page stays where it is
            route.fulfill(status=204)
        times = page.evaluate("window.__answer")
        pressed = times["click" if way == "link" else "submit"]
        assert times["line"] - pressed <= 100
        if way == "form":
            assert times["pale"] - pressed <= 100
        assert 900 <= times["words"] - pressed <= 1_600
        assert page.get_attribute(".going-words", "role") == "status"
        assert held
