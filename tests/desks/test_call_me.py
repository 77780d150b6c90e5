"""ux B8: no puzzle; “call me” is one press: a number behind the code is a request with a clock."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Requester
from huiyin.casework.casefile.words import Kind, State
from tests.desks.door import DOOR, OLD, cases, only_case, plant_door, send, stranger
from tests.desks.signed_in import at_desk
from tests.town import Town, all_seen

MOBILE, CALL = "139 0013-9000", f"/q/{DOOR}/call"


@pytest.fixture
def town(db: None) -> Town:
    return plant_door()


@pytest.fixture
def phone() -> Client:
    return stranger()


def called(visitor: Client, /, *, number: str = MOBILE, **fields: Any) -> Any:
    return send(visitor, CALL, page=f"/q/{DOOR}", **({"phone": number} | fields))


def test_a_number_and_one_press_give_a_request_with_a_clock(town: Town, phone: Client) -> None:
    answer = called(phone)
    assert answer.status_code == 303
    fire_due()
    case = only_case()
    assert (case.state, case.kind, case.category) == (State.RECEIVED, Kind.CONSULT, "")
    assert case.place_id == town.building.pk
    with all_seen():
        assert case.clocks.filter(kind="contact", stopped_at=None).count() == 1
        row = Requester.objects.get(case=case)
        assert b"13900139000" not in bytes(row.phone_sealed)
    receipt = phone.get(answer["Location"]).content.decode()
    assert "clock-block" in receipt
    assert "139****9000" in receipt


def test_the_clerk_reads_that_somebody_waits_for_a_call(town: Town, phone: Client) -> None:
    called(phone)
    case = only_case()
    desk = at_desk(town.people["clerk"])
    assert "请给我打电话" in desk.get("/clerk/").content.decode()
    assert "waits for a call" in desk.get(f"/clerk/?case={case.number}").content.decode()


def test_nothing_but_the_number_is_asked_and_no_puzzle(town: Town, phone: Client) -> None:
    page = phone.get(f"/q/{DOOR}").content.decode()
    form = page.split(f'action="{CALL}"')[1].split("</form>")[0]
    shown = [one for one in re.findall(r"<input[^>]*>", form) if 'type="hidden"' not in one]
    assert len(shown) == 1
    assert 'name="phone"' in shown[0]
    assert form.count("<button") == 1
    assert f"{DOOR}#call" in phone.get(f"/q/{DOOR}/leak").content.decode()


def test_under_14_nobody_is_asked_for_a_number(town: Town, phone: Client) -> None:
    assert CALL not in phone.get(f"/q/{DOOR}?child=1").content.decode()
    assert "#call" not in phone.get(f"/q/{DOOR}/leak?child=1").content.decode()


@pytest.mark.parametrize("typed", ["", "   ", "12", "明天再说", "1" * 60])
def test_what_cannot_be_called_comes_back_as_typed(town: Town, phone: Client, typed: str) -> None:
    answer = called(phone, number=typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>错误：" in page
    assert 'href="#call-phone"' in page
    assert f'value="{typed}"' in page or not typed.strip()
    assert cases() == 0


def test_sent_twice_is_one_request_and_another_number_is_told_so(town: Town, phone: Client) -> None:
    key = str(uuid.uuid4())
    first, again = called(phone, key=key), called(phone, key=key)
    assert first["Location"] == again["Location"]
    other = called(phone, key=key, number="13800138001")
    assert other.status_code == 422
    assert "13800138001" in other.content.decode()
    assert cases() == 1


def test_a_cleared_cookie_keeps_the_number(town: Town, phone: Client) -> None:
    late = phone.post(CALL, {"key": str(uuid.uuid4()), "phone": "13900139000"})
    assert late.status_code == 403
    assert 'value="13900139000"' in late.content.decode()
    assert cases() == 0


def test_a_flood_of_calls_is_slowed_down_like_the_form(town: Town, settings: Any) -> None:
    settings.FORM_LIMITS = 1
    visitor = Client(headers={"accept-language": "zh-CN"})
    visitor.get(f"/q/{DOOR}")
    sent = [
        visitor.post(CALL, {"key": str(uuid.uuid4()), "phone": "13900139000"}).status_code for _n in range(31)
    ]
    assert sent == [303] * 30 + [429]
    assert cases() == 30


def test_an_old_code_takes_no_call(town: Town, phone: Client) -> None:
    assert Client().post(f"/q/{OLD}/call", {"key": "k", "phone": "13900139000"}).status_code == 410
    assert cases() == 0
