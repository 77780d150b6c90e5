"""The clerk's pages of nuisance marks: proposed on a case, decided by another, listed with n of N, lifted."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.bridges.timers import fire_due
from tests.desks.signed_in import at_desk, send
from tests.town import plant_town

SAME = "你们什么时候下班"
LATE = "2000-01-01"


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


@pytest.fixture
def second(town):
    return at_desk(town.people["second clerk"])


def numbers(client, query=""):
    return re.findall(
        r'<p class="row-foot"><span>([^<]+)</span>', client.get("/clerk/" + query).content.decode()
    )


def last_day(client, number):
    page = client.get(f"/case/{number}").content.decode()
    return re.search(r'name="until" value="([^"]+)"', page)[1]


def mark(clerk, second, number):
    asked = {"about": "number", "reason": "一天 30 通", "until": last_day(clerk, number)}
    assert send(clerk, f"/case/{number}/mark", **asked).status_code == 303
    assert send(second, f"/case/{number}/decide-mark", confirm="yes").status_code == 303


def test_a_mark_from_the_case_to_the_list_and_away_again(town, clerk, second) -> None:
    call = town.take_in(content=SAME, category="")
    fire_due()
    wrong = send(clerk, f"/case/{call.number}/mark", about="number", reason="一天 30 通", until=LATE)
    assert wrong.status_code == 422
    assert "ends within 30 days" in wrong.content.decode()
    mark(clerk, second, call.number)
    assert numbers(clerk, "?show=apart") == [call.number]
    assert numbers(clerk, "?show=triage") == []
    assert numbers(clerk) == [call.number]
    page = clerk.get("/clerk/marks").content.decode()
    assert "138****8000" in page
    assert "13800138000" not in page
    assert "0 of 0 that came to an end" in page
    assert send(clerk, f"/case/{call.number}/lift-mark", proved_true="yes", why="属实").status_code == 303
    assert numbers(clerk, "?show=apart") == []
    assert "1 of 1 that came to an end" in clerk.get("/clerk/marks").content.decode()


def test_the_same_words_are_one_row_that_names_the_others_and_each_can_be_shown(town, clerk, second) -> None:
    made = [town.take_in(content=SAME, category="") for _call in range(25)]
    fire_due()
    mark(clerk, second, made[0].number)
    page = clerk.get("/clerk/?show=apart").content.decode()
    assert "+ 24 with the same words" in page
    assert "and 4 more" in page
    first, others = numbers(clerk, "?show=apart"), {one.number for one in made}
    assert len(first) == 1
    assert set(numbers(clerk, "?show=apart&each=1")) == others
    assert re.search(r"Possibly a nuisance</span><b class=\"count[^>]*>25<", page)


def test_a_list_under_marks_costs_no_more_for_more_rows(town, clerk, second) -> None:
    call = town.take_in(content=SAME, category="")
    fire_due()
    mark(clerk, second, call.number)

    def cost(n):
        for i in range(n):
            town.take_in(content=f"第 {i} 个问题", category="")
            town.take_in(content=SAME, category="")
        clerk.get("/clerk/")
        with CaptureQueriesContext(connection) as asked:
            clerk.get("/clerk/")
        return len(asked)

    assert cost(10) <= cost(2) <= 36
