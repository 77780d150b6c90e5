"""A named wait (ux D7): stops no clock, is told once, comes back over its day, ends by a word."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils.timezone import localtime

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.reads import clock_views, timeline
from huiyin.casework.s4_handling import acts, waits
from huiyin.casework.s4_handling.reads import job_for, jobs_of
from huiyin.casework.s4_handling.refusals import NotWaiting, WaitDay, WaitUnknown
from huiyin.casework.s5_closure.acts import judge
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.overdue import Now, cases_now, standing_now, total
from tests.town import all_seen, case_of


@pytest.fixture
def taken(town, given, do):
    """The job accepted at once by somebody of the company."""
    do(town.viewer("duty"), acts.accept, given)
    return given


def fire_all():
    while fire_due():
        pass


def in_days(days):
    return localtime(now()).date() + timedelta(days=days)


def verbs(receipt):
    with all_seen():
        return list(
            Event.objects.filter(case_id=receipt.case_id, verb__startswith="wait")
            .order_by("seq")
            .values_list("verb", flat=True)
        )


def job(town, receipt):
    with seen_as(town.viewer("duty")) as viewer:
        return job_for(viewer, case_of(receipt).number, now())


def clocks(receipt):
    with all_seen():
        return {
            view.kind: (view.target_at, view.paused_seconds, view.state)
            for view in clock_views(case_of(receipt), now())
        }


def messages(receipt):
    with all_seen():
        return Notice.objects.filter(
            subject_id=receipt.case_id, recipient="requester", template="waiting"
        ).count()


def test_a_wait_stops_no_clock(town, hands, taken, do):
    worker, before = town.viewer("duty"), clocks(taken)
    do(worker, waits.begin_wait, taken, what="part", until=in_days(3), note="变频器，厂家发货")
    assert clocks(taken) == before
    found = job(town, taken).wait
    assert (found.code, found.until, found.note, found.over) == (
        "part",
        in_days(3),
        "变频器，厂家发货",
        False,
    )
    hands.move(minutes=40)
    fire_all()
    with all_seen():
        late = Event.objects.filter(case_id=taken.case_id, verb="overdue").count()
    assert late == 2, "arrival and solution are late as if nothing was waited for"


@pytest.mark.parametrize("what", ["resident_unavailable", "weather", "", "part "])
def test_only_what_the_rule_pack_names_can_be_waited_for(town, hands, taken, do, what):
    with pytest.raises(WaitUnknown):
        do(town.viewer("duty"), waits.begin_wait, taken, what=what, until=in_days(1))
    assert verbs(taken) == []


@pytest.mark.parametrize("days", [-1, 31, 4000])
def test_a_wait_has_a_day_near_enough(town, hands, taken, do, days):
    with pytest.raises(WaitDay):
        do(town.viewer("duty"), waits.begin_wait, taken, what="part", until=in_days(days))
    do(town.viewer("duty"), waits.begin_wait, taken, what="works", until=in_days(0 if days < 0 else 30))
    assert verbs(taken) == ["waits"]


def test_over_its_day_it_comes_back_by_itself_and_people_are_told_once(town, hands, taken, do):
    do(town.viewer("duty"), waits.begin_wait, taken, what="part", until=in_days(1))
    hands.set(acts.plan_ends(in_days(1)) - timedelta(milliseconds=1))
    fire_all()
    assert not job(town, taken).wait.over, "until midnight it is in time"
    hands.move(milliseconds=1)
    fire_all()
    fire_all()
    assert verbs(taken) == ["waits", "wait_over"]
    assert job(town, taken).wait.over
    with all_seen():
        told = set(Notice.objects.filter(template="wait_over").values_list("recipient", flat=True))
    assert told == {f"account:{town.people[name].pk}" for name in ("duty", "clerk", "second clerk")}


def test_what_waits_stands_last_on_the_board_until_its_day_is_over(town, hands, taken, do):
    worker = town.viewer("duty")
    hands.move(minutes=1)
    other = town.take_in()
    fire_all()
    do(worker, acts.accept, other)

    def order():
        with seen_as(worker):
            return [one.case.pk for one in jobs_of(worker, now())]

    assert order() == [taken.case_id, other.case_id], "least time left first"
    do(worker, waits.begin_wait, taken, what="part", until=in_days(1))
    assert order() == [other.case_id, taken.case_id]
    hands.set(acts.plan_ends(in_days(1)))
    fire_all()
    assert order() == [taken.case_id, other.case_id]


def test_the_worker_ends_it_and_a_second_end_says_so(town, hands, taken, do):
    worker = town.viewer("duty")
    with pytest.raises(NotWaiting):
        do(worker, waits.end_wait, taken)
    do(worker, waits.begin_wait, taken, what="part", until=in_days(1))
    do(worker, waits.end_wait, taken)
    assert job(town, taken).wait is None
    with pytest.raises(NotWaiting):
        do(worker, waits.end_wait, taken)
    hands.move(days=3)
    fire_all()
    assert verbs(taken) == ["waits", "wait_ended"], "the day of an ended wait says nothing"


def test_another_day_takes_its_place_and_the_resident_hears_of_waiting_once(town, hands, taken, do):
    worker = town.viewer("duty")
    for days in (1, 5, 9):
        do(worker, waits.begin_wait, taken, what="part", until=in_days(days))
    assert messages(taken) == 1
    assert job(town, taken).wait.until == in_days(9)
    hands.set(acts.plan_ends(in_days(6)))
    fire_all()
    assert "wait_over" not in verbs(taken)


def test_the_answer_ends_what_was_waited_for(town, hands, taken, do):
    worker = town.viewer("duty")
    do(worker, waits.begin_wait, taken, what="works", until=in_days(2))
    hands.move(hours=1)
    do(worker, acts.propose, taken, answer="已换好，请查看")
    hands.move(days=3)
    fire_all()
    assert "wait_over" not in verbs(taken)
    with all_seen():
        (stretch,) = waits.waited(timeline(case_of(taken), public=True))
    assert stretch.ended - stretch.since == timedelta(hours=1)
    do(town.asker(taken), judge, taken, solved=False, satisfied="no", words="还漏")
    with all_seen():
        assert waits.standing_waits([taken.case_id]) == {}, "a new round begins without it"


def test_the_leader_counts_what_waits_and_opens_its_list(town, hands, taken, do):
    leader = town.viewer("leader")

    def standing():
        with seen_as(leader):
            listed = list(cases_now(leader, Now.AWAITS, now()).values_list("pk", flat=True))
            return total(standing_now(leader, now()))[Now.AWAITS], listed

    assert standing() == (0, [])
    do(town.viewer("duty"), waits.begin_wait, taken, what="part", until=in_days(2))
    assert standing() == (1, [taken.case_id])
    do(town.viewer("duty"), waits.end_wait, taken)
    assert standing() == (0, [])


def test_only_whoever_works_on_it_may_say_so(town, hands, taken, do):
    for name in ("clerk", "leader"):
        for act, given in ((waits.begin_wait, {"what": "part", "until": in_days(1)}), (waits.end_wait, {})):
            with pytest.raises(NotThere):
                do(town.viewer(name), act, taken, **given)
    with all_seen():
        assert Case.objects.get(pk=taken.case_id).timers.filter(what=acts.WAIT).count() == 0


def test_stretches_of_one_timeline(town, hands, taken, do):
    """Part, another day of it, then works: two stretches that touch, the second lasting."""
    worker = town.viewer("duty")
    for what, days in (("part", 2), ("part", 3), ("works", 4)):
        do(worker, waits.begin_wait, taken, what=what, until=in_days(days))
        hands.move(hours=5)
    with all_seen():
        found = waits.waited(timeline(case_of(taken), public=True))
    assert [(one.name, one.ended is None) for one in found] == [
        ("Waiting for a part", False),
        ("Waiting for other works", True),
    ]
    assert all(before.ended == after.since for before, after in pairwise(found))
