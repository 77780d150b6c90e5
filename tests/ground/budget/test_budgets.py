"""Budgets are shared by all processes, cost a request no round trip, and come back within the hour."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from huiyin.ground.budget import acts
from huiyin.ground.budget.acts import Budgets, forget_old_uses
from huiyin.ground.budget.models import Use
from huiyin.ground.refusals import TooMany
from tests.town import Hands

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes settle when a test says so."""
    monkeypatch.setattr(acts, "SETTLED_AFTER", 3600.0)


@pytest.fixture
def hands(owner_connection: Any) -> Hands:
    return Hands(owner_connection)


def spend(budgets: Budgets, times: int, **most: int) -> int:
    """How many of so many uses were let through."""
    passed = 0
    for _ in range(times):
        try:
            budgets.spend(most)
        except TooMany:
            continue
        passed += 1
    return passed


def test_a_use_asks_the_database_nothing() -> None:
    one = Budgets()
    with CaptureQueriesContext(connection) as asked:
        assert spend(one, 40, door=30) == 30
    assert len(asked) == 0
    one.forget()


def test_two_processes_share_one_budget() -> None:
    one, other = Budgets(), Budgets()
    assert spend(one, 20, door=30) == 20
    one.settle()
    assert spend(other, 1, door=30) == 1  # what it cannot know yet
    other.settle()
    assert spend(other, 30, door=30) == 9
    other.settle()
    assert spend(one, 1, door=30) == 1  # it was told before the other's last nine
    one.settle()
    assert spend(one, 5, door=30) == 0
    for each in (one, other):
        each.forget()


def test_whoever_is_refused_pays_nothing_and_comes_back_within_the_hour(hands: Hands) -> None:
    one = Budgets()
    assert spend(one, 30, visit=30, code=300) == 30
    assert spend(one, 50, visit=30, code=300) == 0
    one.settle()
    assert sorted(Use.objects.values_list("used", flat=True)) == [30, 30]
    hands.move(minutes=66)
    assert spend(one, 1, visit=30, code=300) == 0  # still what it was told; asking anew tells it more
    one.settle()
    assert spend(one, 1, visit=30, code=300) == 1
    one.forget()


def test_rows_tell_of_nobody_and_are_dropped(hands: Hands) -> None:
    one = Budgets()
    spend(one, 1, **{"q:address:203.0.113.9": 600})
    one.settle()
    (row,) = Use.objects.all()
    assert len(bytes(row.key)) == 16
    assert b"203.0.113.9" not in bytes(row.key)
    assert forget_old_uses() == 0
    hands.move(hours=2)
    assert forget_old_uses() == 1
    one.forget()


def test_the_database_away_lets_people_through_and_forgets_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    one = Budgets()
    spend(one, 20, door=30)

    def down(_uses: object) -> dict[str, int]:
        raise OperationalError

    with monkeypatch.context() as gone:
        gone.setattr(acts, "_use_up", down)
        one.settle()
    assert spend(one, 20, door=30) == 10
    one.settle()
    assert Use.objects.get().used == 30
    one.forget()


def test_uses_while_a_settling_runs_are_counted_once() -> None:
    one, many = Budgets(), 200
    threads = [threading.Thread(target=spend, args=(one, many), kwargs={"door": 10_000}) for _ in range(4)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        one.settle()
    for thread in threads:
        thread.join()
    one.settle()
    assert Use.objects.get().used == 4 * many
    one.forget()


def test_the_timer_settles_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "SETTLED_AFTER", 0.01)
    one = Budgets()
    spend(one, 3, door=30)
    timer = one.timer
    assert timer is not None
    timer.join(10)
    assert Use.objects.get().used == 3
    assert one.timer is None


def test_the_least_used_keys_are_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acts, "MOST_KEYS", 5)
    one = Budgets()
    for number in range(20):
        spend(one, 1, **{f"{number}": 30})
    assert len(one.known) == 5
    one.settle()  # keys let go are not told; nothing breaks
    one.forget()
