"""Telephone calls over real HTTP against the simulated provider: once, on record, and nobody left untold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Event
from huiyin.channels.sms import leasing
from huiyin.channels.sms.simulator import Faults, Simulator
from huiyin.channels.voice.aliyun import VoiceGateway
from huiyin.channels.voice.dialler import ASKED_LAST, Dialler, _tail
from huiyin.ground import crypto
from huiyin.ground.models import Notice
from huiyin.registers.people.models import Account
from tests.town import all_seen, plant_town

MANAGER = "13800138009"


@pytest.fixture
def town(db):
    town = plant_town()
    with all_seen():
        account = town.people["manager"]
        Account.objects.filter(pk=account.pk).update(phone_sealed=crypto.seal(MANAGER, aad=account.phone_aad))
    return town


@pytest.fixture
def hands(clock, town, settings):
    settings.VOICE = "simulator"
    clock.set(datetime.now(UTC))
    return clock


@pytest.fixture
def simulator():
    with Simulator() as running:
        yield running


@pytest.fixture
def dialler(simulator):
    gateway = VoiceGateway(simulator.voice_account, timeout=0.5)
    yield Dialler(gateway)
    gateway.close()


def overdue(town, hands, cases=1):
    """So many cases that nobody acknowledged for two minutes."""
    receipts = [town.take_in() for _case in range(cases)]
    while fire_due():
        pass
    hands.move(seconds=121)
    while fire_due():
        pass
    return receipts


def rung(receipt):
    with all_seen():
        lines = Event.objects.filter(case_id=receipt.case_id, verb="rung").order_by("seq")
        return [line.data["outcome"] for line in lines]


def told(receipt):
    with all_seen():
        return list(
            Notice.objects.filter(subject_id=receipt.case_id, channel="sms", template="escalation")
            .exclude(recipient="requester")
            .values_list("state", flat=True)
        )


def test_after_two_minutes_the_manager_is_called_and_answers(town, hands, simulator, dialler):
    """ux D2: 120 s without acknowledgement, the manager's telephone rings; called and answered on record."""
    (receipt,) = overdue(town, hands)
    assert dialler.beat() == 1
    (call,) = simulator.calls.made()
    assert (call.phone, call.times, call.params) == (MANAGER, 2, {"tail": _tail(receipt.number)})
    assert rung(receipt) == ["called"]
    for _beat in range(3):
        dialler.beat()
        hands.move(seconds=46)
    assert rung(receipt) == ["called", "answered"]
    assert told(receipt) == [], "who answered gets no message on top"
    assert len(simulator.calls.made()) == 1
    with all_seen():
        line = Event.objects.get(case_id=receipt.case_id, verb="rung", data__outcome="answered")
        assert line.data["person"] == town.people["manager"].display_name


def test_a_call_nobody_picks_up_is_followed_by_one_message(town, hands, simulator, dialler):
    simulator.provider.faults = Faults(undelivered=1.0)
    (receipt,) = overdue(town, hands)
    for _beat in range(4):
        dialler.beat()
        hands.move(seconds=46)
    assert rung(receipt) == ["called", "not_answered"]
    assert told(receipt) == ["queued"]
    assert len(simulator.calls.made()) == 1


@pytest.mark.parametrize(
    ("faults", "rang"), [(Faults(cut=1.0), 1), (Faults(stall=1.0, stall_seconds=0.8, seed=1), None)]
)
def test_an_answer_that_was_lost_is_no_second_call(town, hands, simulator, dialler, faults, rang):
    """S-05: the provider may have rung, nobody can ask by our reference, so the message goes instead."""
    simulator.provider.faults = faults
    (receipt,) = overdue(town, hands)
    dialler.beat()
    simulator.provider.faults = Faults()
    for _beat in range(3):
        hands.move(seconds=46)
        dialler.beat()
    assert rung(receipt) == ["unclear"]
    assert told(receipt) == ["queued"]
    assert len(simulator.calls.made()) <= 1
    assert rang is None or len(simulator.calls.made()) == rang


def test_a_provider_that_is_down_is_tried_again_for_half_a_minute(town, hands, simulator):
    account = simulator.voice_account
    simulator.stop()
    down = Dialler(VoiceGateway(account))
    (receipt,) = overdue(town, hands)
    for _second in range(0, 40, 4):
        down.beat()
        hands.move(seconds=4)
    with all_seen():
        call = Notice.objects.get(channel="call")
    assert (call.state, call.error) == ("failed", "failed:huiyin.NO_CONNECTION")
    assert call.attempts > 2
    assert (rung(receipt), told(receipt)) == (["failed"], ["queued"])


def test_a_worker_that_died_while_calling_leaves_no_second_call(town, hands, simulator, dialler):
    """S-08: claimed, perhaps handed over, then killed; the next worker cannot know and sends the message."""
    (receipt,) = overdue(town, hands)
    assert len(leasing.claim("call")) == 1
    assert dialler.beat() == 0, "it is another's until the lease is over"
    hands.move(seconds=leasing.LEASE.total_seconds() + 1)
    assert dialler.beat() == 1
    assert (rung(receipt), told(receipt)) == (["unclear"], ["queued"])
    assert simulator.calls.made() == []


def test_two_workers_call_once(town, hands, simulator, dialler):
    """S-08: a worker that wakes up after its lease, when another has looked at the call, dials nothing."""
    overdue(town, hands)
    (late,) = leasing.claim("call")
    hands.move(seconds=leasing.LEASE.total_seconds() + 1)
    dialler.beat()
    assert not leasing.still_ours(late)
    assert simulator.calls.made() == []


def test_a_bad_night_rings_one_telephone_a_few_times_only(town, hands, simulator, dialler):
    """Fifty cases late at once: one call, and the rest by message."""
    receipts = overdue(town, hands, cases=12)
    for _beat in range(3):
        dialler.beat()
    assert len(simulator.calls.made()) == 1
    ends = sorted(rung(receipt)[-1] for receipt in receipts)
    assert ends == ["called", *["spared"] * 11]
    assert sum(len(told(receipt)) for receipt in receipts) == 11


def test_an_outcome_that_never_comes_ends_as_unclear(town, hands, simulator, dialler):
    simulator.provider.faults = Faults(lag=3600.0)
    (receipt,) = overdue(town, hands)
    dialler.beat()
    hands.move(seconds=ASKED_LAST.total_seconds() - 1)
    dialler.beat()
    assert rung(receipt) == ["called"]
    hands.move(seconds=31)
    dialler.beat()
    assert (rung(receipt), told(receipt)) == (["called", "unclear"], ["queued"])


def test_a_wrong_account_is_told_by_message_at_once(town, hands, simulator):
    from dataclasses import replace

    wrong = Dialler(VoiceGateway(replace(simulator.voice_account, template="TTS_0")))
    (receipt,) = overdue(town, hands)
    wrong.beat()
    assert (rung(receipt), told(receipt)) == (["failed"], ["queued"])


def test_without_a_voice_service_the_step_goes_by_message_and_says_so(town, hands, settings):
    settings.VOICE = "off"
    (receipt,) = overdue(town, hands)
    assert (rung(receipt), told(receipt)) == ([], ["queued"])
    with all_seen():
        line = Event.objects.get(case_id=receipt.case_id, verb="climbed", data__who="manager")
    assert (line.data["means"], line.data["told"]) == ("call", "sms")


def test_a_call_switched_off_meanwhile_is_not_lost(town, hands, settings):
    (receipt,) = overdue(town, hands)
    settings.VOICE = "off"
    Dialler.from_settings().beat()
    assert (rung(receipt), told(receipt)) == (["failed"], ["queued"])


def test_only_the_last_digits_are_said():
    assert _tail("110108-20250401-A-000123-L") == "0123"
