"""A telephone without network in chromium: what is written survives the kill and arrives once (ux C2 to C5).

The profile lies on the disk, the server is a real one on this machine, and its rows are counted.
"""

from __future__ import annotations

import io
import os
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, Playwright, Route

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Attachment, Case, Event
from huiyin.casework.casefile.words import State
from huiyin.commons.c2_voices.models import Survey, SurveyAnswer
from huiyin.ground.clock import now
from huiyin.registers.people.accounts import deactivate
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from tests.desks.axe import violations
from tests.desks.browsing import overflow, wait
from tests.desks.signed_in import at_desk, send
from tests.desks.telephone import HELD, Telephone, held, playing, ready
from tests.matrix.surveys import new_survey
from tests.town import all_seen, case_of, plant_town
from tests.units import add_unit

pytestmark = pytest.mark.browser
KEPT = "[data-outbox-kept]"
BACK = """HuiyinStore.orders(HuiyinOutbox.who).then(
  all => HuiyinStore.mark(all[0], {{at: Date.now() - {hours} * 3600e3}}))"""
"""As if the only entry had been written so long ago."""


@pytest.fixture(scope="module")
def play() -> Iterator[Playwright]:
    with playing() as started:
        yield started


@pytest.fixture
def town(transactional_db):
    return plant_town()


@pytest.fixture
def telephone(play, town, live_server, tmp_path) -> Iterator[Telephone]:
    """The worker's, signed in and ready for the cellar."""
    one = Telephone(play, tmp_path / "profile", live_server.url)
    page = one.switch_on()
    one.seat(town.people["field"])
    ready(page, one.url)
    yield one
    one.switch_off()
    assert one.wrong == []


@pytest.fixture
def page(telephone) -> Page:
    return telephone.context.pages[0]


@pytest.fixture
def job(town) -> Any:
    receipt = town.take_in(place_id=town.building.pk, content="厨房下水返水")
    fire_due()
    return receipt


def picture(serial: int, side: int = 64) -> dict[str, Any]:
    body = io.BytesIO()
    Image.new("RGB", (side, side), (serial * 37 % 256, 90, 120)).save(body, "JPEG")
    return {"name": f"{serial}.jpg", "mimeType": "image/jpeg", "buffer": body.getvalue()}


def write_finding(page: Page, url: str, words: str, photos: int = 1) -> None:
    """Fill in the kept form and send it; returns when the page says that it is kept."""
    page.goto(f"{url}/field/new")
    page.fill("[name=words]", words)
    if photos:
        page.set_input_files("#photo", [picture(len(words) + i) for i in range(photos)])
        page.wait_for_selector(".photo-shown img")
    page.click(".send button")
    page.wait_for_selector(KEPT)


def filed() -> list[str]:
    """What arrived, in its order."""
    with all_seen():
        return list(Case.objects.order_by("received_at", "pk").values_list("content", flat=True))


def wait_for(look: Any, wanted: Any, page: Page, patience: float = 15) -> float:
    """Seconds until the server has it; the page's own work goes on meanwhile."""
    began = time.monotonic()
    while look() != wanted:
        assert time.monotonic() - began < patience, look()
        page.wait_for_timeout(100)
    return time.monotonic() - began


def test_a_finding_with_its_photo_survives_the_kill_and_arrives_once(telephone, page, town) -> None:
    telephone.context.set_offline(True)
    write_finding(page, telephone.url, "地下室配电箱没有门")
    assert "已存在这部手机上" in page.inner_text(KEPT)
    telephone.kill()
    assert filed() == []
    page = telephone.switch_on(offline=True)
    page.goto(f"{telephone.url}/field/outbox")
    page.wait_for_selector("[data-state=waiting]")
    assert "等待网络" in page.inner_text(".outbox-item")
    assert "地下室配电箱没有门" in page.inner_text(".outbox-item")
    assert page.evaluate("document.querySelector('.outbox-photos img').complete")
    assert page.inner_text("[data-outbox-badge] b") == "1"
    assert overflow(page) <= 0
    assert violations(page) == []
    page.evaluate(BACK.format(hours=2))
    telephone.context.set_offline(False)
    assert wait_for(filed, ["地下室配电箱没有门"], page) < 10
    page.wait_for_selector("[data-state=received]")
    with all_seen():
        case = Case.objects.get()
        assert Attachment.objects.filter(case=case).count() == 1
        assert "made_at" in Event.objects.get(case=case, verb="taken_in").data
    assert case.number in page.inner_text(".outbox-item"), "number and code are told"
    page.reload()
    page.wait_for_timeout(1500)
    assert len(filed()) == 1
    assert not page.is_visible("[data-outbox-badge]")


def test_on_a_line_the_page_goes_on_as_without_the_outbox(telephone, page, town) -> None:
    page.goto(f"{telephone.url}/field/new")
    page.fill("[name=words]", "楼道灯不亮")
    with page.expect_navigation():
        page.click(".send button")
    assert page.url.endswith("/field/")
    assert "-G-" in page.inner_text(".messages")
    assert held(page) == []
    assert filed() == ["楼道灯不亮"]


def test_a_mistake_on_a_line_is_said_above_the_form_which_keeps_what_was_typed(telephone, page) -> None:
    page.goto(f"{telephone.url}/field/new")
    page.fill("[name=phone]", "12")
    page.fill("[name=words]", "楼道灯不亮")
    page.click(".send button")
    page.wait_for_selector("[data-outbox-note]")
    assert page.input_value("[name=words]") == "楼道灯不亮"
    assert held(page) == []
    page.fill("[name=phone]", "")
    with page.expect_navigation():
        page.click(".send button")
    assert filed() == ["楼道灯不亮"]


def test_an_answer_that_was_lost_on_the_way_makes_no_second_case(telephone, page, town) -> None:
    """The server did it, the line broke before its answer came."""
    sent: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        sent.append(route.fetch().status)
        route.abort()

    page.goto(f"{telephone.url}/field/new")
    page.route("**/field/new", lose)
    page.fill("[name=words]", "水表井积水")
    page.click(".send button")
    page.wait_for_selector(KEPT)
    assert filed() == ["水表井积水"]
    page.unroute("**/field/new")
    page.goto(f"{telephone.url}/field/outbox")
    page.wait_for_selector("[data-state=received]", timeout=15_000)
    assert sent[0] == 200
    assert filed() == ["水表井积水"]
    with all_seen():
        assert Case.objects.get().number in page.inner_text(".outbox-item"), "the same answer once more"


def test_taps_and_notes_of_a_job_go_in_order(telephone, page, town, job) -> None:
    page.goto(f"{telephone.url}/field/{job.number}")
    telephone.context.set_offline(True)
    page.click("form[action$='/accept'] button")
    page.wait_for_selector(KEPT)
    page.click("form[action$='/arrive'] button")
    wait(page, HELD, lambda states: len(states) == 2)
    page.click("#note summary")
    page.fill("#note-text", "阀门在厨房柜子里")
    page.click("#note button")
    wait(page, HELD, lambda states: len(states) == 3)
    telephone.context.set_offline(False)
    wait_for(lambda: _verbs(job)[-3:], ["accepted", "arrived", "noted"], page)
    assert case_of(job).state == State.ARRIVED


def _verbs(job: Any) -> list[str]:
    with all_seen():
        wanted = ("accepted", "arrived", "noted", "done")
        return [verb for verb in case_of(job).events.values_list("verb", flat=True) if verb in wanted]


def test_who_was_faster_is_said_and_nothing_is_overwritten(telephone, page, town, job) -> None:
    page.goto(f"{telephone.url}/field/{job.number}")
    telephone.context.set_offline(True)
    page.click("form[action$='/accept'] button")
    page.wait_for_selector(KEPT)
    for step in ("accept", "done"):
        send(at_desk(town.people["duty"]), f"/field/{job.number}/{step}")
    before = case_of(job).version
    telephone.context.set_offline(False)
    page.goto(f"{telephone.url}/field/outbox")
    page.wait_for_selector("[data-state=look]", timeout=15_000)
    shown = page.inner_text(".outbox-item")
    assert "需要您看一下" in shown
    assert "现在不能" in shown or "不能" in shown
    assert case_of(job).version == before
    page.click("[data-item-go]")
    page.wait_for_url(f"**/field/{job.number}")


def test_a_session_that_ended_asks_and_then_goes_on_by_itself(telephone, page, town) -> None:
    telephone.context.set_offline(True)
    write_finding(page, telephone.url, "围栏松动", photos=0)
    page.goto(f"{telephone.url}/field/outbox")
    telephone.context.clear_cookies()
    telephone.context.set_offline(False)
    page.wait_for_selector("[data-state=door]", timeout=15_000)
    assert filed() == []
    assert "/sign-in" in page.get_attribute("[data-item-go]", "href")
    telephone.seat(town.people["field"])
    page.goto(f"{telephone.url}/field/")
    wait_for(filed, ["围栏松动"], page)


def test_the_next_person_neither_sees_nor_sends_it(telephone, page, town) -> None:
    """S-45."""
    unit = add_unit(town, "第二队", scope=town.estate)
    telephone.context.set_offline(True)
    write_finding(page, telephone.url, "甲写的", photos=0)
    telephone.context.clear_cookies()
    telephone.context.set_offline(False)
    telephone.seat(town.people[unit.name])
    page.goto(f"{telephone.url}/field/outbox")
    page.wait_for_timeout(2500)
    assert "甲写的" not in page.content()
    assert page.is_visible("[data-outbox-none]")
    assert not page.is_visible("[data-outbox-badge]")
    assert filed() == []
    telephone.context.clear_cookies()
    telephone.seat(town.people["field"])
    page.goto(f"{telephone.url}/field/outbox")
    wait_for(filed, ["甲写的"], page)


def test_signing_out_asks_while_something_waits_and_clears_the_telephone(telephone, page, town) -> None:
    page.goto(f"{telephone.url}/field/")
    page.route("**/field/seat", lambda route: route.abort())
    telephone.context.set_offline(True)
    write_finding(page, telephone.url, "还没发出", photos=0)
    telephone.context.set_offline(False)
    page.goto(f"{telephone.url}/field/outbox")
    page.wait_for_selector("[data-state=waiting]")
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.click(".account summary")
    page.click(".account form button")
    page.wait_for_timeout(500)
    assert "1" in asked[0]
    assert held(page) == ["waiting"], "no: it stays"
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.click(".account form button")
    assert "/sign-in" in page.url
    assert held(page) == []
    assert filed() == []


def test_a_lost_telephone_clears_itself_at_the_next_contact(telephone, page, town) -> None:
    """S-44: within five seconds; and what lies on the disk is not readable before."""
    telephone.context.set_offline(True)
    write_finding(page, telephone.url, "张三丰家中漏水电话13712345678")
    page.goto(f"{telephone.url}/field/outbox")
    page.wait_for_selector("[data-state=waiting]")
    telephone.switch_off()
    assert readable(telephone.profile, "张三丰家中漏水", "13712345678") == []
    deactivate(account=town.people["field"], by=town.viewer("steward"), reason="手机丢了")
    page = telephone.switch_on()
    began = time.monotonic()
    page.goto(f"{telephone.url}/field/outbox")
    wait(page, HELD, lambda states: states == [], patience=5)
    assert time.monotonic() - began < 5
    assert "/sign-in" in page.url
    assert not page.evaluate("caches.has('field-1')")
    assert filed() == []


def readable(folder: Path, *words: str) -> list[str]:
    """Files of the profile that hold one of the words, as UTF-8 or as UTF-16."""
    wanted = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [str(path) for path in files if any(word in path.read_bytes() for word in wanted)]


def test_a_browser_that_keeps_nothing_says_so(telephone, page) -> None:
    page.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    page.goto(f"{telephone.url}/field/new")
    page.fill("[name=words]", "不会丢")
    telephone.context.set_offline(True)
    page.click(".send button")
    page.wait_for_selector("[data-outbox-note]")
    assert "没有存下" in page.inner_text("[data-outbox-note]")
    assert page.input_value("[name=words]") == "不会丢"
    assert not page.query_selector(KEPT)
    telephone.context.set_offline(False)
    with page.expect_navigation():
        page.click(".send button")
    assert filed() == ["不会丢"]


def test_a_full_telephone_says_that_nothing_was_kept(telephone, page) -> None:
    page.add_init_script("""IDBObjectStore.prototype.add = function () {
        throw new DOMException('full', 'QuotaExceededError'); };""")
    page.goto(f"{telephone.url}/field/new")
    page.fill("[name=words]", "写满了")
    telephone.context.set_offline(True)
    page.click(".send button")
    page.wait_for_selector("[data-outbox-note]")
    assert "空间已满" in page.inner_text("[data-outbox-note]")
    assert page.input_value("[name=words]") == "写满了"


def test_what_is_older_than_seven_days_waits_for_a_look(telephone, page) -> None:
    telephone.context.set_offline(True)
    write_finding(page, telephone.url, "上周看到的", photos=0)
    page.evaluate(BACK.format(hours=8 * 24))
    telephone.context.set_offline(False)
    page.goto(f"{telephone.url}/field/outbox")
    page.wait_for_selector("[data-state=look]", timeout=15_000)
    assert filed() == []
    page.click("[data-item-retry]")
    page.wait_for_selector("[data-state=received]", timeout=15_000)
    assert filed() == ["上周看到的"]


def test_a_door_visit_is_written_down_before_the_door(telephone, page, town) -> None:
    """C8: the sheet of a home that was never opened before; six taps at most."""
    with all_seen():
        home = Place.objects.create(
            scope=town.estate, parent=town.building, kind=PlaceKind.HOME, name="501", label="E 1号楼 501",
            short="1-501",
        )  # fmt: skip
        survey = new_survey(town.estate.pk, "S2601-AAAAA1", "draft")
        opened = {"place": town.building, "state": "running", "opened_at": now()}
        Survey.objects.filter(pk=survey.pk).update(**opened)
    page.goto(f"{telephone.url}/surveys/")
    wait(page, "navigator.serviceWorker.getRegistration('/surveys/').then(r => !!(r && r.active))", bool)
    page.goto(f"{telephone.url}/surveys/{survey.pk}/visits")
    sheet = f"/surveys/{survey.pk}/home/{home.pk}"
    wait(page, f"caches.match('{sheet}').then(got => !!got)", bool)
    telephone.context.set_offline(True)
    taps = 0
    for selector in (f"a[href='{sheet}']", "label:has-text('漏水')", ".button-primary"):
        page.click(selector)
        taps += 1
    page.wait_for_selector(KEPT)
    assert taps <= 6
    assert overflow(page) <= 0
    telephone.context.set_offline(False)

    def picked() -> list[Any]:
        with all_seen():
            return list(SurveyAnswer.objects.filter(sheet__home=home).values_list("picks", flat=True))

    wait_for(picked, [[1]], page)


def test_a_building_heads_words_wait_too(play, town, live_server, tmp_path) -> None:
    one = Telephone(play, tmp_path / "profile", live_server.url)
    page = one.switch_on()
    one.seat(town.people["contact"])
    page.goto(f"{one.url}/contact/new/leak")
    one.context.set_offline(True)
    page.fill("[name=words]", "楼上漏水")
    page.click(".send button")
    page.wait_for_selector(KEPT)
    assert overflow(page) <= 0
    assert filed() == []
    one.context.set_offline(False)
    wait_for(filed, ["楼上漏水"], page)
    page.click(f"{KEPT} a")
    page.wait_for_selector("[data-state=received]")
    one.switch_off()
    assert one.wrong == []


DRAFTS = int(os.environ.get("HUIYIN_S40_DRAFTS", "50"))
KILLS = int(os.environ.get("HUIYIN_S40_KILLS", "20"))


@pytest.mark.long
def test_fifty_drafts_with_three_photos_each_survive_twenty_kills(telephone, page, town) -> None:
    """S-40: one telephone of the ten; HUIYIN_S40_DRAFTS, HUIYIN_S40_KILLS."""
    telephone.context.set_offline(True)
    words = [f"第{number}处" for number in range(DRAFTS)]
    for number, one in enumerate(words):
        write_finding(page, telephone.url, one, photos=3)
        if number * (KILLS // 2) // DRAFTS < (number + 1) * (KILLS // 2) // DRAFTS:
            telephone.kill()
            page = telephone.switch_on(offline=True)
    page.goto(f"{telephone.url}/field/outbox")
    wait(page, HELD, lambda states: len(states) == DRAFTS)
    telephone.context.set_offline(False)
    killed = 0
    while len(filed()) < DRAFTS:
        page.wait_for_timeout(300)
        if killed < KILLS // 2:  # the other half while it is sent
            killed += 1
            telephone.kill()
            page = telephone.switch_on()
            page.goto(f"{telephone.url}/field/outbox")
    page.wait_for_timeout(2000)
    print(f"{KILLS // 2} kills while writing, {killed} while sending")
    assert killed
    assert filed() == words, "each once, in the order they were written"
    with all_seen():
        assert Attachment.objects.count() == 3 * DRAFTS


def test_a_busy_server_is_asked_again_when_it_said(telephone, page, town) -> None:
    """S-41: told to come again in four seconds, it waits two to four, and its pauses do not double."""
    asked: list[float] = []

    def busy(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        asked.append(time.monotonic())
        if len(asked) > 3:
            route.continue_()
            return
        route.fulfill(status=503, headers={"Retry-After": "4"}, json={"code": "busy", "title": "x"})

    page.goto(f"{telephone.url}/field/new")
    page.route("**/field/new", busy)
    page.fill("[name=words]", "水表井积水")
    page.click(".send button")
    page.wait_for_selector(KEPT)
    wait_for(filed, ["水表井积水"], page, patience=30)
    pauses = [later - earlier for earlier, later in pairwise(asked[1:])]
    assert len(asked) == 4
    assert all(1.9 <= pause <= 6 for pause in pauses), pauses
