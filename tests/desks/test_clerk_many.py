"""Many cases at once, standard answers, own keys and who else has a case open."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.words import State
from huiyin.casework.s4_handling.models import Bulk, StandardAnswer
from huiyin.registers.people.models import Account
from tests.desks.signed_in import at_desk, send
from tests.matrix.world import build
from tests.town import all_seen, case_of, plant_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


def waiting(town, number):
    """So many requests without a category: they wait for the clerk."""
    made = [town.take_in(content=f"想问一下停车怎么收费 {n}", category="") for n in range(number)]
    fire_due()
    return made


def test_marked_rows_are_given_away_and_taken_back(town, clerk):
    made = waiting(town, 3)
    numbers = [one.number for one in made]
    page = clerk.get("/clerk/").content.decode()
    assert page.count("data-mark>") == 3
    given = send(clerk, "/clerk/bulk", number=numbers, owner=str(town.company.pk), **{"and": "dispatch"})
    done = clerk.get(given["Location"]).content.decode()
    assert "3 done, 0 not done." in done
    assert all(number in done for number in numbers)
    back = send(clerk, re.search(r'action="(/clerk/bulk/[^"]+/undo)"', done)[1])
    assert "Taken back." in clerk.get(back["Location"]).content.decode()
    with all_seen():
        assert {case_of(one).state for one in made} == {State.RECEIVED}


def test_without_a_mark_it_says_so_and_keeps_the_words(town, clerk):
    waiting(town, 1)
    answer = send(clerk, "/clerk/bulk", answer="已经回复。", **{"and": "answer"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "已经回复。" in page


def test_a_held_answer_can_be_looked_at_and_taken_back(town, clerk):
    (one,) = waiting(town, 1)
    held = send(clerk, "/clerk/bulk", number=[one.number], answer="停车费由业委会公布。", **{"and": "answer"})
    page = clerk.get(held["Location"]).content.decode()
    assert "until then they can be taken back" in page
    assert 'http-equiv="refresh"' not in page
    send(clerk, re.search(r'action="(/clerk/bulk/[^"]+/undo)"', page)[1])
    with all_seen():
        assert case_of(one).state == State.RECEIVED
        assert Bulk.objects.get().state == "undone"


def test_anothers_act_is_not_there(town, clerk):
    (one,) = waiting(town, 1)
    held = send(clerk, "/clerk/bulk", number=[one.number], answer="好。", **{"and": "answer"})
    assert at_desk(town.people["second clerk"]).get(held["Location"]).status_code == 404


def test_a_standard_answer_is_kept_offered_changed_and_closed(town, clerk):
    send(clerk, "/clerk/answers/new", name="已修", text="{诉求人}您好，已修好。", category="",
         scope=str(town.community.pk))  # fmt: skip
    (one,) = waiting(town, 1)
    page = clerk.get(reverse("case", args=[one.number])).content.decode()
    assert "已修" in page
    with all_seen():
        kept = StandardAnswer.objects.get()
    send(
        clerk,
        f"/clerk/answers/{kept.pk}",
        name="已修",
        text="已经修好。",
        category="",
        scope=str(town.community.pk),
    )
    with all_seen():
        assert StandardAnswer.objects.get(closed_at=None).text == "已经修好。"
        last = StandardAnswer.objects.get(closed_at=None)
    send(clerk, f"/clerk/answers/{last.pk}", do="close")
    assert "已经修好。" not in clerk.get("/clerk/answers").content.decode()


def test_own_keys_hold_and_two_things_cannot_share_one(town, clerk):
    page = clerk.get("/me/keys").content.decode()
    fields = dict(re.findall(r'name="(\w+)" value="([^"])"', page))
    send(clerk, "/me/keys", **{**fields, "on": "on", "next": "y"})
    assert 'data-next="y"' in clerk.get("/clerk/").content.decode()
    twice = send(clerk, "/me/keys", **{**fields, "on": "on", "next": "k"})
    assert twice.status_code == 422
    send(clerk, "/me/keys", **{name: value for name, value in fields.items() if name != "on"})
    assert 'data-keys="off"' in clerk.get("/clerk/").content.decode()
    send(clerk, "/me/keys", do="usual")
    assert Account.objects.get(pk=town.people["clerk"].pk).keys == {}


def test_a_shared_screen_has_the_usual_keys(db):
    screen = build().clients["screen"]
    assert screen.get("/me/keys").status_code == 200
    answer = send(screen, "/me/keys", on="on", next="y")
    assert answer.status_code == 303
    assert 'data-next="y"' not in screen.get("/duty/").content.decode()


def test_colleagues_see_who_has_the_case_open(town, clerk):
    (one,) = waiting(town, 1)
    second = at_desk(town.people["second clerk"])
    first = second.post(f"/case/{one.number}/here")
    assert town.people["second clerk"].display_name not in first.content.decode()
    seen = clerk.post(f"/case/{one.number}/here")
    assert town.people["second clerk"].display_name in seen.content.decode()
