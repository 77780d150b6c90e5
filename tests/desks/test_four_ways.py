"""Whole ways of people in chromium, in four manners: as usual, without scripts, elder view, keys alone.

In `make test` each way is gone once, in another manner than its neighbours; in `make test-long` in all four.
What is decided near somebody, by slip and by vote: test_four_ways_near.py.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.desks.browsing import chromium
from tests.desks.door import picture
from tests.desks.walking import Hand, member, resident, turns
from tests.instance import Instance

pytestmark = pytest.mark.browser
MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
NOTE = b"OggS" + bytes(24) + b"OpusHead" + bytes(40)
"""The beginning of a voice note, as a telephone's recorder writes it."""
NUMBER = r"\d{6}-\d{8}-\w+-\w+-\w"
PATIENCE = 20


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """With a microphone that hums."""
    with chromium(*MICROPHONE) as started:
        yield started


# --- residents ---------------------------------------------------------------------------------


def reports(hand: Hand, door: str, tile: str = "a.tile") -> str:
    """Tile, phrase, send. Gives the query code."""
    hand.page.goto(door)
    hand.go(tile)
    hand.press(".chip input")
    hand.go(".send button")
    assert "/c/" in hand.page.url
    return hand.page.inner_text(".plate-code b")


def number_on(hand: Hand) -> str:
    return hand.page.inner_text(".plate-number").replace("\n", "")


def report(browser: Browser, instance: Instance, manner: str) -> None:
    with resident(browser, instance, manner) as (hand, door):
        assert re.fullmatch(r"[0-9A-Z]{10}", reports(hand, door).replace(" ", ""))


def report_with_photo(browser: Browser, instance: Instance, manner: str) -> None:
    with resident(browser, instance, manner) as (hand, door):
        hand.page.goto(door)
        hand.go("a.tile[href$='/lift']")
        hand.attach("#photo", "IMG_1.jpg", "image/jpeg", picture())
        if hand.scripts:
            hand.page.wait_for_selector(".photo-shown img")
        hand.go(".send button")
        hand.page.goto(hand.page.url.split("?")[0])
        assert hand.page.locator(".photo-link img").count() == 1


def report_by_voice(browser: Browser, instance: Instance, manner: str) -> None:
    """Spoken where the browser can record, else a file of the telephone's recorder."""
    with resident(browser, instance, manner) as (hand, door):
        hand.page.goto(door)
        hand.go("a.tile[href$='/lift']")
        if hand.scripts:
            hand.press(".voice button")
            hand.page.wait_for_selector(".voice:has-text('还剩')")
            hand.page.wait_for_timeout(800)
            if hand.keys:  # the button has the focus still
                hand.page.keyboard.press("Enter")
            else:
                hand.press(".voice button")
            hand.page.wait_for_selector(".voice-shown audio")
        else:
            hand.attach("#voice", "v.ogg", "audio/ogg", NOTE)
        hand.go(".send button")
        hand.page.goto(hand.page.url.split("?")[0])
        assert hand.page.locator(".card a:has-text('语音')").count() == 1


def me_too(browser: Browser, instance: Instance, manner: str) -> None:
    """One press on what a neighbour reported gives an own number."""
    with resident(browser, instance, manner) as (hand, door):
        reports(hand, door, "a.tile[href$='/rubbish']")
        first = number_on(hand)
        hand.page.goto(f"{door}/rubbish")
        hand.go(".reported button")
        assert number_on(hand) != first


def call_me(browser: Browser, instance: Instance, manner: str) -> None:
    """Whoever cannot manage the form leaves a number; a wrong one comes back to be mended."""
    with resident(browser, instance, manner) as (hand, door):
        hand.page.goto(door)
        hand.go("#call button")
        assert hand.page.title().startswith("错误：")
        hand.write("#call-phone", "13900139000")
        hand.go("#call button")
        assert "139****9000" in hand.page.inner_text("main")


def ask(browser: Browser, instance: Instance, manner: str) -> None:
    """From the slip's code to how it stands."""
    with resident(browser, instance, manner) as (hand, door):
        code = reports(hand, door)
        hand.page.goto(f"{instance.url}/ask")
        hand.write("[name=code]", code)
        hand.go(".send button")
        assert "/c/" in hand.page.url
        assert hand.page.locator(".steps li").count() == 5


def mistake(browser: Browser, instance: Instance, manner: str) -> None:
    """An empty form comes back with its mistake, and the second try goes through."""
    with resident(browser, instance, manner) as (hand, door):
        hand.page.goto(f"{door}/car")
        hand.go(".send button")
        assert hand.page.title().startswith("错误：")
        hand.write("[name=words]", "单车堵了楼道")
        hand.go(".send button")
        assert "/c/" in hand.page.url


def take_back(browser: Browser, instance: Instance, manner: str) -> None:
    """A resident takes the own request back and reads that it ended."""
    with resident(browser, instance, manner) as (hand, door):
        reports(hand, door)
        hand.page.goto(hand.page.url.split("?")[0])
        hand.press("details:has(form[action$='/withdraw']) > summary")
        hand.choose("form[action$='/withdraw'] input[type=radio]")
        hand.go("form[action$='/withdraw'] button")
        assert hand.page.locator("form[action$='/reopen']").count() == 1
        assert "您撤回了" in hand.page.inner_text(".steps li:last-child")


def ask_for_help(browser: Browser, instance: Instance, manner: str) -> None:
    """A private matter: the numbers first, a quick way out on every page of it."""
    with resident(browser, instance, manner) as (hand, door):
        hand.page.goto(door)
        hand.go("a.tile[href$='/help']")
        assert hand.page.locator(".danger a[href='tel:120']").count() == 1
        assert hand.page.is_checked("[name=private]")
        hand.press(".chip input")
        hand.go(".send button")
        assert hand.page.locator("a.leave").is_visible()


def answered(browser: Browser, instance: Instance, hand: Hand, door: str) -> None:
    """The resident's leak gets its answer from the worker; the resident looks at the page again."""
    reports(hand, door)
    page = hand.page.url.split("?")[0]
    with member(browser, instance, "field", "usual") as worker:
        works(worker, instance, number_on(hand))
    hand.open(page)


def say_solved(browser: Browser, instance: Instance, manner: str) -> None:
    """One press ends it; within thirty days one press and a fold open it again."""
    with resident(browser, instance, manner) as (hand, door):
        answered(browser, instance, hand, door)
        hand.go("form[action$='/verdict'] button[value=yes]")
        assert hand.page.locator("form[action$='/verdict']").count() == 0
        hand.press("details:has(form[action$='/reopen']) > summary")
        hand.write("form[action$='/reopen'] textarea", "第二天又堵了")
        hand.go("form[action$='/reopen'] button")
        assert hand.page.locator(".clock-block").count() >= 1


def say_not_solved(browser: Browser, instance: Instance, manner: str) -> None:
    """One press opens it again, with fresh clocks."""
    with resident(browser, instance, manner) as (hand, door):
        answered(browser, instance, hand, door)
        hand.write("#verdict-words", "还在漏")
        hand.go("form[action$='/verdict'] button[value=no]")
        assert hand.page.locator(".clock-block").count() >= 1
        assert "还在漏" in hand.page.inner_text("main")


# --- desks -------------------------------------------------------------------------------------


def works(hand: Hand, instance: Instance, number: str) -> None:
    """Accept, arrive, done, answer."""
    for _time in range(PATIENCE):
        answer = hand.page.goto(f"{instance.url}/field/{number}")
        if answer is not None and answer.ok:
            break
        time.sleep(0.3)
    for step in ("accept", "arrive", "done"):
        hand.go(f"form[action$='/{step}'] button")
    hand.write("#answer-answer", "地漏已疏通，地面已冲洗。")
    hand.go("#answer button")
    assert hand.page.locator(".messages .tone-green").count() == 1


def do_a_job(browser: Browser, instance: Instance, manner: str) -> None:
    """A worker takes a leak from its acceptance to its answer."""
    with resident(browser, instance, "usual") as (asking, door):
        reports(asking, door)
        number = number_on(asking)
    with member(browser, instance, "field", manner) as hand:
        works(hand, instance, number)


def answer_the_alarm(browser: Browser, instance: Instance, manner: str) -> None:
    """The duty room sees a new job and takes it."""
    with resident(browser, instance, "usual") as (asking, door):
        reports(asking, door)
        number = number_on(asking)
    with member(browser, instance, "duty", manner) as hand:
        job = f".job-alarm:has-text('{number}')"
        for _time in range(PATIENCE):
            hand.page.goto(f"{instance.url}/duty/")
            if hand.page.locator(job).count():
                break
            time.sleep(0.3)
        take = f"form[action$='{number}/accept'] button"
        if hand.scripts:  # the board is drawn anew in place
            hand.press(take)
            hand.page.wait_for_selector(job, state="detached")
        else:
            hand.go(take)
        assert hand.page.locator(f".job:has-text('{number}')").count() == 1
        assert hand.page.locator(job).count() == 0


def types_in(hand: Hand, instance: Instance, words: str) -> str:
    """A call at the counter. Gives the number."""
    hand.page.goto(f"{instance.url}/clerk/new")
    hand.write("[name=content]", words)
    hand.go("form[data-once] .actions .button-primary")
    found = re.search(NUMBER, hand.page.inner_text("main"))
    assert found
    return found[0]


def type_in(browser: Browser, instance: Instance, manner: str) -> None:
    """A clerk takes a call in and gets its number."""
    with member(browser, instance, "clerk", manner) as hand:
        types_in(hand, instance, "三号楼的路灯晚上不亮")


def sort_and_dispatch(browser: Browser, instance: Instance, manner: str) -> None:
    """A clerk takes the first suggestion and gives the case away."""
    with member(browser, instance, "clerk", manner) as hand:
        number = types_in(hand, instance, "物业费怎么收的，想看看明细")
        hand.open(f"{instance.url}/case/{number}")
        hand.choose("form[action$='/sort'] [name=hint]")
        hand.go("form[action$='/sort'] button[value=dispatch]")
        hand.open(f"{instance.url}/case/{number}")
        assert hand.page.get_attribute(".case-head .state", "data-state") == "dispatched"


def answer_at_once(browser: Browser, instance: Instance, manner: str) -> None:
    """A clerk answers what needs nobody else."""
    with member(browser, instance, "clerk", manner) as hand:
        number = types_in(hand, instance, "社区几点开门")
        hand.open(f"{instance.url}/case/{number}")
        hand.press("#do-answer > summary")
        hand.write("#do-answer textarea", "社区大厅每天八点半到十八点开门。")
        hand.go("#do-answer button")
        hand.open(f"{instance.url}/case/{number}")
        state = hand.page.get_attribute(".case-head .state", "data-state")
        assert state in ("proposed", "follow_up")


def read_what_is_late(browser: Browser, instance: Instance, manner: str) -> None:
    """A leader goes from the number to its list and to the case."""
    with member(browser, instance, "leader", manner) as hand:
        hand.page.goto(f"{instance.url}/leader/")
        hand.go("a[href^='/leader/list?what=open']")
        hand.go("main a[href^='/case/']")
        assert re.search(NUMBER, hand.page.inner_text("main"))


def find_a_desk(browser: Browser, instance: Instance, manner: str) -> None:
    """From the queue to the votes by the bar."""
    with member(browser, instance, "clerk", manner) as hand:
        hand.page.goto(f"{instance.url}/clerk/")
        hand.press(".desk-group:has(a[href='/votes/']) > summary")
        hand.go(".desk-group[open] a[href='/votes/']")
        assert hand.page.url == f"{instance.url}/votes/"


Way = Callable[[Browser, Instance, str], None]
WAYS: tuple[Way, ...] = (
    report, ask, mistake, take_back, type_in, find_a_desk, report_with_photo, report_by_voice, me_too,
    call_me, ask_for_help, say_solved, say_not_solved, do_a_job, answer_the_alarm, sort_and_dispatch,
    answer_at_once, read_what_is_late,
)  # fmt: skip


@pytest.mark.parametrize(("way", "manner"), list(turns(WAYS)))
def test_a_way_is_gone_in_this_manner(browser: Browser, instance: Instance, way: Way, manner: str) -> None:
    way(browser, instance, manner)
