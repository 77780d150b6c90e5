"""S-31: a worker is killed at every statement while deadlines fall into one minute. Each happens once."""

from __future__ import annotations

from collections import Counter

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Event, Timer
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from tests.crash.dying import Death, Points, dies
from tests.town import all_seen

CASES, MOST_POINTS = 20, 500
LOCKED = ("SKIP LOCKED",)
"""With these words a group begins."""
ALARMS = {("overdue", None): 1, ("climbed", "deputy"): 1, ("climbed", "manager"): 1}
"""What becomes of an alarm of 5341 nobody acknowledges for two minutes."""


def fire_all():
    while fire_due():
        pass


def check(receipts):
    with all_seen():
        events = Event.objects.filter(verb__in=("overdue", "climbed"), data__clock="acknowledge")
        found = Counter((event.case_id, event.verb, event.data.get("who")) for event in events)
        assert found == {
            (receipt.case_id, *alarm): times for receipt in receipts for alarm, times in ALARMS.items()
        }
        told = list(Notice.objects.values_list("subject_id", "topic", "recipient", "channel"))
        assert len(told) == len(set(told))
        waiting = Timer.objects.filter(fired_at=None, cancelled_at=None)
        assert not waiting.filter(due_at__lte=now()).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_anywhere_leaves_its_work_to_the_next(town, hands):
    receipts = [town.take_in(phone=f"139000020{number:02}") for number in range(CASES)]
    fire_all()
    hands.move(minutes=2, seconds=5)
    deaths = Counter()
    for at in range(MOST_POINTS):
        death = dies(fire_due, Points(at, LOCKED))
        deaths[death] += 1
        if death is Death.NONE:
            break
    assert deaths[Death.BEFORE] > 0
    assert deaths[Death.AFTER] > 0
    fire_all()
    check(receipts)
