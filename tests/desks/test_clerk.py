"""The clerk's list: order, filters, search, entry on behalf, and what a number of cases costs."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile import queue
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.queue import Filter
from huiyin.casework.casefile.words import Channel, State
from huiyin.casework.s4_handling.acts import accept
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from tests.desks.signed_in import at_desk, send
from tests.town import LAMP, MOBILE, WATER, case_of, plant_town

LIST = "/clerk/"


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


def numbers(client, query=""):
    page = client.get(LIST + query)
    assert page.status_code == 200
    return re.findall(r'<p class="row-foot"><span>([^<]+)</span>', page.content.decode())


def test_least_time_left_stands_first_and_danger_above_all(town, clerk) -> None:
    slow = town.take_in(content="路灯不亮", category=LAMP)
    fast = town.take_in(content="厨房下水返水", category=WATER)
    gas = town.take_in(content="楼道里有很浓的煤气味，闻着头晕", category="")
    fire_due()
    shown = numbers(clerk)
    assert shown[0] == gas.number
    due = {n: case_of(r).next_due_at for n, r in ((slow.number, slow), (fast.number, fast))}
    assert shown[1:] == sorted(due, key=lambda n: due[n])


def test_filters_and_counts_agree_with_the_rows(town, clerk) -> None:
    waiting = town.take_in(content="想问一下停车怎么收费", category="")
    town.take_in(content="厨房下水返水", category=WATER)
    fire_due()
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        counts = queue.counts_of(viewer, now())
        for wanted in Filter:
            rows = queue.waiting(viewer, wanted, now()).count()
            assert queue.count(counts, wanted) == rows, wanted
    assert numbers(clerk, "?show=triage") == [waiting.number]
    assert numbers(clerk, f"?show=triage&estate={town.sister.pk}") == []


def test_pages_go_on_without_gap_or_repeat(town) -> None:
    made = [town.take_in(content=f"第 {i} 件事", category="") for i in range(7)]
    viewer, seen, after = town.viewer("clerk"), [], ""
    with seen_as(viewer):
        while True:
            page = queue.page_of(queue.waiting(viewer, Filter.OPEN, now()), after=after, size=3)
            seen += [case.number for case in page.cases]
            after = page.after
            if not after:
                break
    assert sorted(seen) == sorted(receipt.number for receipt in made)
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("key", ["x", "%0A", "MHx8", "é" * 300, "fHx8"])
def test_a_broken_page_key_means_the_first_page(town, clerk, key) -> None:
    made = town.take_in(content="路灯不亮")
    assert numbers(clerk, f"?after={key}") == [made.number]


def test_twenty_rows_cost_as_many_queries_as_two(town, clerk) -> None:
    def cost(n):
        for i in range(n):
            town.take_in(content=f"楼道灯 {i} 不亮", category=LAMP, place_id=town.building.pk)
        clerk.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            clerk.get(LIST)
        return len(asked)

    assert cost(18) <= cost(2) <= 32


def test_other_communities_are_not_there(town) -> None:
    mine = town.take_in(content="厨房下水返水")
    stranger = at_desk(town.people["other clerk"])
    assert numbers(stranger) == []
    assert numbers(stranger, f"?q={mine.number}") == []
    page = stranger.get(f"/case/{mine.number}")
    missing = stranger.get("/case/990101-20260101-Q-999999-9")
    assert page.status_code == missing.status_code == 404
    assert page.content.replace(mine.number.encode(), b"") == missing.content.replace(
        b"990101-20260101-Q-999999-9", b""
    )


@pytest.mark.parametrize("role", ["contact", "field", "duty", "leader", "steward", "auditor"])
def test_only_clerks_have_the_list(town, role) -> None:
    assert at_desk(town.people[role]).get(LIST).status_code == 404


def test_search_by_number_phone_tail_place_and_words(town, clerk) -> None:
    with seen_as(SYSTEM):
        home = Place.objects.create(
            scope=town.estate,
            parent=town.building,
            kind="home",
            name="501",
            label="E 1号楼 501",
            short="1-1-501",
        )
    one = town.take_in(content="阳台漏水，楼上说不管", place_id=home.pk, phone="13900001234")
    two = town.take_in(content="门口路灯坏了", category=LAMP, phone=None)
    assert numbers(clerk, f"?q={one.number.lower()}") == [one.number]
    assert numbers(clerk, "?q=1234") == [one.number]
    assert numbers(clerk, "?q=139-0000-1234") == [one.number]
    assert numbers(clerk, "?q=1-1-501") == [one.number]
    assert numbers(clerk, "?q=路灯") == [two.number]
    assert numbers(clerk, "?q=路燈") == [two.number]


def test_a_leader_finds_no_one_by_telephone(town) -> None:
    town.take_in(phone=MOBILE)
    from huiyin.casework.casefile.finding import find_cases

    leader = town.viewer("leader")
    with seen_as(leader):
        assert list(find_cases(leader, MOBILE[-4:])) == []
        assert list(find_cases(leader, MOBILE)) == []


@pytest.mark.parametrize(
    "words", ["'; drop table", "🙂", "((", "&|!", "a" * 5000, "\ud800".encode("utf-8", "surrogatepass")]
)
def test_no_search_breaks_the_page(town, clerk, words) -> None:
    town.take_in()
    assert clerk.get(LIST, {"q": words}).status_code == 200


def test_a_nul_byte_gets_a_sentence(town, clerk) -> None:
    assert clerk.get(LIST, {"q": "\x00"}).status_code == 400


def test_repeats_and_likely_duplicates_are_marked(town, clerk) -> None:
    town.take_in(content="一楼楼道下水返水，臭", place_id=town.building.pk)
    town.take_in(content="楼道下水返水，脏水流到门口", place_id=town.building.pk)
    page = clerk.get(LIST).content.decode()
    assert "2 times" in page
    assert "1 alike" in page


def test_the_case_stands_beside_the_list_and_the_next_one_follows(town, clerk) -> None:
    first = town.take_in(content="第一件", category="")
    second = town.take_in(content="第二件", category="")
    page = clerk.get(f"{LIST}?show=triage&case={first.number}").content.decode()
    assert f'aria-label="{first.number}"' in page
    assert f"case={second.number}&amp;done={first.number}" in page


# entry on behalf


def entered(client, **fields):
    plain = {"content": "楼上漏水到我家厨房", "estate": "", "channel": "C", "kind": "help"}
    return send(client, "/clerk/new", **plain | fields)


def test_a_call_is_typed_in_and_gives_number_and_code(town, clerk) -> None:
    answer = entered(
        clerk,
        estate=town.estate.pk,
        place="1",
        name="王大爷",
        phone="138 0013 8000",
        category=WATER,
        private="on",
    )
    assert answer.status_code == 303
    with seen_as(SYSTEM):
        case = Case.objects.select_related("requester").get()
    assert (case.channel, case.scope_id, case.place_id) == (Channel.COUNTER, town.estate.pk, town.building.pk)
    assert case.private
    assert case.entered_by == f"account:{town.people['clerk'].pk}"
    assert case.requester.name == "王大爷"
    slip = clerk.get(answer.url).content.decode()
    assert case.number in slip
    assert "data-print" in slip


def test_while_it_is_told_the_clerk_sees_whether_it_was_reported_already(town, clerk) -> None:
    first = town.take_in(content="楼道下水返水，一楼全是水", place_id=town.building.pk, phone=MOBILE)
    told = {"content": "1号楼一楼楼道下水返水了", "estate": town.estate.pk, "phone": MOBILE, "look": "1"}
    page = entered(clerk, **told)
    assert page.status_code == 200
    shown = page.content.decode().split('id="likely"')[1].split('<div class="actions"')[0]
    assert f"/case/{first.number}" in shown
    assert "the same telephone" in shown
    assert "“返水”" in shown
    assert told["content"] in page.content.decode()  # nothing typed is lost
    with seen_as(SYSTEM):
        assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "half", [{"content": ""}, {"content": "漏水", "estate": "x"}, {"content": "漏水", "phone": "1"}]
)
def test_looking_takes_what_is_typed_so_far(town, clerk, half) -> None:
    assert entered(clerk, **{"estate": town.estate.pk, "look": "1"} | half).status_code == 200


def test_what_was_only_looked_at_can_be_taken_in_with_the_same_key(town, clerk) -> None:
    fields = {
        "content": "路灯坏了",
        "estate": town.estate.pk,
        "channel": "C",
        "kind": "help",
        "key": str(uuid.uuid4()),
    }
    assert clerk.post("/clerk/new", fields | {"look": "1"}).status_code == 200
    assert clerk.post("/clerk/new", fields).status_code == 303


def test_sent_twice_it_is_one_case(town, clerk) -> None:
    fields = {
        "content": "路灯坏了",
        "estate": town.estate.pk,
        "channel": "C",
        "kind": "help",
        "key": str(uuid.uuid4()),
    }
    first, second = clerk.post("/clerk/new", fields), clerk.post("/clerk/new", fields)
    assert first.url == second.url
    with seen_as(SYSTEM):
        assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"content": ""}, "Please write what it is about."),
        ({"phone": "12ab"}, "This is no telephone number."),
        ({"place": "9-9-999"}, "No place here is called"),
        ({"channel": "P"}, "Select a valid choice"),
    ],
)
def test_mistakes_come_back_with_what_was_typed(town, clerk, wrong, said) -> None:
    answer = entered(clerk, **{"estate": town.estate.pk, "name": "李阿姨"} | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "李阿姨" in page
    with seen_as(SYSTEM):
        assert not Case.objects.exists()


def test_nobody_files_into_another_community(town, clerk) -> None:
    assert entered(clerk, estate=town.other_estate.pk).status_code == 422
    with seen_as(SYSTEM):
        assert not Case.objects.exists()


def test_follow_up_and_reviews_have_addresses_of_their_own(town, clerk) -> None:
    assert clerk.get("/clerk/follow-up").url == f"{reverse('clerk-queue')}?show=follow-up"
    assert clerk.get("/clerk/reviews").url == f"{reverse('clerk-queue')}?show=review"


def test_after_a_dispatch_one_tap_takes_it_back(town, clerk) -> None:
    receipt = town.take_in()
    fire_due()
    assert case_of(receipt).state == State.DISPATCHED
    page = clerk.get(f"{LIST}?done={receipt.number}").content.decode()
    assert f'action="/case/{receipt.number}/undo"' in page
    case = case_of(receipt)
    answer = send(clerk, f"/case/{receipt.number}/undo", version=case.version, reason="Wrong", next=LIST)
    assert answer.url == LIST
    assert case_of(receipt).state == State.RECEIVED


def test_what_was_accepted_is_not_taken_back(town, clerk) -> None:
    receipt = town.take_in()
    fire_due()
    with seen_as(town.viewer("duty")) as duty:
        accept(case_id=receipt.case_id, by=duty)
    answer = send(clerk, f"/case/{receipt.number}/undo", version=case_of(receipt).version, reason="Wrong")
    assert answer.status_code == 422
    assert "that step is not possible now" in answer.content.decode()
    assert case_of(receipt).state == State.ACCEPTED
