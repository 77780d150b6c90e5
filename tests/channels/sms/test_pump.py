"""The pump over real HTTP against the simulated provider, and two of them that get in each other's way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from huiyin.channels.sms import AliyunGateway
from huiyin.channels.sms.leasing import LEASE
from huiyin.channels.sms.pump import Pump
from huiyin.channels.sms.simulator import Simulator
from huiyin.ground.models import Notice
from tests.town import Hands, Town, all_seen, plant_town

pytestmark = pytest.mark.django_db(transaction=True)
MESSAGES = 4


@pytest.fixture
def town(transactional_db):
    return plant_town()


@pytest.fixture
def hands(owner_connection, town):
    hands = Hands(owner_connection)
    hands.set(datetime.now(UTC))
    return hands


@pytest.fixture
def simulator():
    with Simulator() as running:
        yield running


@dataclass
class Interrupted(Pump):
    """A worker to which something happens: right after it claimed, or while its first message is sent."""

    after_claim: Any = None
    while_sending: Any = None
    begun: set[str] = field(default_factory=set)

    def _claim(self) -> list[Notice]:
        claimed = super()._claim()
        if self.after_claim:
            self.after_claim()
        return claimed

    def _send(self, notice: Notice) -> None:
        super()._send(notice)
        if self.while_sending and not self.begun:
            self.begun.add(notice.pk.hex)
            self.while_sending()


def waiting(town: Town) -> None:
    """So many people wait for their receipts."""
    for number in range(MESSAGES):
        town.take_in(phone=f"1380013800{number}")


def told(simulator: Simulator) -> Counter[str]:
    return Counter(message.phone for message in simulator.provider.sent({}))


def another(simulator: Simulator, hands: Hands):
    """The lease runs out, and another worker does what is left."""

    def takes_over() -> None:
        hands.move(seconds=LEASE.total_seconds() + 1)
        Pump(AliyunGateway(simulator.account)).beat()

    return takes_over


@pytest.mark.parametrize("when", ["after_claim", "while_sending"])
def test_a_worker_that_wakes_up_late_sends_nothing_twice(town, hands, simulator, when) -> None:
    """S-08: frozen with claimed messages, or held up by the first of them, for longer than its lease."""
    waiting(town)
    late = Interrupted(AliyunGateway(simulator.account), **{when: another(simulator, hands)})
    assert late.beat() == MESSAGES
    assert told(simulator) == {f"1380013800{number}": 1 for number in range(MESSAGES)}
    with all_seen():
        assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}


def test_a_slow_batch_keeps_its_messages(town, hands, simulator) -> None:
    """Nobody else took them: the worker goes on, however late it is."""
    waiting(town)
    slow = Interrupted(
        AliyunGateway(simulator.account), while_sending=lambda: hands.move(seconds=LEASE.total_seconds() * 2)
    )
    slow.beat()
    assert told(simulator).total() == MESSAGES
