"""A requester's link and query code: they run out, can be taken back one by one, and say what to do then."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.finding import find_cases
from huiyin.casework.casefile.links import link_token, query_code
from huiyin.casework.casefile.models import Case, Requester, SpentLink
from huiyin.casework.casefile.renewing import renew_link
from huiyin.casework.s4_handling.acts import accept, propose
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.door import filed, only_case, plant_door, send, stranger
from tests.desks.signed_in import at_desk
from tests.town import Hands, Town, all_seen, case_of


@pytest.fixture
def town(db: None) -> Town:
    return plant_door()


@pytest.fixture
def phone() -> Client:
    return stranger()


@pytest.fixture
def hands(clock: Hands) -> Hands:
    return clock


def end(town: Town, phone: Client, url: str, case: Case) -> None:
    """Answer it, and let the resident say it is solved."""
    fire_due()
    with seen_as(town.viewer("duty")) as worker:
        accept(case_id=case.pk, by=worker)
        propose(case_id=case.pk, by=worker, answer="已疏通，可以使用。")
    fire_due()
    assert send(phone, f"{url}/verdict", page=url, solved="yes").status_code == 303


def renew(town: Town, case: Case, **values: Any) -> Requester:
    with seen_as(town.viewer("clerk")) as clerk:
        return renew_link(case_id=case.pk, reason="回执丢了", by=clerk, **values)


def test_a_link_opens_its_case_until_ninety_days_after_the_end(
    town: Town, phone: Client, hands: Hands
) -> None:
    url, case = filed(phone)
    hands.move(days=200)
    assert phone.get(url).status_code == 200  # an open case is never lost
    end(town, phone, url, case)
    hands.move(days=89)
    assert phone.get(url).status_code == 200
    hands.move(days=2)
    gone = phone.get(url)
    assert gone.status_code == 410
    page = gone.content.decode()
    assert "tel:12345" in page
    assert "查询码" in page
    assert case.number not in page
    assert "返水" not in page


def test_a_code_runs_out_with_its_link(town: Town, phone: Client, hands: Hands) -> None:
    url, case = filed(phone)
    end(town, phone, url, case)
    assert send(phone, "/ask", code=query_code(case.pk)).status_code == 302
    hands.move(days=91)
    answer = send(phone, "/ask", code=query_code(case.pk))
    assert answer.status_code == 410
    assert query_code(case.pk) in answer.content.decode()
    assert "已过期" in answer.content.decode()


def test_words_sent_through_a_link_that_ran_out_come_back(town: Town, phone: Client, hands: Hands) -> None:
    url, case = filed(phone)
    end(town, phone, url, case)
    shown = phone.get(url)
    hands.move(days=91)
    token = shown.context["csrf_token"]
    form = {"key": str(uuid.uuid4()), "csrfmiddlewaretoken": str(token), "words": "昨晚又返水了"}
    answer = phone.post(f"{url}/reopen", form)
    assert answer.status_code == 410
    assert "昨晚又返水了" in answer.content.decode()
    stale = Client(enforce_csrf_checks=True).post(f"{url}/reopen", form)
    assert stale.status_code == 410
    assert "昨晚又返水了" in stale.content.decode()


def test_a_clerk_takes_one_link_back_and_hands_out_a_new_one(town: Town, phone: Client) -> None:
    url, case = filed(phone)
    _other, _second = filed(phone)
    desk = at_desk(town.people["clerk"])
    done = desk.post(f"/case/{case.number}/renew", {"key": "k", "reason": "链接发错人"})
    assert done.status_code == 303
    old = phone.get(url)
    assert old.status_code == 410
    assert "返水" not in old.content.decode()
    assert send(phone, "/ask", code=query_code(case.pk)).status_code == 410
    slip = desk.get(f"/clerk/slip/{case.number}").content.decode()
    assert query_code(case.pk, 1) in slip
    assert link_token(case.pk, 1) in slip
    assert query_code(case.pk) not in slip
    fresh = phone.get(f"/c/{link_token(case.pk, 1)}").content.decode()
    assert query_code(case.pk, 1) in fresh
    assert "链接发错人" not in fresh  # the reason is for colleagues
    to = send(phone, "/ask", code=query_code(case.pk, 1))["Location"]
    assert to == f"/c/{link_token(case.pk, 1)}"
    assert phone.get(_other).status_code == 200


def test_a_link_given_anew_after_the_end_opens_for_ninety_days(
    town: Town, phone: Client, hands: Hands
) -> None:
    url, case = filed(phone)
    end(town, phone, url, case)
    hands.move(days=400)
    renew(town, case)
    again = f"/c/{link_token(case.pk, 1)}"
    hands.move(days=89)
    assert phone.get(again).status_code == 200
    hands.move(days=2)
    assert phone.get(again).status_code == 410


def test_messages_carry_the_link_that_is_good_and_stop_when_the_phone_is_a_strangers(
    town: Town,
) -> None:
    case = case_of(town.take_in(place_id=town.building.pk))
    renew(town, case)
    fire_due()
    with seen_as(town.viewer("duty")) as worker:
        accept(case_id=case.pk, by=worker)
        propose(case_id=case.pk, by=worker, answer="已疏通。")
    fire_due()
    with all_seen():
        answered = Notice.objects.filter(subject_id=case.pk, channel="sms").exclude(topic="received:1")
        assert {notice.params["link"].rsplit("/", 1)[1] for notice in answered} == {link_token(case.pk, 1)}
        told = Notice.objects.count()
        assert Requester.objects.get(case=case).wants_reply
    assert not renew(town, case, quiet=True).wants_reply
    with all_seen():
        assert Notice.objects.count() == told


def test_only_the_clerk_of_the_place_renews(town: Town, phone: Client) -> None:
    _url, case = filed(phone)
    for name in ("other clerk", "leader", "duty"):
        with seen_as(town.viewer(name)) as stranger_here, pytest.raises(NotThere):
            renew_link(case_id=case.pk, reason="x", by=stranger_here)
    with all_seen():
        assert SpentLink.objects.count() == 0


def test_the_desk_finds_a_case_by_the_code_on_an_old_slip(town: Town, phone: Client) -> None:
    _url, _case = filed(phone)
    case = only_case()
    for _round in range(2):
        for code in (query_code(case.pk), query_code(case.pk).lower()):
            with seen_as(town.viewer("clerk")) as clerk:
                assert [found.pk for found in find_cases(clerk, code)] == [case.pk]
            with seen_as(town.viewer("other clerk")) as elsewhere:
                assert list(find_cases(elsewhere, code)) == []
        renew(town, case)


@given(case=st.uuids(), generation=st.integers(1, 9))
def test_generations_differ_and_the_first_is_what_it_always_was(case: uuid.UUID, generation: int) -> None:
    assert link_token(case) == link_token(case, 0) != link_token(case, generation)
    assert query_code(case) == query_code(case, 0) != query_code(case, generation)
    assert len(query_code(case, generation)) == 10


def test_links_given_out_before_there_were_generations_still_fit() -> None:
    """The derivation of generation 0 is fixed: such links stand in people's bookmarks."""
    from huiyin.casework.casefile import links

    case = uuid.UUID("01890000-0000-7000-8000-000000000001")
    assert links._root(case, 0) == str(case)
