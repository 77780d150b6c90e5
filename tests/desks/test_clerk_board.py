"""The board beside the clerk's list: columns by who has the cases or by state, cards given and taken back."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.words import OPEN, State
from huiyin.casework.s3_dispatch.columns import MOST
from huiyin.casework.s3_dispatch.reads import standing_of
from huiyin.ground.refusals import Outdated
from tests.desks.signed_in import at_desk, send
from tests.town import LAMP, all_seen, case_of, plant_town

BOARD = "/clerk/board"


@pytest.fixture
def town(transactional_db):
    return plant_town()


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


def lanes(client, query=""):
    """Name of a column -> (the number that stands beside it, its cards)."""
    page = client.get(BOARD + query)
    assert page.status_code == 200
    found = {}
    for part in page.content.decode().split('<section class="lane"')[1:]:
        name, n = re.search(r'aria-label="([^"]*)"><h2>.*?<b class="count">(\d+)</b>', part).groups()
        found[name] = int(n), re.findall(r'<p class="row-foot"><span>([^<]+)', part)
    return found


def holder(receipt):
    with all_seen():
        return standing_of([case_of(receipt)]).get(receipt.case_id)


def given(client, receipt, **fields):
    plain = {"number": receipt.number, "version": case_of(receipt).version, "by": "holder"}
    return send(client, f"{BOARD}/give", **plain | fields)


def test_cases_stand_under_whoever_has_them(town, clerk) -> None:
    waiting = town.take_in(content="想问一下停车怎么收费", category="")
    lamp = town.take_in(content="楼道灯不亮", category=LAMP)
    assert lanes(clerk)[town.company.name] == (0, [])  # a unit without cases can be given one
    fire_due()
    shown = lanes(clerk)
    unit = holder(lamp).organisation.name
    assert next(iter(shown)) == "Nobody yet"
    assert shown["Nobody yet"] == (1, [waiting.number])
    assert shown[unit] == (1, [lamp.number])
    assert sum(n for n, _cards in shown.values()) == 2


def test_by_state_every_open_state_has_its_column(town, clerk) -> None:
    waiting = town.take_in(content="想问一下停车怎么收费", category="")
    lamp = town.take_in(content="楼道灯不亮", category=LAMP)
    fire_due()
    shown = lanes(clerk, "?by=state")
    assert list(shown) == [str(state.label) for state in OPEN]
    assert shown[str(State.RECEIVED.label)] == (1, [waiting.number])
    assert shown[str(State.DISPATCHED.label)] == (1, [lamp.number])


def test_a_card_is_given_and_taken_back(town, clerk) -> None:
    one = town.take_in(content="想问一下停车怎么收费", category="")
    page = clerk.get(f"{BOARD}?give={one.number}").content.decode()
    assert page.count('action="/clerk/board/give"') == 1
    assert f'name="owner" value="{town.company.pk}" data-key=' in page
    answer = given(clerk, one, owner=str(town.company.pk))
    assert answer.url == f"{BOARD}?by=holder&done={one.number}"
    assert holder(one).organisation == town.company
    page = clerk.get(answer.url).content.decode()
    assert f"{one.number} was given to {town.company.name}" in page
    back = send(
        clerk,
        re.search(r'action="(/case/[^"]+/undo)"', page)[1],
        version=case_of(one).version,
        reason="Wrong",
        next=f"{BOARD}?by=holder",
    )
    assert back.url == f"{BOARD}?by=holder"
    assert holder(one) is None


def test_by_the_list_of_duties_and_from_one_unit_to_another(town, clerk) -> None:
    lamp = town.take_in(content="楼道灯不亮", category=LAMP)
    given(clerk, lamp, owner="")
    first = holder(lamp).organisation
    given(clerk, lamp, owner=str(town.company.pk))
    assert holder(lamp).organisation == town.company
    assert lanes(clerk)[town.company.name] == (1, [lamp.number])
    assert first is not None


def test_whoever_was_second_is_told_and_nothing_changes(town, clerk) -> None:
    one = town.take_in(content="想问一下停车怎么收费", category="")
    version = case_of(one).version
    given(at_desk(town.people["second clerk"]), one, owner=str(town.company.pk))
    answer = given(clerk, one, version=version, owner="")
    assert "done=" not in answer.url
    assert Outdated().said in clerk.get(answer.url).content.decode()
    assert holder(one).organisation == town.company


@pytest.mark.parametrize("fields", [{"number": "990101-x"}, {"owner": "99999999"}, {"owner": "x"}])
def test_what_is_not_there_is_not_there(town, clerk, fields) -> None:
    one = town.take_in(content="想问一下停车怎么收费", category="")
    assert given(clerk, one, **{"owner": ""} | fields).status_code == 404
    assert holder(one) is None


def test_other_communities_and_other_roles_have_no_board_of_this_one(town) -> None:
    one = town.take_in(content="楼道灯不亮", category=LAMP)
    stranger = at_desk(town.people["other clerk"])
    assert all(not cards for _n, cards in lanes(stranger).values())
    assert given(stranger, one, owner="").status_code == 404
    for role in ("contact", "field", "leader", "auditor"):
        assert at_desk(town.people[role]).get(BOARD).status_code == 404


def test_a_long_column_shows_its_first_cards_and_says_how_many_there_are(town, clerk) -> None:
    def cost():
        clerk.get(BOARD)
        with CaptureQueriesContext(connection) as asked:
            shown = lanes(clerk)
        return shown, len(asked)

    made = [town.take_in(content=f"想问一下停车怎么收费 {i}", category="") for i in range(MOST + 3)]
    danger = town.take_in(content="楼道里有很浓的煤气味，闻着头晕", category="")
    shown, queries = cost()
    n, cards = shown["Nobody yet"]
    assert (n, len(cards)) == (MOST + 4, MOST)
    assert cards[0] == danger.number
    assert cards[1:] == [receipt.number for receipt in made[: MOST - 1]]
    assert "4 more in the list" in clerk.get(BOARD).content.decode()
    assert queries <= 30
