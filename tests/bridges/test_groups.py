"""Timers are fired in groups: each effect once, none holds up another, and more of them cost little more."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from huiyin.bridges import timers
from huiyin.bridges.timers import GROUP, fire_due
from huiyin.casework.casefile.acts import lock_case
from huiyin.casework.casefile.models import Event, Timer
from huiyin.ground.gathering import add
from huiyin.ground.models import Notice
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.verifier import verify
from tests.town import all_seen


def fire_all():
    while fire_due():
        pass


def told():
    with all_seen():
        return list(Notice.objects.values_list("subject_id", "topic", "recipient", "channel"))


@pytest.fixture
def warned(hands):
    """Queries of one group in which so many cases are warned at the same moment."""

    def count(town, cases):
        for _case in range(cases):
            town.take_in(phone=None)
        fire_all()
        hands.move(seconds=59)
        fire_all()
        with all_seen():
            waiting = Timer.objects.filter(fired_at=None, cancelled_at=None).order_by("due_at")
            moment = waiting.filter(what="warn").first().due_at
            Timer.objects.filter(what="warn", fired_at=None).update(due_at=moment)
            waiting.exclude(what="warn").update(cancelled_at=moment)
        hands.set(moment)
        with CaptureQueriesContext(connection) as asked:
            assert fire_due() >= cases
        return len(asked)

    return count


def test_a_bigger_group_asks_no_more(town, warned):
    assert warned(town, 2) == warned(town, 20)


@pytest.mark.django_db(transaction=True)
def test_more_than_one_group_is_fired_in_one_beat_and_every_chain_holds(
    town, hands, owner_connection, cluster
):
    receipts = [town.take_in(phone=None) for _case in range(GROUP + 3)]
    assert fire_due() == GROUP + 3
    hands.move(hours=2)
    fire_all()
    with all_seen():
        assert Event.objects.filter(verb="dispatched").count() == len(receipts)
        assert not Timer.objects.filter(fired_at=None, cancelled_at=None, what="settle").exists()
        lines = Event.objects.filter(case_id=receipts[0].case_id).order_by("seq")
        assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
        assert [line.verb for line in lines][:2] == ["taken_in", "dispatched"]
    assert len(told()) == len(set(told())) > len(receipts)
    found = verify(cluster.url(owner_connection.info.dbname))
    assert found.broken == []
    assert found.events > 5 * len(receipts)


@pytest.mark.django_db(transaction=True)
def test_a_case_somebody_works_on_is_left_for_the_next_beat(town, hands):
    held, free = town.take_in(), town.take_in()
    taken, done = threading.Event(), threading.Event()

    def work_on_it():
        try:
            with seen_as(SYSTEM):
                lock_case(held.case_id)
                taken.set()
                assert done.wait(timeout=30)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work_on_it)
        assert taken.wait(timeout=30)
        assert fire_due() == 1
        assert fire_due() == 0, "nobody waits for it"
        done.set()
        working.result(timeout=30)
    with all_seen():
        assert Event.objects.filter(case_id=free.case_id, verb="dispatched").exists()
        assert Timer.objects.get(case_id=held.case_id, what="settle").tries == 0, "it did not fail"
    assert fire_due() == 1


def test_a_group_that_fails_at_its_end_does_nothing_twice(town, hands, monkeypatch):
    """One row the database refuses: the whole group is undone, then everybody but that one goes on."""
    sick, well = town.take_in(phone=None), town.take_in(phone=None)
    real = timers.CONSEQUENCES["settle"]

    def spoiled(case, timer, at):
        real(case, timer, at)
        if case.pk == sick.case_id:
            add(Timer(case_id=case.pk, scope_id=case.scope_id, what="settle", due_at=at))

    monkeypatch.setitem(timers.CONSEQUENCES, "settle", spoiled)
    fire_all()
    with all_seen():
        assert Event.objects.filter(case_id=well.case_id, verb="dispatched").count() == 1
        assert not Event.objects.filter(case_id=sick.case_id, verb="dispatched").exists()
        assert Timer.objects.get(case_id=sick.case_id, what="settle").tries == 1
    assert not [row for row in told() if row[0] == sick.case_id]
    assert len([row for row in told() if row[0] == well.case_id]) == 1
