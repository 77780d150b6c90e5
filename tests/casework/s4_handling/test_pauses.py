"""A pause names its reason and its end; at the end the clocks run again by themselves, exactly once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as anything
from hypothesis import strategies as st

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import ClockEntry, Event
from huiyin.casework.casefile.reads import clock_views
from huiyin.casework.casefile.replays import wrong_projections
from huiyin.casework.s4_handling import acts, pauses
from huiyin.casework.s4_handling.refusals import NotPausable, PauseEnd, PauseReason
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from tests.town import all_seen, case_of

AWAY = "resident_unavailable"


@pytest.fixture
def taken(town, given, do):
    """The job accepted at once by somebody of the company."""
    do(town.viewer("duty"), acts.accept, given)
    return given


def fire_all():
    while fire_due():
        pass


def views(receipt):
    case = case_of(receipt)
    with all_seen():
        return {view.kind: view for view in clock_views(case, now()) if view.state != "met"}


def resumed(receipt):
    with all_seen():
        return list(Event.objects.filter(case_id=receipt.case_id, verb="resumed").order_by("seq"))


def in_an_hour():
    return now() + timedelta(hours=1)


def test_pauses_only_while_the_resident_is_away(town, hands, taken, do):
    worker = town.viewer("duty")
    for reason in ("parts", "weather", ""):
        with pytest.raises(PauseReason):
            do(worker, pauses.pause_clocks, taken, reason=reason, until=in_an_hour())
    with pytest.raises(NotPausable):
        do(worker, pauses.resume_clocks, taken)
    hands.move(minutes=3)
    do(worker, pauses.pause_clocks, taken, reason=AWAY, until=now() + timedelta(hours=3))
    with pytest.raises(NotPausable):
        do(worker, pauses.pause_clocks, taken, reason=AWAY, until=in_an_hour())
    assert case_of(taken).next_due_at is None
    hands.move(hours=2)
    assert views(taken)["arrive"].remaining_seconds == 120
    assert fire_due() == 0, "a paused clock warns nobody"
    do(worker, pauses.resume_clocks, taken)
    hands.move(minutes=2)
    do(worker, acts.arrive, taken)
    with all_seen():
        met = next(view for view in clock_views(case_of(taken), now()) if view.kind == "arrive")
    assert (met.state, met.paused_seconds) == ("met", 7200)
    hands.move(hours=3)
    fire_all()
    assert len(resumed(taken)) == 1, "the planned end has nothing left to do"


@pytest.mark.parametrize(
    "span", [timedelta(0), timedelta(minutes=-5), timedelta(days=7, milliseconds=1), timedelta(days=400)]
)
def test_a_pause_needs_an_end_from_now_on_within_a_week(town, hands, taken, do, span):
    with pytest.raises(PauseEnd):
        do(town.viewer("duty"), pauses.pause_clocks, taken, reason=AWAY, until=now() + span)
    assert views(taken)["arrive"].state == "running"


def test_at_the_planned_end_the_clocks_run_again_and_everybody_is_told(town, hands, taken, do):
    worker = town.viewer("duty")
    hands.move(minutes=3)
    do(worker, pauses.pause_clocks, taken, reason=AWAY, until=in_an_hour())
    assert views(taken)["arrive"].paused_until == in_an_hour()
    hands.move(minutes=59, seconds=59)
    assert fire_due() == 0
    hands.move(seconds=1)
    fire_all()
    (line,) = resumed(taken)
    assert (line.actor, line.data["planned"]) == ("system", True)
    arrive = views(taken)["arrive"]
    assert (arrive.state, arrive.remaining_seconds, arrive.paused_seconds) == ("soon", 120, 3600) or (
        arrive.state,
        arrive.remaining_seconds,
    ) == ("running", 120)
    with all_seen():
        told = set(Notice.objects.filter(template="resumed").values_list("recipient", flat=True))
    assert told == {f"account:{town.people[name].pk}" for name in ("duty", "clerk", "second clerk")}
    hands.move(minutes=2, milliseconds=2)
    fire_all()
    with all_seen():
        assert Event.objects.filter(case_id=taken.case_id, verb="overdue", data__clock="arrive").count() == 1


def test_a_worker_that_was_away_changes_nothing_about_the_time(town, hands, taken, do):
    """Down for twenty minutes around the planned end: the promise is what it would have been."""
    worker = town.viewer("duty")
    hands.move(minutes=3)
    do(worker, pauses.pause_clocks, taken, reason=AWAY, until=in_an_hour())
    ends = in_an_hour()
    hands.set(ends + timedelta(minutes=20))
    assert views(taken)["fix"].paused_seconds == 3600, "screens do not wait for the worker"
    do(worker, acts.arrive, taken)
    fire_all()
    with all_seen():
        late = next(view for view in clock_views(case_of(taken), now()) if view.kind == "arrive")
        assert (late.state, late.late_seconds) == ("late", 18 * 60)
        assert list(wrong_projections()) == []
    assert len(resumed(taken)) == 1
    assert views(taken)["fix"].paused_seconds == 3600


def test_several_workers_at_once_and_again_write_one_resumption(town, hands, taken, do):
    do(town.viewer("duty"), pauses.pause_clocks, taken, reason=AWAY, until=in_an_hour())
    hands.move(hours=1)
    together = threading.Barrier(3)

    def tick(_number):
        try:
            together.wait(timeout=30)
            fire_all()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(tick, range(3)))
    fire_all()
    assert len(resumed(taken)) == 1
    with all_seen():
        lines = ClockEntry.objects.filter(clock__case_id=taken.case_id, what="resume")
        assert {line.at for line in lines} == {now()}


def test_a_second_pause_has_an_end_of_its_own_and_both_are_counted(town, hands, taken, do):
    worker = town.viewer("duty")
    do(worker, pauses.pause_clocks, taken, reason=AWAY, until=in_an_hour())
    hands.move(hours=1)
    fire_all()
    hands.move(minutes=1)
    do(worker, pauses.pause_clocks, taken, reason=AWAY, until=now() + timedelta(minutes=30))
    hands.move(minutes=30)
    fire_all()
    assert len(resumed(taken)) == 2
    assert views(taken)["fix"].paused_seconds == 5400


@settings(
    max_examples=6,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@anything(
    length=st.integers(1, 7200), down=st.integers(0, 7200), early=st.booleans(), used=st.integers(0, 200)
)
def test_whoever_resumes_and_however_late_the_pause_is_as_long_as_it_was(
    town, hands, do, length, down, early, used
):
    receipt = town.take_in()
    fire_all()
    worker = town.viewer("duty")
    do(worker, acts.accept, receipt)
    hands.set(receipt.received_at + timedelta(seconds=used))
    fire_all()
    began = now()
    do(worker, pauses.pause_clocks, receipt, reason=AWAY, until=began + timedelta(seconds=length))
    passed = min(down, length - 1) if early else length + down
    hands.set(began + timedelta(seconds=passed))
    if early:
        do(worker, pauses.resume_clocks, receipt)
        hands.set(began + timedelta(seconds=length + down))
    fire_all()
    stood = min(passed, length)
    assert views(receipt)["fix"].target_at == receipt.received_at + timedelta(minutes=30, seconds=stood)
    assert len(resumed(receipt)) == 1
    with all_seen():
        assert list(wrong_projections()) == []
