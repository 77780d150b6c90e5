"""A job taken by mistake goes back with a reason; the promises run on from the first dispatch."""

from datetime import timedelta

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.acts import NotNow
from huiyin.casework.casefile.models import Event
from huiyin.casework.casefile.reads import clock_views
from huiyin.casework.casefile.replays import wrong_projections
from huiyin.casework.casefile.words import State
from huiyin.casework.s3_dispatch.acts import acknowledge
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.casework.s4_handling import acts
from huiyin.casework.s4_handling.handing_back import hand_back
from huiyin.casework.s4_handling.refusals import ReasonMissing
from huiyin.casework.s4_handling.undoing import undo_step
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.registers.people.models import DutyShift, RoleGrant
from tests.town import all_seen, case_of


def views(receipt):
    case = case_of(receipt)
    with all_seen():
        return {view.kind: view for view in reversed(clock_views(case, now()))}


def standing(receipt):
    with all_seen():
        return standing_assignment(case_of(receipt))


def test_it_goes_to_the_duty_room_whose_alarm_rings_anew(town, hands, given, do):
    worker = town.viewer("field")
    hands.move(seconds=20)
    do(worker, acts.accept, given)
    hands.move(minutes=4)
    do(worker, hand_back, given, reason="看错楼栋，我在隔壁小区")
    assert case_of(given).state == State.DISPATCHED
    now_with = standing(given)
    assert (now_with.organisation, now_with.account) == (town.company, town.people["duty"])
    assert now_with.acknowledged_at is None
    shown = views(given)
    assert shown["arrive"].target_at == given.received_at + timedelta(minutes=5)
    assert shown["fix"].target_at == given.received_at + timedelta(minutes=30)
    assert shown["acknowledge"].target_at == now() + timedelta(seconds=60)
    with all_seen():
        line = case_of(given).events.order_by("-seq").filter(verb="handed_back").get()
        assert line.data["reason"] == "看错楼栋，我在隔壁小区"
        told = Notice.objects.filter(template="handed_back").values_list("recipient", flat=True)
        assert list(told) == [f"account:{town.people['duty'].pk}"]
        assert list(wrong_projections()) == []
    hands.move(seconds=61)
    while fire_due():
        pass
    with all_seen():
        climbed = Event.objects.filter(case_id=given.case_id, verb="climbed", data__clock="acknowledge")
        assert [line.data["who"] for line in climbed] == ["deputy"]


def test_an_arrival_by_mistake_does_not_meet_the_promise(town, hands, given, do):
    worker = town.viewer("field")
    do(worker, acts.arrive, given)
    hands.move(seconds=5)
    do(worker, hand_back, given, reason="走错单元")
    assert views(given)["arrive"].state == "running"
    hands.move(minutes=5)
    while fire_due():
        pass
    with all_seen():
        assert not Notice.objects.filter(subject_id=given.case_id, template="arrived").exists()
        assert Event.objects.filter(case_id=given.case_id, verb="overdue", data__clock="arrive").exists()


def test_done_by_mistake_runs_on_too_and_what_was_taken_back_is_not_taken_back_again(town, hands, given, do):
    worker = town.viewer("field")
    do(worker, acts.arrive, given)
    do(worker, acts.mark_done, given)
    do(worker, undo_step, given)
    do(worker, acts.mark_done, given)
    hands.move(minutes=1)
    do(worker, hand_back, given, reason="不是这一户")
    fix = views(given)["fix"]
    assert (fix.state, fix.target_at) == ("running", given.received_at + timedelta(minutes=30))


@pytest.mark.django_db(transaction=True)
def test_without_a_duty_room_it_goes_to_the_clerk(town, hands, given, do, owner_connection):
    owner_connection.execute("DELETE FROM people_dutyshift")
    with all_seen():
        RoleGrant.objects.filter(role="duty").update(until=now())
        assert not DutyShift.objects.exists()
    worker = town.viewer("field")
    do(worker, acts.accept, given)
    do(worker, hand_back, given, reason="接错了")
    assert case_of(given).state == State.RECEIVED
    assert standing(given) is None
    assert views(given)["fix"].target_at == given.received_at + timedelta(minutes=30)
    with all_seen():
        told = set(Notice.objects.filter(template="handed_back").values_list("recipient", flat=True))
    assert told == {f"account:{town.people[name].pk}" for name in ("clerk", "second clerk")}


def test_who_is_on_duty_does_not_hand_back_to_himself(town, hands, given, do):
    do(town.viewer("duty"), acts.accept, given)
    do(town.viewer("duty"), hand_back, given, reason="误触")
    assert standing(given).account == town.people["deputy"]


def test_it_needs_a_reason_a_job_taken_and_its_handler(town, hands, given, do):
    worker = town.viewer("field")
    with pytest.raises(NotNow):
        do(worker, hand_back, given, reason="x")
    do(worker, acts.accept, given)
    with pytest.raises(ReasonMissing):
        do(worker, hand_back, given, reason="  ")
    with pytest.raises(NotThere):
        do(town.viewer("clerk"), hand_back, given, reason="x")
    assert case_of(given).state == State.ACCEPTED


def test_the_next_one_takes_it_as_if_it_were_new(town, hands, given, do):
    do(town.viewer("field"), acts.accept, given)
    do(town.viewer("field"), hand_back, given, reason="接错了")
    do(town.viewer("duty"), acknowledge, given)
    do(town.viewer("duty"), acts.accept, given)
    do(town.viewer("duty"), acts.arrive, given)
    assert views(given)["arrive"].state == "met"
    assert views(given)["acknowledge"].state == "met"
