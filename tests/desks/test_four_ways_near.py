"""What is decided near somebody, in four manners: notice, vote, poll, survey, proposal, work, meeting.

One small town with each thing open; `make test` goes in one manner, `make test-long` in all four, as in
test_four_ways.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from huiyin.desks.public import standing
from tests.desks.browsing import chromium
from tests.desks.walking import MANNERS, Hand, elder
from tests.matrix.deliberations import meets
from tests.matrix.deliberations import standing as stands_at
from tests.matrix.surveys import SPOKEN
from tests.matrix.works import stands
from tests.matrix.world import NEAR, World, build

pytestmark = pytest.mark.browser
SEND = "main .send button"
Near = dict[str, Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Playwright keeps a loop running in this thread; the queries beside it are plain ones all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        with chromium() as started:
            yield started


@pytest.fixture
def world(transactional_db: None) -> World:
    planted = build()
    standing._known.clear()
    return planted


def told(hand: Hand, words: str) -> None:
    assert words in hand.page.inner_text("main"), hand.page.inner_text("main")[:400]


def notice(hand: Hand, url: str, near: Near, _world: World) -> None:
    """From the door to what hangs on the board; it was read, says a press."""
    hand.open(f"{url}/q/{near['code']}")
    hand.go(f"a[href='/near/{near['code']}']")
    hand.go(f"a[href='/n/{near['posting_code']}']")
    hand.go("main form button")
    told(hand, "看过")


def agreement(hand: Hand, url: str, near: Near, _world: World) -> None:
    """What the company promised, from the door."""
    hand.open(f"{url}/near/{near['code']}")
    hand.go(f"a[href='/agreement/{near['agreement_code']}']")
    assert hand.page.inner_text("h1")


def vote(hand: Hand, url: str, near: Near, _world: World) -> None:
    """An owner chooses, checks, and has a receipt that does not tell."""
    hand.open(f"{url}/b/{near['ballot_token']}")
    hand.choose("[name=q1][value=Y]")
    hand.go(SEND)
    told(hand, "同意")
    hand.go(SEND)
    assert hand.page.locator(".plate-number").is_visible()
    assert "同意" not in hand.page.inner_text(".plate")


def poll(hand: Hand, url: str, near: Near, _world: World) -> None:
    hand.open(f"{url}/k/{near['poll_code']}")
    hand.go("main button[name=pick]")
    told(hand, "您的意见已收到")


def poll_slip(hand: Hand, url: str, near: Near, _world: World) -> None:
    """By the slip of a home, a word of its own."""
    hand.open(f"{url}/k/{near['poll_code']}/{near['poll_slip']}")
    hand.write("main form [name=words]", "丙")
    hand.go(SEND)
    told(hand, "您的意见已收到")


def survey(hand: Hand, url: str, near: Near, _world: World) -> None:
    """A door that is not there is asked again, with what was typed."""
    hand.open(f"{url}/d/{near['survey_code']}")
    hand.write("[name=door]", "9-9-999")
    hand.go(SEND)
    assert hand.page.input_value("[name=door]") == "9-9-999"
    hand.page.fill("[name=door]", "")
    hand.write("[name=door]", SPOKEN)
    hand.choose("[name=q1][value='2']")
    hand.go(SEND)
    told(hand, "您的回答已收到")


def survey_slip(hand: Hand, url: str, near: Near, _world: World) -> None:
    hand.open(f"{url}/d/{near['survey_code']}/{near['survey_slip']}")
    hand.choose("[name=q1][value='2']")
    hand.go(SEND)
    told(hand, "您的回答已收到")


def opinion(hand: Hand, url: str, near: Near, _world: World) -> None:
    hand.open(f"{url}/p/{near['proposal_code']}")
    hand.write("main form [name=words]", "早该修了")
    hand.go("main button[name=stance]")
    told(hand, "意见已收到")


def rating(hand: Hand, url: str, near: Near, world: World) -> None:
    """The fourth step, by the slip of a home."""
    values = near | stands_at("rating")(world)
    hand.open(f"{url}/p/{values['proposal_code']}/{values['slip']}")
    hand.choose("[name=solved][value=yes]")
    hand.choose("[name=satisfied][value=yes]")
    hand.go(SEND)
    told(hand, "评价已收到")


def acceptance(hand: Hand, url: str, near: Near, world: World) -> None:
    """A home says whether the work is fit."""
    values = near | stands("done")(world)
    hand.open(f"{url}/w/{values['work_code']}/{values['work_slip']}")
    hand.choose("[name=fit][value=yes]")
    hand.go(SEND)
    assert hand.page.locator(".notice").count() >= 1


def meeting(hand: Hand, url: str, near: Near, world: World) -> None:
    """Somebody in the room says who is there by the code on the wall."""
    values = near | meets("open")(world)
    hand.open(f"{url}/m/{values['meeting_code']}/{values['room']}")
    hand.choose("[name=seat]")
    hand.go(SEND)
    assert hand.page.locator(".notice").count() >= 1


WAYS: tuple[Callable[[Hand, str, Near, World], None], ...] = (
    notice, agreement, vote, poll, poll_slip, survey, survey_slip, opinion, rating, acceptance, meeting,
)  # fmt: skip
TURNS = [pytest.param(name, marks=() if name == "keys" else (pytest.mark.long,)) for name in MANNERS]


@pytest.mark.parametrize("manner", TURNS)
def test_what_is_decided_near_me_is_reached_in_this_manner(
    browser: Browser, live_server: Any, world: World, manner: str
) -> None:
    for way in WAYS:
        context = browser.new_context(locale="zh-CN", **MANNERS[manner])
        page = context.new_page()
        if manner == "elder":
            elder(page, live_server.url)
        way(Hand(page, manner), live_server.url, world.values[NEAR], world)
        context.close()
