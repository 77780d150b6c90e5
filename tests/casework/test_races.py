"""Several hands at one thing in the same moment: one job, one word, one number each."""

from __future__ import annotations

import os
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from huiyin.bridges.deliveries import delivered
from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.models import Event, Timer
from huiyin.casework.s1_intake.acts import take_in_many
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s4_handling.acts import accept, propose
from huiyin.casework.s5_closure.acts import ask_for_verdict, judge
from huiyin.casework.s5_closure.models import Verdict
from huiyin.ground.ids import is_valid
from huiyin.ground.models import Notice
from huiyin.ground.tenancy.viewer import guest
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.words import Role
from tests.casework.doing import do, drain, state
from tests.town import SINCE, all_seen

HANDS = 20
"""Connections at once; PostgreSQL of a small installation has sixty."""
NUMBERS = int(os.environ.get("HUIYIN_S16_NUMBERS", "10000"))


def at_once(hands, act):
    """`act(i)` by that many hands, started together."""
    together = threading.Barrier(hands)

    def run(number):
        try:
            together.wait(timeout=60)
            return act(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(run, range(hands)))


def staff(town, number):
    """That many more people of the company, and what the program knows of each."""
    with all_seen():
        for each in range(number):
            account = Account.objects.create(username=f"duty-{each}", display_name=f"值班{each}")
            RoleGrant.objects.create(
                account=account, role=Role.DUTY, scope=town.estate, organisation=town.company, since=SINCE
            )
            town.people[f"duty-{each}"] = account
    return [town.viewer(f"duty-{each}") for each in range(number)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("people", "jobs"), [(2, 12), pytest.param(100, 10, marks=pytest.mark.long)], ids=["2", "100"]
)
def test_of_all_who_accept_one_job_one_gets_it(town, people, jobs):
    """S-18: the others hear that it is not possible any more, and nothing of theirs stays."""
    viewers, hands = staff(town, people), min(people, HANDS)
    for _job in range(jobs):
        receipt = town.take_in()
        drain()

        def take(number, receipt=receipt):
            told = Counter()
            for viewer in viewers[number::hands]:
                try:
                    do(viewer, accept, case_id=receipt.case_id)
                except NotNow:
                    told["not now"] += 1
                else:
                    told[viewer.actor] += 1
            return told

        told = sum(at_once(hands, take), Counter())
        winners = set(told) - {"not now"}
        assert told.total() == people
        assert told["not now"] == people - 1
        assert state(receipt) == "accepted"
        with all_seen():
            lines = Event.objects.filter(case_id=receipt.case_id, verb="accepted")
            assert {line.actor for line in lines} == winners
            assert lines.count() == Event.objects.filter(case_id=receipt.case_id, verb="acknowledged").count()
            assert Assignment.objects.filter(case_id=receipt.case_id, ended_at=None).count() == 1


@pytest.fixture
def answered(town):
    """A request that is answered; its resident has not been asked yet."""
    receipt = town.take_in()
    drain()
    do(town.viewer("duty"), propose, case_id=receipt.case_id, answer="已疏通")
    return receipt


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("times", [8, pytest.param(20, marks=pytest.mark.long)])
def test_a_hundred_times_the_same_ending_is_one(town, answered, times):
    """S-14: answered, delivered and judged, each heard a hundred times (quick: forty) by five hands."""
    asker, times = town.asker(answered), range(times)
    at_once(5, lambda _hand: [_as_program(ask_for_verdict, case_id=answered.case_id) for _time in times])
    with all_seen():
        notice = Notice.objects.get(subject_id=answered.case_id, topic="answered:1")
        Notice.objects.filter(pk=notice.pk).update(state="delivered")
    at_once(5, lambda _hand: [_as_program(delivered, notice) for _time in times])

    def word(_hand):
        said = Counter()
        for _time in times:
            try:
                do(asker, judge, case_id=answered.case_id, solved=True, satisfied="yes", words="")
            except NotNow:
                said["no"] += 1
            else:
                said["yes"] += 1
        return said

    assert sum(at_once(5, word), Counter()) == {"yes": 1, "no": 5 * len(times) - 1}
    drain()
    with all_seen():
        assert Verdict.objects.filter(case_id=answered.case_id).count() == 1
        assert Event.objects.filter(case_id=answered.case_id, verb="verdict").count() == 1
        timers = Timer.objects.filter(case_id=answered.case_id, what__in=("undelivered", "lapse"))
        assert Counter(timers.values_list("what", flat=True)) == {"undelivered": 1, "lapse": 1}
        assert not timers.filter(cancelled_at=None).exists(), "nothing waits for a word any more"
    assert state(answered) == "confirmed"


def _as_program(act, *args, **given):
    from huiyin.ground.tenancy.viewer import SYSTEM

    with seen_as(SYSTEM):
        act(*args, **given)


@pytest.mark.long
def test_ten_thousand_requests_at_once_have_as_many_numbers(town):
    """S-16 in full; the quick one is in s1_intake/test_take_in.py."""
    each, batch = NUMBERS // HANDS, 50

    def send(hand):
        numbers = []
        for first in range(0, each, batch):
            items = [(f"{hand}-{first + i}", b"x", town.request(phone=None)) for i in range(batch)]
            numbers += [receipt.number for receipt in take_in_many(items=items, by=guest())]
        return numbers

    numbers = [number for told in at_once(HANDS, send) for number in told]
    assert len(set(numbers)) == len(numbers) == each * HANDS
    assert all(map(is_valid, numbers[::97]))
    assert fire_due() > 0
