"""A tap taken back within ten seconds: state, clocks, timers and alarm are as they were; nobody was told."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as anything
from hypothesis import strategies as st

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.models import ClockEntry, Event, Timer
from huiyin.casework.casefile.reads import clock_views
from huiyin.casework.casefile.replays import wrong_projections
from huiyin.casework.casefile.words import State
from huiyin.casework.s3_dispatch.acts import acknowledge
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.casework.s4_handling import acts, pauses
from huiyin.casework.s4_handling.reads import jobs_of
from huiyin.casework.s4_handling.refusals import TooLateToUndo
from huiyin.casework.s4_handling.undoing import undo_step
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.rules.words import ClockKind
from tests.town import all_seen, case_of

AWAY = "resident_unavailable"


def clocks(receipt):
    case = case_of(receipt)
    with all_seen():
        return {
            (view.kind, view.state, view.target_at, view.remaining_seconds)
            for view in clock_views(case, now())
        }


def pending(receipt):
    with all_seen():
        rows = Timer.objects.filter(case_id=receipt.case_id, fired_at=None, cancelled_at=None)
        return {(t.clock_id, t.what, t.step, t.due_at) for t in rows}


def alarms(receipt):
    with all_seen():
        rows = Event.objects.filter(case_id=receipt.case_id, verb__in=("warned", "overdue", "climbed"))
        return [(e.verb, e.data["clock"], e.data.get("who"), e.data.get("late_seconds", 0)) for e in rows]


def fire_all():
    while fire_due():
        pass


def told_requester(receipt):
    with all_seen():
        rows = Notice.objects.filter(subject_id=receipt.case_id, recipient="requester")
        return list(rows.exclude(template="received").values_list("topic", flat=True))


@pytest.mark.parametrize("before", [[], [acts.accept], [acts.accept, acts.arrive]])
def test_each_step_is_taken_back_exactly(town, hands, given, do, before):
    worker = town.viewer("field")
    step = (acts.accept, acts.arrive, acts.mark_done)[len(before)]
    for earlier in before:
        hands.move(seconds=15)
        do(worker, earlier, given)
    hands.move(seconds=15)
    was, timers = case_of(given).state, pending(given)
    do(worker, step, given)
    hands.move(seconds=7)
    do(worker, undo_step, given)
    case = case_of(given)
    assert case.state == was
    assert pending(given) == timers
    hands.move(seconds=-7)
    untouched = clocks(given)
    hands.move(seconds=7)
    assert {(kind, at) for kind, _state, at, _left in clocks(given)} == {
        (kind, at) for kind, _state, at, _left in untouched
    }
    assert not [one for one in clocks(given) if one[0] == ClockKind.FIX and one[1] == "met"]
    with all_seen():
        last = case.events.order_by("-seq").first()
        assert (last.verb, last.data["step"]) == (
            "step_undone",
            case.events.get(seq=last.data["seqs"][0]).verb,
        )
        assert list(wrong_projections()) == []


def test_it_can_be_taken_back_at_ten_seconds_and_not_a_millisecond_later(town, hands, given, do):
    worker = town.viewer("duty")
    do(worker, acts.accept, given)
    hands.move(seconds=10, milliseconds=1)
    with pytest.raises(TooLateToUndo):
        do(worker, undo_step, given)
    do(worker, acts.arrive, given)
    hands.move(seconds=10)
    do(worker, undo_step, given)
    assert case_of(given).state == State.ACCEPTED
    with pytest.raises(TooLateToUndo):
        do(worker, undo_step, given)
    assert case_of(given).state == State.ACCEPTED


def test_only_the_own_step_and_only_before_the_next_one(town, hands, given, do):
    worker, colleague = town.viewer("field"), town.viewer("duty")
    with pytest.raises(TooLateToUndo):
        do(worker, undo_step, given)
    do(worker, acts.accept, given)
    with pytest.raises(TooLateToUndo):
        do(colleague, undo_step, given)
    for stranger in ("clerk", "contact"):
        with pytest.raises(NotThere):
            do(town.viewer(stranger), undo_step, given)
    do(worker, acts.arrive, given)
    do(worker, pauses.pause_clocks, given, reason=AWAY, until=now() + timedelta(hours=1))
    with pytest.raises(TooLateToUndo):
        do(worker, undo_step, given)
    assert case_of(given).state == State.ARRIVED


def test_two_steps_in_ten_seconds_go_back_one_by_one(town, hands, given, do):
    worker = town.viewer("field")
    do(worker, acts.accept, given)
    hands.move(seconds=3)
    do(worker, acts.arrive, given)
    hands.move(seconds=3)
    do(worker, undo_step, given)
    assert case_of(given).state == State.ACCEPTED
    do(worker, undo_step, given)
    assert case_of(given).state == State.DISPATCHED
    with all_seen():
        assert standing_assignment(case_of(given)).acknowledged_at is None, "the alarm rings again"


def test_an_alarm_seen_before_stays_seen(town, hands, given, do):
    worker = town.viewer("duty")
    do(worker, acknowledge, given)
    do(worker, acts.accept, given)
    do(worker, undo_step, given)
    with all_seen():
        assert standing_assignment(case_of(given)).acknowledged_at is not None


def test_the_resident_is_told_of_an_arrival_only_when_it_stands(town, hands, given, do):
    worker = town.viewer("field")
    do(worker, acts.arrive, given)
    hands.move(seconds=9)
    fire_all()
    assert told_requester(given) == []
    do(worker, undo_step, given)
    hands.move(minutes=1)
    fire_all()
    assert told_requester(given) == []
    do(worker, acts.arrive, given)
    hands.move(seconds=10)
    fire_all()
    fire_all()
    assert told_requester(given) == ["arrived:1"]


def test_what_fell_due_meanwhile_comes_at_once_and_once_and_is_not_called_late(town, hands, given, do):
    """Accepted at second 59, taken back at second 65: the alarm that was due at 60 climbs now."""
    worker = town.viewer("field")
    hands.move(seconds=59)
    do(worker, acts.accept, given)
    hands.move(seconds=6)
    fire_all()
    assert alarms(given) == []
    do(worker, undo_step, given)
    fire_all()
    fire_all()
    assert alarms(given) == [("overdue", "acknowledge", None, 0), ("climbed", "acknowledge", "deputy", 0)]
    hands.move(seconds=55, milliseconds=1)
    fire_all()
    assert alarms(given)[2:] == [("climbed", "acknowledge", "manager", 0)]


def test_a_pause_that_ended_while_the_clock_was_stopped_is_over_after_the_undo(town, hands, given, do):
    worker = town.viewer("field")
    do(worker, acts.arrive, given)
    hands.move(minutes=2)
    do(worker, pauses.pause_clocks, given, reason=AWAY, until=now() + timedelta(minutes=10))
    hands.move(minutes=9, seconds=58)
    do(worker, acts.mark_done, given)
    hands.move(seconds=6)
    fire_all()
    do(worker, undo_step, given)
    with all_seen():
        case = case_of(given)
        (fix,) = [view for view in clock_views(case, now()) if view.kind == ClockKind.FIX]
        assert (fix.state, fix.paused_seconds) == ("running", 600)
        assert case.events.filter(verb="resumed").count() == 1
        assert list(wrong_projections()) == []
    hands.move(minutes=28)
    fire_all()
    assert ("overdue", "fix", None, 0) in alarms(given)


def test_done_taken_back_is_not_done_on_the_board(town, hands, given, do):
    worker = town.viewer("field")
    do(worker, acts.arrive, given)
    do(worker, acts.mark_done, given)

    def job():
        with seen_as(worker):
            (found,) = jobs_of(worker, now())
        return found

    assert job().done
    assert job().undo_until == now() + timedelta(seconds=10)
    do(worker, undo_step, given)
    assert not job().done
    do(worker, acts.mark_done, given)
    assert job().done


@settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@anything(taps=st.lists(st.tuples(st.sampled_from("aru"), st.integers(0, 9_000)), min_size=1, max_size=8))
def test_any_tapping_leaves_only_added_lines_and_true_projections(town, hands, do, taps):
    """Whatever is tapped and taken back: the ledger only grows, screens agree, no time is gained."""
    receipt = town.take_in()
    fire_all()
    worker = town.viewer("field")
    tap = {"a": acts.accept, "r": acts.arrive, "u": undo_step}
    entries = 0
    for name, wait in taps:
        hands.move(milliseconds=wait)
        try:
            do(worker, tap[name], receipt)
        except (NotNow, TooLateToUndo):
            continue
        with all_seen():
            grown = ClockEntry.objects.filter(clock__case_id=receipt.case_id).count()
            assert grown >= entries
            entries = grown
            assert list(wrong_projections()) == []
    with all_seen():
        case = case_of(receipt)
        fix = next(view for view in clock_views(case, now()) if view.kind == ClockKind.FIX)
        assert fix.target_at == receipt.received_at + timedelta(minutes=30)
