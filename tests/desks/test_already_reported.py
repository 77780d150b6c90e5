"""“Already reported?” at a door: only what is open there, never who; one press, and it never blocks."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case
from huiyin.casework.s1_intake.request import UNDER_14
from huiyin.casework.s2_triage.joining import told_twin
from huiyin.casework.s2_triage.likely import alike_of
from huiyin.casework.s2_triage.listed import counted_alike
from huiyin.casework.s4_handling.acts import accept, propose
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from tests.desks.door import DOOR, cases, filed, plant_door, stranger
from tests.town import Hands, Town, all_seen, case_of

LEAK, TOO = f"/q/{DOOR}/leak", f"/q/{DOOR}/leak/too"


@pytest.fixture
def town(db: None) -> Town:
    return plant_door()


@pytest.fixture
def phone() -> Client:
    return stranger()


@pytest.fixture
def hands(clock: Hands) -> Hands:
    return clock


def reported(phone: Client, path: str = LEAK) -> list[str]:
    """The categories offered as reported already."""
    return re.findall(r'name="category" value="(\d+)"', phone.get(path).content.decode())


def press(phone: Client, path: str = TOO, **fields: str) -> Any:
    shown = phone.get(LEAK).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)
    assert token
    form = {"key": str(uuid.uuid4()), "csrfmiddlewaretoken": token[1], "category": "0204", **fields}
    return phone.post(path, form)


def newest() -> Case:
    with all_seen():
        return Case.objects.order_by("-received_at").first() or pytest.fail("no case")


def test_a_match_in_the_building_is_shown_with_neither_words_nor_names(town: Town, phone: Client) -> None:
    assert reported(phone) == []
    town.take_in(place_id=town.building.pk, content="张三家厨房下水返水", name="张三", whose_home="1-1-101")
    assert reported(phone) == ["0204"]
    assert reported(phone, f"/q/{DOOR}/power") == []
    page = phone.get(LEAK).content.decode()
    assert re.findall("张三|1-1-101|厨房", page) == []
    assert page.index("我也遇到") < page.index('name="words"')  # above the form, which is still there


def test_only_open_public_cases_of_this_building_and_the_last_72_hours(
    town: Town, phone: Client, hands: Hands
) -> None:
    town.take_in(place_id=town.other_building.pk, scope_id=town.other_estate.pk)
    town.take_in(place_id=None)
    town.take_in(place_id=town.building.pk, private=True)
    town.take_in(place_id=town.building.pk, category="1202", content="老人需要帮助")
    assert reported(phone) == []
    assert reported(phone, f"/q/{DOOR}/help") == []
    case = case_of(town.take_in(place_id=town.building.pk))
    hands.move(hours=71)
    assert reported(phone) == ["0204"]
    hands.move(hours=2)
    assert reported(phone) == []
    again = case_of(town.take_in(place_id=town.building.pk))
    assert reported(phone) == ["0204"]
    fire_due()
    with seen_as(town.viewer("duty")) as worker:
        accept(case_id=again.pk, by=worker)
        propose(case_id=again.pk, by=worker, answer="已疏通。")
    assert reported(phone) == []
    assert case.pk != again.pk


def test_a_home_of_the_building_counts_as_the_building(town: Town, phone: Client) -> None:
    with all_seen():
        home = Place.objects.create(
            scope=town.estate, parent=town.building, kind=PlaceKind.HOME, name="101", label="E 1号楼 101"
        )
    town.take_in(place_id=home.pk)
    assert reported(phone) == ["0204"]
    assert "101" not in phone.get(LEAK).content.decode().split("reported")[1].split("</section>")[0]


def test_me_too_is_one_press_and_an_own_case_that_names_the_other(town: Town, phone: Client) -> None:
    first = case_of(town.take_in(place_id=town.building.pk))
    answer = press(phone)
    assert answer.status_code == 303
    mine = newest()
    assert told_twin(mine) == first.pk
    assert (mine.category, mine.place_id, mine.channel) == ("0204", town.building.pk, "Q")
    assert mine.number in phone.get(answer["Location"]).content.decode().replace("</span><span>", "")
    press(stranger())
    assert told_twin(newest()) == first.pk  # always the first of them
    with seen_as(town.viewer("clerk")) as clerk:
        (alike,) = [found for found in alike_of(clerk, [mine])[mine.pk] if found.case.pk == first.pk]
        assert any("me too" in reason or "我也遇到" in reason for reason in alike.reasons)
    assert "共3件" in phone.get(LEAK).content.decode()


def test_the_clerk_reads_it_in_chinese_and_sees_the_link_elsewhere_too(town: Town) -> None:
    first = case_of(town.take_in(place_id=town.building.pk))
    visitor = stranger("en")
    assert press(visitor).status_code == 303
    mine = newest()
    assert mine.content.startswith("我也遇到")
    with all_seen():
        Case.objects.filter(pk=first.pk).update(category="0203")  # sorted otherwise meanwhile
    with seen_as(town.viewer("clerk")) as clerk:
        assert counted_alike(clerk, [mine]) == {mine.pk: 1}


def test_pressing_twice_is_one_case(town: Town, phone: Client) -> None:
    town.take_in(place_id=town.building.pk)
    key = str(uuid.uuid4())
    places = {press(phone, key=key)["Location"] for _ in range(3)}
    assert len(places) == 1
    assert cases() == 2


def test_it_never_blocks_whatever_became_of_the_other(town: Town, phone: Client) -> None:
    assert press(phone).status_code == 303  # nothing open there any more
    assert told_twin(newest()) is None
    assert press(phone, category="0901").status_code == 404  # no category of this tile
    assert press(phone, category="").status_code == 404
    town.take_in(place_id=town.building.pk)
    _url, own = filed(phone, words="我家也漏，在厨房")  # the form goes on working beside it
    assert told_twin(own) is None


def test_a_page_open_too_long_comes_back(town: Town, phone: Client) -> None:
    town.take_in(place_id=town.building.pk)
    answer = Client(enforce_csrf_checks=True).post(TOO, {"key": "k", "category": "0204"})
    assert answer.status_code == 403
    assert "我也遇到" in answer.content.decode()
    assert cases() == 1


def test_a_childs_press_stays_a_childs(town: Town, phone: Client) -> None:
    town.take_in(place_id=town.building.pk)
    assert press(phone, f"{TOO}?child=1").status_code == 303
    assert newest().suggested[UNDER_14]


def test_the_form_asks_two_queries_more_however_many_cases(town: Town, phone: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            phone.get(LEAK)
        return len(queries)

    phone.get(LEAK)
    town.take_in(place_id=town.building.pk)
    one = asked()
    for content in ("又漏", "还漏", "一直漏"):
        town.take_in(place_id=town.building.pk, content=content)
    town.take_in(place_id=town.building.pk, category="0301", content="停水")
    assert asked() == one
