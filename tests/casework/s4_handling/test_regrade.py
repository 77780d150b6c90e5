"""The 5341 vectors on real rows: what is met, what is late and how much, what a higher class changes."""

from datetime import timedelta

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Clock
from huiyin.casework.casefile.reads import clock_views
from huiyin.casework.s4_handling import acts, pauses, regrade
from huiyin.casework.s4_handling.refusals import NotUpward, ReasonMissing, SecondPerson, TooLate
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from tests.town import all_seen, case_of


@pytest.fixture
def received(town, hands):
    """A case dispatched by the catalogue at 10:00:00 and accepted a second later."""
    receipt = town.take_in()
    fire_due()
    hands.move(seconds=1)
    worker = town.viewer("duty")
    with seen_as(worker):
        acts.accept(case_id=receipt.case_id, by=worker)
    hands.move(seconds=-1)
    return receipt


def do(viewer, act, **given):
    with seen_as(viewer):
        return act(by=viewer, **given)


def clocks(receipt):
    case = case_of(receipt)
    with all_seen():
        return {(view.kind, view.state): view for view in clock_views(case, now())}


def test_on_site_in_time_and_late_by_one_second(town, hands, received):
    worker = town.viewer("duty")
    hands.move(minutes=4, seconds=59)
    do(worker, acts.arrive, case_id=received.case_id)
    hands.move(minutes=25, seconds=2)
    do(worker, acts.mark_done, case_id=received.case_id)
    shown = clocks(received)
    assert shown["arrive", "met"].late_seconds == 0
    assert shown["fix", "late"].late_seconds == 1


def test_at_the_very_moment_is_in_time_and_a_millisecond_later_is_not(town, hands, received):
    worker = town.viewer("duty")
    hands.move(minutes=5)
    do(worker, acts.arrive, case_id=received.case_id)
    hands.move(minutes=25, milliseconds=1)
    do(worker, acts.mark_done, case_id=received.case_id)
    shown = clocks(received)
    assert ("arrive", "met") in shown
    assert shown["fix", "late"].late_seconds == 1


def test_raised_at_minute_29_counts_four_hours_from_the_beginning(town, hands, received):
    worker, clerk = town.viewer("duty"), town.viewer("clerk")
    hands.move(minutes=29)
    asked = do(worker, regrade.ask_regrade, case_id=received.case_id, tier="major", reason="主管爆裂")
    do(clerk, regrade.decide_regrade, request_id=asked.pk, grant=True, by_phone=True)
    shown = clocks(received)
    assert ("fix", "regraded") in shown
    major = shown["major", "running"]
    assert major.target_at == received.received_at + timedelta(hours=4)
    hands.move(minutes=91)
    do(worker, acts.mark_done, case_id=received.case_id)
    assert ("major", "met") in clocks(received)


def test_the_class_cannot_be_raised_once_the_clock_has_ended(town, hands, received):
    worker, clerk = town.viewer("duty"), town.viewer("clerk")
    hands.move(minutes=29)
    asked = do(worker, regrade.ask_regrade, case_id=received.case_id, tier="major", reason="主管爆裂")
    hands.move(minutes=1, milliseconds=1)
    with pytest.raises(TooLate):
        do(clerk, regrade.decide_regrade, request_id=asked.pk, grant=True)
    with pytest.raises(TooLate):
        do(worker, regrade.ask_regrade, case_id=received.case_id, tier="major", reason="主管爆裂")
    with all_seen():
        assert not Clock.objects.filter(case_id=received.case_id, kind="major").exists()


def test_raising_needs_a_reason_a_higher_class_and_a_second_person(town, hands, received):
    worker = town.viewer("duty")
    with pytest.raises(ReasonMissing):
        do(worker, regrade.ask_regrade, case_id=received.case_id, tier="major", reason=" ")
    for tier in ("normal", "nonsense"):
        with pytest.raises(NotUpward):
            do(worker, regrade.ask_regrade, case_id=received.case_id, tier=tier, reason="主管爆裂")
    asked = do(worker, regrade.ask_regrade, case_id=received.case_id, tier="major", reason="主管爆裂")
    with pytest.raises(SecondPerson):
        do(worker, regrade.decide_regrade, request_id=asked.pk, grant=True)
    for stranger in ("other clerk", "leader", "field"):
        with pytest.raises(NotThere):
            do(town.viewer(stranger), regrade.decide_regrade, request_id=asked.pk, grant=True)


def test_refused_leaves_the_clock_as_it_was(town, hands, received):
    before = clocks(received)
    asked = do(
        town.viewer("duty"), regrade.ask_regrade, case_id=received.case_id, tier="complex", reason="要大修"
    )
    do(town.viewer("clerk"), regrade.decide_regrade, request_id=asked.pk, grant=False)
    assert clocks(received) == before


def test_pauses_are_carried_into_the_higher_class(town, hands, received):
    worker, clerk = town.viewer("duty"), town.viewer("clerk")
    away = {"reason": "resident_unavailable", "until": now() + timedelta(hours=1)}
    do(worker, pauses.pause_clocks, case_id=received.case_id, **away)
    hands.move(minutes=50)
    do(worker, pauses.resume_clocks, case_id=received.case_id)
    asked = do(worker, regrade.ask_regrade, case_id=received.case_id, tier="major", reason="主管爆裂")
    do(clerk, regrade.decide_regrade, request_id=asked.pk, grant=True)
    major = clocks(received)["major", "running"]
    assert major.target_at == received.received_at + timedelta(hours=4, minutes=50)
    assert major.paused_seconds == 3000


def test_a_class_raised_during_a_pause_stands_still_until_the_planned_end(town, hands, received):
    worker, clerk = town.viewer("duty"), town.viewer("clerk")
    away = {"reason": "resident_unavailable", "until": now() + timedelta(hours=6)}
    do(worker, pauses.pause_clocks, case_id=received.case_id, **away)
    asked = do(worker, regrade.ask_regrade, case_id=received.case_id, tier="major", reason="主管爆裂")
    do(clerk, regrade.decide_regrade, request_id=asked.pk, grant=True)
    hands.move(hours=5)
    assert fire_due() == 0, "a paused clock is never overdue"
    assert clocks(received)["major", "paused"].remaining_seconds == 4 * 3600
    hands.move(hours=1)
    fire_due()
    assert clocks(received)["major", "running"].target_at == received.received_at + timedelta(hours=10)


def messages(receipt):
    with all_seen():
        rows = Notice.objects.filter(subject_id=receipt.case_id, recipient="requester", template="regraded")
        return [row.params["number"] for row in rows]


def test_the_resident_gets_one_message_of_a_class_that_was_changed_and_none_of_a_refusal(town, hands):
    receipt = town.take_in(phone="13800138000", wants_reply=True)
    fire_due()
    worker, clerk = town.viewer("duty"), town.viewer("clerk")
    do(worker, acts.accept, case_id=receipt.case_id)
    asked = do(worker, regrade.ask_regrade, case_id=receipt.case_id, tier="major", reason="主管爆裂")
    assert messages(receipt) == []
    do(clerk, regrade.decide_regrade, request_id=asked.pk, grant=False)
    assert messages(receipt) == []
    again = do(worker, regrade.ask_regrade, case_id=receipt.case_id, tier="major", reason="总阀坏了")
    do(clerk, regrade.decide_regrade, request_id=again.pk, grant=True)
    assert messages(receipt) == [receipt.number]
