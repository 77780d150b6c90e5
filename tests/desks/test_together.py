"""Joining, parting, resting and taking back, as clerks, leaders and residents do them on their pages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from huiyin.casework.casefile.words import State
from huiyin.casework.s1_intake.request import Receipt
from huiyin.casework.s4_handling.incidents import Opening, open_incident
from huiyin.casework.s4_handling.models import Incident, Suspension
from huiyin.ground.clock import now
from tests.casework.doing import do, drain
from tests.desks.door import DOOR, plant_door
from tests.desks.signed_in import at_desk, send
from tests.town import WATER, all_seen, case_of

PARKING = "0604"


@pytest.fixture
def town(db):
    return plant_door()


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


@pytest.fixture
def second(town):
    return at_desk(town.people["second clerk"])


@pytest.fixture
def pair(town):
    """The same leak from two homes."""
    here = town.building.pk
    made = [town.take_in(place_id=here, content="厨房下水返水", phone=f"1390013900{n}") for n in range(2)]
    drain()
    return made


def page(client: Client, receipt: Receipt) -> str:
    return client.get(reverse("case", args=[receipt.number])).content.decode()


def step(client: Client, receipt: Receipt, name: str, **fields: str):
    return send(client, f"/case/{receipt.number}/{name}", **fields)


def own_page(receipt: Receipt) -> str:
    """What the resident reads, in English."""
    return Client(headers={"accept-language": "en"}).get(f"/c/{receipt.token}").content.decode()


def test_a_case_is_joined_to_another_by_its_number_and_parted_again(town, clerk, pair):
    first, other = pair
    assert step(clerk, other, "merge", main="other", number=first.number.lower()).status_code == 303
    with all_seen():
        assert case_of(other).state == State.MERGED
    shown = page(clerk, first)
    assert "2 requests" in shown
    assert "2 households" in shown
    assert other.number in shown
    assert "handled together with the same matter of your neighbours" in own_page(other)
    assert step(clerk, other, "part", why="两根管").status_code == 303
    with all_seen():
        assert case_of(other).state == State.DISPATCHED
    assert "taken back by" in page(clerk, other)


def test_a_number_nobody_has_gets_a_sentence_and_keeps_the_words(town, clerk, pair):
    answer = step(clerk, pair[0], "merge", main="other", number="990101-20260101-Q-000000-X", why="看起来像")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "No case here has the number 990101-20260101-Q-000000-X." in shown
    assert "看起来像" in shown
    assert step(clerk, pair[0], "merge", main="other", number="").status_code == 422


def test_the_likely_twin_is_one_choice_away(town, clerk, pair):
    shown = page(clerk, pair[1])
    assert f'value="{pair[0].number}"' in shown
    assert step(clerk, pair[1], "merge", main=pair[0].number).status_code == 303


def test_a_second_matter_gets_its_own_number_and_goes_back(town, clerk, pair):
    step(clerk, pair[0], "split", content="楼道灯不亮", category="0301")
    shown = page(clerk, pair[0])
    assert "Split off:" in shown
    part = shown.split("Split off:")[1].split('href="/case/')[1].split('"')[0]
    answer = send(clerk, f"/case/{part}/unsplit", why="一件事")
    assert answer.status_code == 303
    assert "Handled together" in clerk.get(f"/case/{part}").content.decode()


def test_the_pending_list_needs_two_and_tells_the_resident(town, clerk, second, pair):
    day = (localtime(now()) + timedelta(days=30)).date()
    said = {"reason": "funds", "why": "要等维修资金", "plan": "先接水", "review_on": day.isoformat()}
    late = step(clerk, pair[0], "suspend", **said | {"review_on": "2036-01-01"})
    assert late.status_code == 422
    assert "要等维修资金" in late.content.decode()
    assert step(clerk, pair[0], "suspend", **said).status_code == 303
    assert step(clerk, pair[0], "decide-rest", approve="yes").status_code == 422  # the same person
    assert pair[0].number in second.get("/pending/").content.decode()
    assert step(second, pair[0], "decide-rest", approve="yes", note="同意").status_code == 303
    listed = second.get("/pending/").content.decode()
    assert "1 case rests" in listed
    assert "先接水" in listed
    shown = own_page(pair[0])
    assert "It is on the pending list." in shown
    assert "要等维修资金" in shown
    assert f"{day.year}-{day.month}-{day.day}" in shown
    assert at_desk(town.people["leader"]).get("/pending/").status_code == 200
    assert at_desk(town.people["field"]).get("/pending/").status_code == 404
    step(clerk, pair[0], "take-up")
    with all_seen():
        assert case_of(pair[0]).state == State.DISPATCHED
        assert Suspension.objects.get().ended_at is not None


def test_more_time_is_asked_with_a_reason_and_decided_by_another(town, clerk, second):
    fee = town.take_in(category=PARKING, content="停车收费不合理")
    drain()
    assert step(clerk, fee, "extend", reason="等物价局答复").status_code == 303
    assert fee.number in second.get("/pending/").content.decode()
    assert step(second, fee, "decide-time", grant="yes").status_code == 303
    assert "等物价局答复" in own_page(fee)


def test_a_resident_takes_the_request_back_and_says_why(town, pair):
    client = Client(headers={"accept-language": "en"})
    wrong = send(client, f"/c/{pair[0].token}/withdraw", reason="other", words="")
    assert wrong.status_code == 422
    assert (
        send(client, f"/c/{pair[0].token}/withdraw", reason="other", words="已经自己修好").status_code == 303
    )
    with all_seen():
        assert case_of(pair[0]).state == State.WITHDRAWN
    shown = own_page(pair[0])
    assert "已经自己修好" in shown
    assert "/withdraw" not in shown
    assert "/reopen" in shown


def test_a_joined_neighbour_says_it_is_another_matter(town, clerk, pair):
    step(clerk, pair[1], "merge", main="other", number=pair[0].number)
    client = Client(headers={"accept-language": "en"})
    assert send(client, f"/c/{pair[1].token}/alone", words="我家是另一根管").status_code == 303
    with all_seen():
        assert case_of(pair[1]).state == State.DISPATCHED


def test_one_incident_one_answer_and_everybody_at_the_door_knows(town, clerk, pair):
    begun = localtime(now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    fields = {
        "estate": str(town.estate.pk),
        "place": "1",
        "category": WATER,
        "title": "主管爆裂",
        "told": "正在抢修",
        "begun_at": begun,
        "expected_at": "",
        "absorbs_new": "on",
    }
    lost = send(clerk, "/incidents/new", **fields | {"place": "没有这楼"})
    assert lost.status_code == 422
    assert "正在抢修" in lost.content.decode()
    opened = send(clerk, "/incidents/new", **fields)
    assert opened.status_code == 303
    shown = clerk.get(opened["Location"]).content.decode()
    assert pair[0].number in shown
    send(clerk, opened["Location"] + "/absorb", number=[one.number for one in pair])
    assert "2 requests belong to it" in clerk.get(opened["Location"]).content.decode()
    assert "主管爆裂" in page(clerk, pair[0])
    door = Client(headers={"accept-language": "en"}).get(f"/q/{DOOR}").content.decode()
    assert "正在抢修" in door
    assert send(clerk, opened["Location"] + "/end", answer="").status_code == 422
    assert send(clerk, opened["Location"] + "/end", answer="主管已换好").status_code == 303
    drain()
    with all_seen():
        assert {case_of(one).state for one in pair} == {State.PROPOSED}
        assert Incident.objects.get().ended_at is not None
    assert "主管已换好" in own_page(pair[1])


def test_elsewhere_there_is_no_such_incident(town, clerk):
    other = at_desk(town.people["other clerk"])
    with all_seen():
        made = Incident.objects.create(
            scope=town.estate, place=town.building, category=WATER, title="停水", told="抢修", begun_at=now(),
            opened_by="account:0", opened_at=now(),
        )  # fmt: skip
    assert clerk.get(f"/incidents/{made.pk}").status_code == 200
    assert other.get(f"/incidents/{made.pk}").status_code == 404
    assert send(other, f"/incidents/{made.pk}/end", answer="x").status_code == 404


def test_an_incident_is_changed_on_its_page_and_what_it_said_before_stays_there(town, clerk, pair):
    opening = Opening(category=WATER, title="主管爆裂", told="正在抢修", begun_at=now())
    made = do(
        town.viewer("clerk"), open_incident, place=town.building, opening=opening, case_ids=[pair[0].case_id]
    )
    page = f"/incidents/{made.pk}"
    said = {"told": "阀门已关", "expected_at": "2099-01-01T18:00", "seen": "0"}
    assert send(clerk, f"{page}/change", **said | {"told": ""}).status_code == 422
    assert (
        "has passed already"
        in send(clerk, f"{page}/change", **said | {"expected_at": "2020-01-01T08:00"}).content.decode()
    )
    assert send(clerk, f"{page}/change", **said).url == page
    shown = clerk.get(page).content.decode()
    assert "阀门已关" in shown
    assert "正在抢修" in shown
    assert send(clerk, f"{page}/change", **said | {"told": "又变了"}).status_code == 422, (
        "somebody was faster"
    )
    drain()
    assert "阀门已关" in own_page(pair[0])
    other = at_desk(town.people["other clerk"])
    assert send(other, f"{page}/change", **said).status_code == 404
