"""Who is reached by telephone and when: the ladder, the night, the budget, one digest at eight."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connections

from huiyin.bridges.digests import send_digests
from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Event
from huiyin.casework.s4_handling.acts import arrive
from huiyin.casework.s4_handling.regrade import ask_regrade, decide_regrade
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account
from huiyin.registers.rules.acts import adopt
from huiyin.registers.rules.reads import forget_packs, newest, pack_by_id
from huiyin.registers.rules.words import ClockKind, Means, PackKind, Who
from tests.town import all_seen

EVENING = datetime(2025, 10, 13, 15, 0, tzinfo=UTC)
"""23:00 in Beijing."""


@pytest.fixture
def phones(town):
    """Everybody of the company and the leader can be reached by telephone."""
    with all_seen():
        for number, name in enumerate(("duty", "deputy", "manager", "clerk", "leader")):
            account = town.people[name]
            sealed = crypto.seal(f"1380013810{number}", aad=account.phone_aad)
            Account.objects.filter(pk=account.pk).update(phone_sealed=sealed)


def fire_all():
    while fire_due():
        pass


def pushes(town, *states):
    """(who, state) of every text message to somebody at work, in order of creation."""
    names = {f"account:{account.pk}": name for name, account in town.people.items()}
    with all_seen():
        rows = (
            Notice.objects.filter(channel="sms").exclude(recipient="requester").order_by("created_at", "pk")
        )
        found = [(names[n.recipient], n.template, n.state) for n in rows]
    return [one for one in found if not states or one[2] in states]


def inbox(town, name, template="escalation"):
    with all_seen():
        return Notice.objects.filter(
            channel="inbox", template=template, recipient=f"account:{town.people[name].pk}"
        ).count()


def raise_to_complex(town, receipt):
    """Hard to handle: the plan clock of one day runs instead of the half hour."""
    worker, clerk = town.viewer("duty"), town.viewer("clerk")
    with seen_as(worker):
        asked = ask_regrade(case_id=receipt.case_id, tier="complex", reason="要大修", by=worker)
        arrive(case_id=receipt.case_id, by=worker)
    with seen_as(clerk):
        decide_regrade(request_id=asked.pk, grant=True, by=clerk)


def test_the_ladder_of_the_shipped_pack_is_the_papers(town):
    """ux D2: no acknowledgement in 60 s → second person and SMS; 120 s → the manager is called."""
    rules = pack_by_id(newest(PackKind.SERVICE_LEVEL, "5341").pk).rules
    seen = next(target for target in rules.targets if target.clock is ClockKind.ACKNOWLEDGE)
    assert [(seen.amount + step.after, step.who, step.means) for step in seen.ladder] == [
        (60, Who.DEPUTY, Means.SMS),
        (120, Who.MANAGER, Means.CALL),
    ]


def test_sixty_seconds_then_a_hundred_and_twenty_each_logged(town, hands, phones):
    receipt = town.take_in()
    fire_all()
    hands.set(receipt.received_at + timedelta(seconds=60))
    fire_all()
    assert pushes(town) == [], "doing it at the moment itself is in time"
    hands.move(milliseconds=1)
    fire_all()
    assert pushes(town) == [("deputy", "escalation", "queued")]
    hands.set(receipt.received_at + timedelta(seconds=120, milliseconds=1))
    fire_all()
    assert pushes(town) == [("deputy", "escalation", "queued"), ("manager", "escalation", "queued")]
    with all_seen():
        rungs = Event.objects.filter(case_id=receipt.case_id, verb="climbed").order_by("seq")
        assert [(line.data["who"], line.data["means"]) for line in rungs] == [
            ("deputy", "sms"),
            ("manager", "call"),
        ]


def test_one_push_for_a_case_and_a_person_in_ten_minutes_the_inbox_has_all(town, hands, phones):
    receipt = town.take_in()
    fire_all()
    for second in range(0, 3700, 20):
        hands.set(receipt.received_at + timedelta(seconds=second))
        fire_all()
    with all_seen():
        sent = Notice.objects.filter(channel="sms", recipient=f"account:{town.people['manager'].pk}")
        moments = sorted(notice.created_at for notice in sent)
    assert inbox(town, "manager") == 3, "seen, arrival, solved"
    assert len(moments) == 2, "the arrival's push came three minutes after the first and is left out"
    assert all(b - a >= timedelta(minutes=10) for a, b in pairwise(moments))


def test_minute_clocks_ring_at_night(town, hands, phones):
    hands.set(EVENING)
    town.take_in()
    fire_all()
    hands.move(minutes=3)
    fire_all()
    assert [who for who, _template, _state in pushes(town, "queued")] == ["deputy", "manager"]


def test_danger_rings_at_night_even_for_a_day_clock(town, hands, phones):
    hands.set(EVENING - timedelta(hours=24))
    receipt = town.take_in(content="煤气泄漏，味道很大")
    fire_all()
    raise_to_complex(town, receipt)
    hands.set(EVENING + timedelta(seconds=1))
    fire_all()
    with all_seen():
        plan = Event.objects.filter(case_id=receipt.case_id, verb="climbed", data__clock="plan")
        assert plan.exists()
    assert ("manager", "escalation", "queued") in pushes(town)
    assert not pushes(town, "held")


@pytest.fixture
def late_plans(town, hands, phones):
    """Three matters whose day for a plan runs out at night; everything else about them is over."""
    hands.set(EVENING - timedelta(hours=23))
    receipts = [town.take_in(category="0204") for _case in range(3)]
    fire_all()
    for receipt in receipts:
        raise_to_complex(town, receipt)
    hands.set(EVENING + timedelta(hours=1, milliseconds=2))
    fire_all()
    return receipts


def test_day_clocks_wait_for_one_message_at_eight(town, hands, late_plans):
    held = [one for one in pushes(town) if one[2] == "held"]
    assert [who for who, *_rest in held] == ["manager"] * 3
    assert pushes(town, "queued") == []
    assert inbox(town, "manager") >= 3, "the fact is in the inbox at once"
    hands.set(datetime(2025, 10, 13, 23, 59, 59, tzinfo=UTC))
    assert send_digests() == 0
    hands.set(datetime(2025, 10, 14, 0, 0, tzinfo=UTC))
    for _beat in range(3):
        send_digests()
    assert pushes(town, "queued") == [("manager", "digest", "queued")]
    assert [state for *_rest, state in pushes(town, "held", "gathered")] == ["gathered"] * 3
    with all_seen():
        assert Notice.objects.get(template="digest").params["count"] == "3"


@pytest.mark.django_db(transaction=True)
def test_several_workers_and_one_that_dies_send_one_digest(town, hands, late_plans, monkeypatch):
    hands.set(datetime(2025, 10, 14, 0, 5, tzinfo=UTC))

    def dies(**_given):
        raise RuntimeError("killed between two statements")

    with monkeypatch.context() as broken:
        broken.setattr("huiyin.bridges.digests.post_sms", dies)
        with pytest.raises(RuntimeError):
            send_digests()
    assert len(pushes(town, "held")) == 3, "all or nothing"
    together = threading.Barrier(3)

    def beat(_number):
        try:
            together.wait(timeout=30)
            send_digests()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(beat, range(3)))
    assert pushes(town, "queued") == [("manager", "digest", "queued")]


def test_somebody_who_left_gets_no_digest(town, hands, late_plans):
    with all_seen():
        Account.objects.filter(pk=town.people["manager"].pk).update(is_active=False)
    hands.set(datetime(2025, 10, 14, 0, 5, tzinfo=UTC))
    send_digests()
    assert pushes(town, "queued", "held") == []


def test_an_area_without_alarm_rules_hears_everything_at_once(town, hands, phones):
    hands.set(EVENING)
    with all_seen():
        adopt(scope=town.estate, kind=PackKind.ALARM, pack=None, since=now())
        adopt(scope=town.street, kind=PackKind.ALARM, pack=None, since=now())
    forget_packs()
    receipt = town.take_in()
    fire_all()
    for second in range(0, 400, 20):
        hands.set(receipt.received_at + timedelta(seconds=second))
        fire_all()
    assert [who for who, *_rest in pushes(town)] == ["deputy", "manager", "manager"]
