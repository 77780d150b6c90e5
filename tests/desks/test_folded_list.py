"""Joined cases are one row of the clerk's list, which names them; the counts on the tabs stay true."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.casework.casefile import queue
from huiyin.casework.casefile.queue import Filter
from huiyin.casework.s2_triage.merging import merge, undo_merge
from huiyin.casework.s4_handling import acts as handling
from huiyin.casework.s4_handling.nuisance.reads import apart_for
from huiyin.casework.s5_closure.acts import hand_to_follow_up, judge
from huiyin.desks.clerk.folding import fold, folded_under
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.casework.doing import do, drain, state
from tests.desks.signed_in import at_desk
from tests.town import LAMP, plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


def ask(town, n, text="想问一下停车怎么收费"):
    made = [town.take_in(content=f"{text} {i}", category="", phone=f"1380013{i:04}") for i in range(n)]
    drain()
    return made


def join(town, main, *others):
    for one in others:
        do(town.viewer("clerk"), merge, case_id=one.case_id, main_id=main.case_id)


def rows(town, wanted=Filter.OPEN):
    """(row number -> numbers under it), having checked that rows and what is under them give the count."""
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        apart = apart_for(viewer, now())
        cases = queue.waiting(viewer, wanted, now(), apart=apart.all)
        shown = list(fold(cases, apart))
        under = folded_under(viewer, shown, cases, apart)
        counted = queue.count(queue.counts_of(viewer, now(), apart=apart.all), wanted)
    assert len(shown) + sum(one.listed for one in under.values()) == counted
    return {case.number: list(under[case.pk].numbers) if case.pk in under else [] for case in shown}


def test_a_joined_case_stands_under_its_main_case_and_alone_again_when_parted(town) -> None:
    main, one, two, alone = ask(town, 4)
    assert len(rows(town)) == 4
    join(town, main, one, two)
    assert rows(town) == {main.number: [one.number, two.number], alone.number: []}
    do(town.viewer("clerk"), undo_merge, case_id=one.case_id)
    assert rows(town) == {main.number: [two.number], one.number: [], alone.number: []}


def test_a_chain_of_joined_cases_is_one_row(town) -> None:
    top, middle, low = ask(town, 3)
    join(town, middle, low)
    join(town, top, middle)
    assert rows(town) == {top.number: [middle.number, low.number]}


def test_answered_together_they_wait_in_one_row_and_each_word_gives_an_own_one(town) -> None:
    main, one, two = ask(town, 3)
    join(town, main, one, two)
    do(town.viewer("clerk"), handling.propose, case_id=main.case_id, answer="每月 150 元")
    drain()
    assert {state(case) for case in (main, one, two)} == {"proposed"}
    assert rows(town, Filter.WAITING) == {main.number: [one.number, two.number]}
    do(town.asker(main), judge, case_id=main.case_id, solved=True, satisfied="yes", words="")
    drain()
    assert rows(town, Filter.WAITING) == {one.number: [], two.number: []}, "no row hides under an ended case"


def test_a_filter_that_has_only_the_joined_case_shows_it(town) -> None:
    main, one = ask(town, 2)
    join(town, main, one)
    do(town.viewer("clerk"), handling.propose, case_id=main.case_id, answer="每月 150 元")
    drain()
    with seen_as(SYSTEM):
        hand_to_follow_up(case_id=one.case_id, round_no=1, why="unreachable")
    assert rows(town, Filter.FOLLOW_UP) == {one.number: []}
    assert rows(town, Filter.WAITING) == {main.number: []}


def test_the_page_opens_them_and_a_search_finds_each(town, clerk) -> None:
    main, one = ask(town, 2)
    join(town, main, one)
    page = clerk.get("/clerk/").content.decode()
    assert "+ 1 joined" in page
    assert f'href="/case/{one.number}"' in page
    assert page.count("data-mark>") == 1
    assert one.number in clerk.get(f"/clerk/?q={one.number}").content.decode()


@pytest.mark.django_db(transaction=True)
def test_twenty_joined_cases_cost_as_many_queries_as_two(town, clerk) -> None:
    def cost(n):
        made = [
            town.take_in(content=f"楼道灯 {i} 不亮", category=LAMP, place_id=town.building.pk)
            for i in range(n)
        ]
        join(town, made[0], *made[1 : n // 2])
        clerk.get("/clerk/")
        return min(asked(), asked())  # one may count anew what is kept for seconds

    def asked():
        with CaptureQueriesContext(connection) as queries:
            assert re.search(r"\+ \d+ joined", clerk.get("/clerk/").content.decode())
        return len(queries)

    first = cost(4)
    assert cost(20) <= first <= 36
