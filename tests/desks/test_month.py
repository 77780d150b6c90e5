"""The organisation's own month: what was kept of what was promised, each number with its list."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.bridges.timers import fire_due
from huiyin.casework.s4_handling import acts
from huiyin.casework.s5_closure.acts import judge
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.monthly import month_of, sheet_of_month
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.words import Role
from tests.desks.signed_in import at_desk
from tests.town import SINCE, plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def hands(clock, town):
    clock.set(datetime(2025, 10, 13, 2, 0, tzinfo=UTC))
    return clock


def work(town, hands, *, arrive: int, done: int | None = None, reopen: bool = False):
    """A case on site after `arrive` minutes, done after `done`; answered when done."""
    receipt = town.take_in(place_id=town.building.pk)
    fire_due()
    worker = town.viewer("duty")
    hands.set(receipt.received_at + timedelta(minutes=arrive))
    with seen_as(worker):
        acts.arrive(case_id=receipt.case_id, by=worker)
    if done is not None:
        hands.set(receipt.received_at + timedelta(minutes=done))
        with seen_as(worker):
            acts.mark_done(case_id=receipt.case_id, by=worker)
            acts.propose(case_id=receipt.case_id, by=worker, answer="好了")
    if reopen:
        me = town.asker(receipt)
        with seen_as(me):
            judge(case_id=receipt.case_id, solved=False, satisfied="no", words="又漏", by=me)
    return receipt


def sheet(town, name="duty", day=None):
    viewer = town.viewer(name)
    with seen_as(viewer):
        return sheet_of_month(viewer, month_of((day or now()).date()), now())


def counts(found) -> dict[str, tuple[int, int]]:
    return {share.key: (len(share.part), len(share.whole)) for share in found.on_time}


def test_kept_and_broken_promises_are_n_of_all_that_came_due(town, hands) -> None:
    work(town, hands, arrive=4, done=20)
    work(town, hands, arrive=5, done=40)
    work(town, hands, arrive=9, done=60)
    running = work(town, hands, arrive=3)
    found = sheet(town)
    assert counts(found) == {"arrive": (3, 4), "fix": (1, 3)}, "what still runs is in no number yet"
    assert {one.key: len(one.whole) for one in found.minutes} == {"to_arrival": 4, "to_done": 3}
    assert {one.minutes for one in found.minutes} == {None}, "too few to say a median"
    hands.set(running.received_at + timedelta(minutes=31))
    assert counts(sheet(town))["fix"] == (1, 4), "overdue counts before it is done"


def test_a_case_opened_again_keeps_its_promise_only_each_time(town, hands, monkeypatch) -> None:
    receipt = work(town, hands, arrive=4, done=20, reopen=True)
    fire_due()
    hands.move(minutes=6)
    found = sheet(town)
    assert counts(found) == {"arrive": (0, 1), "fix": (1, 1)}
    assert found.behind("arrive") == (receipt.case_id,)
    monkeypatch.setattr("huiyin.insight.monthly.LEAST", 1)
    assert {one.key: (one.minutes, one.p90) for one in found.minutes} == {
        "to_arrival": (4, 4),
        "to_done": (20, 20),
    }


def test_reopened_of_answered(town, hands) -> None:
    work(town, hands, arrive=1, done=5, reopen=True)
    work(town, hands, arrive=1, done=5)
    work(town, hands, arrive=1)
    found = sheet(town).reopened
    assert (len(found.part), len(found.whole)) == (1, 2)


def test_a_case_belongs_to_the_beijing_month_of_its_receipt(town, hands) -> None:
    hands.set(datetime(2025, 9, 30, 15, 59, 59, tzinfo=UTC))
    work(town, hands, arrive=1, done=2)
    hands.set(datetime(2025, 9, 30, 16, 0, tzinfo=UTC))
    work(town, hands, arrive=1, done=2)
    september = sheet(town, day=datetime(2025, 9, 15, tzinfo=UTC))
    october = sheet(town, day=datetime(2025, 10, 15, tzinfo=UTC))
    assert [len(one.cases) for one in (september, october)] == [1, 1]


def test_every_number_opens_its_list(town, hands) -> None:
    kept = work(town, hands, arrive=4, done=20)
    broken = work(town, hands, arrive=9, done=20)
    client = at_desk(town.people["duty"])
    page = client.get("/duty/month?month=2025-10").content.decode()
    assert "/duty/month/cases?month=2025-10&amp;what=arrive:n" in page
    for what, wanted in {
        "arrive:n": [kept],
        "arrive": [kept, broken],
        "all": [kept, broken],
        "x": [],
    }.items():
        listed = client.get(f"/duty/month/cases?month=2025-10&what={what}").content.decode()
        assert {r.number for r in (kept, broken) if r.number in listed} == {r.number for r in wanted}, what


def test_another_company_sees_nothing_of_it(town, hands) -> None:
    work(town, hands, arrive=4, done=20)
    with seen_as(SYSTEM):
        rival = Organisation.objects.create(scope=town.community, kind="company", name="别家")
        account = Account.objects.create(username="rival", display_name="rival")
        RoleGrant.objects.create(
            account=account, role=Role.DUTY, scope=town.estate, organisation=rival, since=SINCE
        )
    town.people["rival"] = account
    assert sheet(town, "rival").cases == ()
    page = at_desk(account).get("/duty/month").content.decode()
    assert "富友" not in page
    assert "0 cases" in page


@pytest.mark.parametrize(
    "month", ["", "x", "2025-13", "0000-00", "99999-01", "2025-1", "1999-01", "9999-12", "%00"]
)
def test_a_month_that_is_none_shows_this_one(town, hands, month) -> None:
    answer = at_desk(town.people["duty"]).get(f"/duty/month?month={month}")
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert "2025-10" in answer.content.decode()


def test_the_sheet_costs_the_same_however_many_cases(town, hands) -> None:
    client = at_desk(town.people["duty"])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/duty/month")
        return len(queries)

    work(town, hands, arrive=1, done=2)
    cost()
    one = cost()
    for _case in range(4):
        work(town, hands, arrive=1, done=2)
    assert min(cost(), cost()) == one, "one of them may read the tree of scopes anew, five seconds later"


def test_no_page_of_the_public_compares_companies(town, hands) -> None:
    """R-1 and D11: the sheet is for the duty room alone."""
    for name in ("contact", "clerk", "leader", "field", "auditor"):
        assert at_desk(town.people[name]).get("/duty/month").status_code == 404
    page = at_desk(town.people["duty"]).get("/duty/month").content.decode()
    assert not re.search("rank|top|best|worst", page.split("<main")[1].split("</main>")[0])
