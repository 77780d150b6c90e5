"""The length of a clerk's page stays with the person; what stands beside rows counts right."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile import beside
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of, seen_among, whole_scopes
from huiyin.ground.clock import now
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.signed_in import at_desk, send
from tests.desks.test_clerk import numbers
from tests.town import LAMP, MOBILE, all_seen, plant_town


@pytest.fixture
def town(transactional_db):
    return plant_town()


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


def sixty(town):
    return [town.take_in(content=f"楼道灯 {i} 不亮", category=LAMP).number for i in range(60)]


def test_a_page_has_fifty_rows_until_somebody_wants_more(town, clerk) -> None:
    made = sixty(town)
    assert len(numbers(clerk)) == 50
    answer = send(clerk, "/me/rows", rows="100", list="show=open&estate=")
    assert answer.url == "/clerk/?show=open"
    assert sorted(numbers(clerk)) == sorted(made)
    again = at_desk(town.people["clerk"])  # another day, another browser
    assert len(numbers(again)) == 60
    assert len(numbers(at_desk(town.people["second clerk"]))) == 50
    assert (
        '<button type="submit" class="button button-quiet" name="rows" value="100" aria-current="true">'
        in (clerk.get("/clerk/").content.decode())
    )


@pytest.mark.parametrize("wanted", ["7", "-1", "", "１００", "100000", "x\x00"])
def test_other_lengths_change_nothing(town, clerk, wanted) -> None:
    assert send(clerk, "/me/rows", rows=wanted, list="next=//evil&\x00").status_code == 303
    town.people["clerk"].refresh_from_db()
    assert town.people["clerk"].list_rows == 50


@pytest.mark.parametrize("rows", [60, pytest.param(200, marks=pytest.mark.long)])
def test_two_hundred_rows_cost_as_many_queries_as_two(town, clerk, rows) -> None:
    send(clerk, "/me/rows", rows="200", list="")

    def cost(n):
        for i in range(n):
            town.take_in(content=f"灯 {i} 坏了", category=LAMP, place_id=town.building.pk, phone=MOBILE)
        clerk.get("/clerk/")
        with CaptureQueriesContext(connection) as asked:
            shown = len(numbers(clerk))
        return shown, len(asked)

    few = cost(2)
    many = cost(rows - 2)
    assert (few[0], many[0]) == (2, rows)
    assert few[1] <= 28
    assert many[1] <= few[1] + 2  # scopes and adoptions are read anew every few seconds


def test_short_questions_answer_as_the_long_ones_do(town) -> None:
    """Who reads an area only in part sees the same with the short way as case by case."""
    for i in range(3):
        town.take_in(content=f"楼道灯 {i} 不亮", category=LAMP, phone=MOBILE)
    town.take_in(content="家里的事", category=LAMP, phone=MOBILE, private=True)
    fire_due()
    for role in ("clerk", "second clerk", "leader", "field", "contact", "other clerk"):
        viewer = town.viewer(role)
        with seen_as(viewer):
            mine = set(cases_of(viewer).values_list("pk", flat=True))
            with all_seen():
                every = list(Case.objects.all())
            assert seen_among(viewer, [case.pk for case in every]) == mine, role
            counted = beside.repeats_of(viewer, [case for case in every if case.pk in mine], now())
            assert set(counted.values()) == ({len(mine)} if len(mine) > 1 else set()), role
    assert whole_scopes(town.viewer("clerk"))
