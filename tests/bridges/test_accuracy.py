"""S-30: many promises of 5341 run out. Every moment comes once, none early, each within a beat of its time.

The clock is moved from beat to beat; how late a real worker is in seconds is measured by `make bench`.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import F, Max, Min

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case, Event, Timer
from huiyin.casework.s1_intake.acts import take_in_many
from huiyin.casework.s4_handling.regrade import ask_regrade, decide_regrade
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import guest
from tests.casework.doing import do
from tests.town import all_seen

NORMAL, MAJOR, RAISED = "0204", "0201", "0205"
"""Half an hour, four hours, and one whose class is raised to a plan within a day."""
BEAT = timedelta(seconds=2)
CASES = int(os.environ.get("HUIYIN_S30_CASES", "3000"))
ALARM = {("overdue", "acknowledge", None): 1, ("climbed", "acknowledge", "deputy"): 1,
         ("climbed", "acknowledge", "manager"): 1, ("warned", "arrive", None): 1,
         ("overdue", "arrive", None): 1, ("climbed", "arrive", "manager"): 1,
         ("climbed", "arrive", "community"): 1}  # fmt: skip
GRADED = {
    NORMAL: {("warned", "fix", None): 2, ("overdue", "fix", None): 1, ("climbed", "fix", "manager"): 1,
             ("climbed", "fix", "community"): 1},
    MAJOR: {("warned", "major", None): 2, ("overdue", "major", None): 1, ("climbed", "major", "manager"): 1,
            ("climbed", "major", "community"): 1, ("climbed", "major", "street"): 1},
    RAISED: {("warned", "plan", None): 2, ("overdue", "plan", None): 1, ("climbed", "plan", "manager"): 1,
              ("climbed", "plan", "community"): 1, ("climbed", "plan", "street"): 1},
}  # fmt: skip


def fire_all():
    while fire_due():
        pass


def take_in(town, hands, cases):
    """In ten batches, all before the first alarm, a third of each class."""
    duty, clerk = town.viewer("duty"), town.viewer("clerk")
    for batch in range(10):
        items = [
            (f"{batch}-{i}", b"x", town.request(category=(NORMAL, MAJOR, RAISED)[i % 3], phone=None))
            for i in range(cases // 10)
        ]
        receipts = take_in_many(items=items, by=guest())
        fire_all()
        for receipt in receipts[2::3]:
            asked = do(duty, ask_regrade, case_id=receipt.case_id, tier="complex", reason="要大修")
            do(clerk, decide_regrade, request_id=asked.pk, grant=True)
        hands.move(seconds=5.3)


def live_on(hands):
    """From beat to beat, those left out in which nothing is due; returns how many there were."""
    beats = 0
    while True:
        with all_seen():
            waiting = Timer.objects.filter(fired_at=None, cancelled_at=None)
            first = waiting.aggregate(first=Min("due_at"))["first"]
        if first is None:
            return beats
        hands.set(max(first + BEAT, now()))
        fire_all()
        beats += 1


@pytest.mark.long
def test_every_moment_of_many_promises_comes_once_and_in_time(town, hands):
    take_in(town, hands, CASES)
    live_on(hands)
    with all_seen():
        kinds = dict(Case.objects.values_list("pk", "category"))
        lines = Event.objects.filter(verb__in=("warned", "overdue", "climbed"))
        found = Counter(
            (line.case_id, line.verb, line.data["clock"], line.data.get("who")) for line in lines.iterator()
        )
        fired = Timer.objects.exclude(fired_at=None)
        late = fired.aggregate(most=Max(F("fired_at") - F("due_at")), least=Min(F("fired_at") - F("due_at")))
    assert len(kinds) == CASES
    assert found == {
        (case, *moment): times
        for case, category in kinds.items()
        for moment, times in (ALARM | GRADED[category]).items()
    }
    assert late["least"] >= timedelta(0), "nothing is early"
    assert late["most"] <= BEAT + timedelta(seconds=1)
