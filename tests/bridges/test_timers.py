"""What is due happens once: never early, never twice, late only with its lateness told."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from huiyin.bridges import timers
from huiyin.bridges.alarms import PUNCTUAL
from huiyin.bridges.digests import send_digests
from huiyin.bridges.timers import MOST_TRIES, fire_due
from huiyin.casework.casefile.models import Event, Timer
from huiyin.casework.s3_dispatch.acts import acknowledge
from huiyin.casework.s4_handling import acts
from huiyin.casework.s4_handling.regrade import ask_regrade, decide_regrade
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.tenancy.wall import seen_as
from huiyin.project.instance.database_examination import _given_up
from huiyin.registers.people.models import Account
from tests.bridges.conftest import TEN
from tests.town import all_seen

ALARMS = ("warned", "overdue", "climbed")
FORGOTTEN = Counter({
    ("overdue", "acknowledge", None): 1, ("climbed", "acknowledge", "deputy"): 1,
    ("climbed", "acknowledge", "manager"): 1, ("warned", "arrive", None): 1, ("overdue", "arrive", None): 1,
    ("climbed", "arrive", "manager"): 1, ("climbed", "arrive", "community"): 1, ("warned", "fix", None): 2,
    ("overdue", "fix", None): 1, ("climbed", "fix", "manager"): 1, ("climbed", "fix", "community"): 1,
})  # fmt: skip
"""Every alarm of a normal 5341 case that nobody touches for an hour and more."""


def fire_all():
    while fire_due():
        pass


def lines(verbs=ALARMS):
    """(case, verb, clock, who) of every alarm, with how late it was."""
    with all_seen():
        events = Event.objects.filter(verb__in=verbs).order_by("id")
        return [
            (
                event.case_id,
                event.verb,
                event.data.get("clock"),
                event.data.get("who"),
                event.data.get("late_seconds", 0),
            )
            for event in events
        ]


def nothing_early():
    with all_seen():
        for timer in Timer.objects.exclude(fired_at=None):
            assert timer.fired_at >= timer.due_at


def give_phones(town):
    """Everybody of the company has a mobile number the alarms can reach."""
    with all_seen():
        for number, name in enumerate(("duty", "deputy", "manager", "clerk")):
            account = town.people[name]
            sealed = crypto.seal(f"1380013810{number}", aad=account.phone_aad)
            Account.objects.filter(pk=account.pk).update(phone_sealed=sealed)


def dispatched():
    with all_seen():
        return Event.objects.filter(verb="dispatched").count()


def in_parallel(tickers):
    """Let several workers tick until nothing is due."""
    together = threading.Barrier(tickers)

    def run(_number):
        try:
            together.wait(timeout=30)
            return fire_all()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(tickers) as pool:
        list(pool.map(run, range(tickers)))


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_everything_once(town, hands):
    for _case in range(8):
        town.take_in()
    in_parallel(2)
    for _hour in range(14):
        hands.move(minutes=5)
        in_parallel(2)
    per_case = Counter(line[:4] for line in lines())
    assert per_case == Counter(
        {(case, *key): n for case in {line[0] for line in lines()} for key, n in FORGOTTEN.items()}
    )
    assert per_case.total() == 8 * FORGOTTEN.total()
    with all_seen():
        told = Notice.objects.values_list("subject_id", "topic", "recipient", "channel")
        assert len(told) == len(set(told))
        assert Event.objects.filter(verb="dispatched").count() == 8
    nothing_early()


@pytest.mark.parametrize("step", [1, pytest.param(7, marks=pytest.mark.long), 30])
def test_the_moments_of_a_forgotten_case_come_in_order_and_on_time(town, hands, step):
    """Second by second (or coarser): each alarm of 5341 fires at the first tick after its moment."""
    receipt = town.take_in()
    fire_all()
    seen = {}
    for passed in range(step, 3700 if step > 1 else 190, step):
        hands.set(receipt.received_at + timedelta(seconds=passed))
        fire_all()
        for line in lines():
            seen.setdefault(line[1:4], passed)
    wanted = {
        ("overdue", "acknowledge", None): 60,
        ("climbed", "acknowledge", "deputy"): 60,
        ("climbed", "acknowledge", "manager"): 120,
        ("warned", "arrive", None): 180,
        ("overdue", "arrive", None): 300,
        ("climbed", "arrive", "manager"): 300,
        ("climbed", "arrive", "community"): 900,
        ("warned", "fix", None): 1200,
        ("overdue", "fix", None): 1800,
        ("climbed", "fix", "manager"): 1800,
        ("climbed", "fix", "community"): 3600,
    }
    for key, moment in wanted.items():
        if moment < (3700 if step > 1 else 190):
            assert moment <= seen[key] <= moment + step, key
    assert set(seen) <= set(wanted)
    assert all(line[-1] == 0 for line in lines()) or step > PUNCTUAL.total_seconds()
    nothing_early()


def test_a_worker_stopped_for_ten_minutes_marks_what_is_late(town, hands):
    town.take_in()
    fire_all()
    hands.move(minutes=10)
    fire_all()
    late = {line[1:4]: line[-1] for line in lines()}
    assert late["overdue", "acknowledge", None] == 539
    assert late["overdue", "arrive", None] == 299
    assert late["warned", "arrive", None] in (0, 420), (
        "the promise is broken already: a warning may be left out"
    )
    before = lines()
    fire_all()
    assert lines() == before


@pytest.mark.parametrize(
    "jump", [timedelta(hours=1), timedelta(days=1), timedelta(hours=-1), timedelta(days=-1)]
)
def test_a_clock_that_jumps_and_comes_back_does_nothing_twice(town, hands, jump):
    receipt = town.take_in()
    fire_all()
    hands.set(receipt.received_at + timedelta(minutes=6))
    fire_all()
    before = lines()
    hands.set(receipt.received_at + timedelta(minutes=6) + jump)
    fire_all()
    if jump < timedelta(0):
        assert lines() == before, "nothing is early when the clock goes back"
    hands.set(receipt.received_at + timedelta(minutes=6, seconds=1))
    fire_all()
    hands.set(receipt.received_at + timedelta(days=2))
    fire_all()
    assert Counter(line[1:4] for line in lines()) == FORGOTTEN
    if jump < timedelta(0):
        nothing_early()


def test_a_clock_that_trembles_does_nothing_early_and_nothing_twice(town, hands):
    """S-32: two tenths of a second forth and back around each alarm."""
    receipt = town.take_in()
    fire_all()
    for moment in (60, 120, 180, 300):
        for beat in range(10):
            swing = 0.2 if beat % 2 else -0.2
            hands.set(receipt.received_at + timedelta(seconds=moment + swing))
            fire_all()
    wanted = {("overdue", "acknowledge", None), ("climbed", "acknowledge", "deputy"),
              ("climbed", "acknowledge", "manager"), ("warned", "arrive", None), ("overdue", "arrive", None),
              ("climbed", "arrive", "manager")}  # fmt: skip
    assert Counter(line[1:4] for line in lines()) == dict.fromkeys(wanted, 1)
    nothing_early()


@pytest.mark.django_db(transaction=True)
def test_a_poisoned_consequence_does_not_hold_up_the_others(town, hands, monkeypatch, owner_connection):
    sick, well = town.take_in(), town.take_in()
    real = timers.CONSEQUENCES["settle"]

    def poisoned(case, timer, at):
        real(case, timer, at)
        if case.pk == sick.case_id:
            raise RuntimeError("poison")

    monkeypatch.setitem(timers.CONSEQUENCES, "settle", poisoned)
    fire_all()
    with all_seen():
        assert Timer.objects.get(case_id=well.case_id, what="settle").fired_at is not None
        held = Timer.objects.get(case_id=sick.case_id, what="settle")
        assert (held.fired_at, held.tries) == (None, 1)
        assert not Event.objects.filter(case_id=sick.case_id, verb="dispatched").exists(), "undone as a whole"
    for pause in (3, 5, 9, 17):
        hands.move(seconds=pause)
        fire_all()
    with all_seen():
        told = Notice.objects.filter(template="failing")
        assert set(told.values_list("subject_id", "recipient")) == {
            (sick.case_id, f"account:{town.people[name].pk}") for name in ("clerk", "second clerk", "steward")
        }, "within a minute people know (S-09)"
    for _try in range(MOST_TRIES + 5):
        hands.move(hours=2)
        fire_all()
    with all_seen():
        assert Timer.objects.get(pk=held.pk).tries == MOST_TRIES, "it is given up, not tried for ever"
        assert told.count() == 3, "and are told once"
    assert _given_up(owner_connection).sentence == "given up: 1 timers, 0 jobs", "the doctor sees it"
    monkeypatch.setitem(timers.CONSEQUENCES, "settle", real)
    with all_seen():
        Timer.objects.filter(pk=held.pk).update(tries=0, retry_at=None)
    fire_all()
    with all_seen():
        assert Event.objects.filter(case_id=sick.case_id, verb="dispatched").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_frozen_in_the_middle_loses_its_turn_and_does_nothing_twice(town, hands, monkeypatch):
    """S-08: the server ends its transaction, another worker does the work, and it goes on unharmed."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("1min",)
    receipts, real = [town.take_in() for _case in range(3)], timers.CONSEQUENCES["settle"]
    frozen, awake = threading.Event(), threading.Event()

    def freezes(case, timer, at):
        if threading.current_thread() is late and not frozen.is_set():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '200ms'")
            frozen.set()
            assert awake.wait(timeout=30)
        real(case, timer, at)

    def run():
        try:
            fire_all()
        finally:
            connections.close_all()

    monkeypatch.setitem(timers.CONSEQUENCES, "settle", freezes)
    late = threading.Thread(target=run)
    late.start()
    assert frozen.wait(timeout=30)
    until = time.monotonic() + 30
    while dispatched() < len(receipts) and time.monotonic() < until:
        fire_all()
    awake.set()
    late.join(timeout=30)
    with all_seen():
        lines = Event.objects.filter(verb="dispatched").values_list("case_id", flat=True)
        assert sorted(lines) == sorted(receipt.case_id for receipt in receipts)
        assert not Timer.objects.filter(what="settle", fired_at=None).exists()


def test_the_ladder_reaches_deputy_manager_and_community(town, hands):
    give_phones(town)
    receipt = town.take_in()
    fire_all()
    for _second in range(70):
        hands.move(minutes=1)
        fire_all()
    with all_seen():
        rungs = [
            (e.data["clock"], e.data["who"], tuple(e.data["people"]))
            for e in Event.objects.filter(case_id=receipt.case_id, verb="climbed").order_by("id")
        ]
        told = set(
            Notice.objects.exclude(recipient="requester").values_list("recipient", "channel", "template")
        )
    assert ("acknowledge", "deputy", ("deputy",)) in rungs
    assert ("acknowledge", "manager", ("manager",)) in rungs
    assert ("arrive", "community", ("clerk", "second clerk")) in rungs
    for name in ("deputy", "manager"):
        assert (f"account:{town.people[name].pk}", "sms", "escalation") in told
    assert (f"account:{town.people['duty'].pk}", "inbox", "warning") in told
    assert (f"account:{town.people['clerk'].pk}", "inbox", "escalation") in told


def test_acknowledging_ends_the_climb_of_the_alarm(town, hands):
    receipt = town.take_in()
    fire_all()
    hands.move(seconds=59)
    worker = town.viewer("duty")
    with seen_as(worker):
        acknowledge(case_id=receipt.case_id, by=worker)
    hands.move(minutes=3)
    fire_all()
    assert not [line for line in lines() if line[2] == "acknowledge"]


@pytest.mark.django_db(transaction=True)
def test_nobody_on_duty_means_the_community_is_told(town, hands, owner_connection):
    owner_connection.execute("DELETE FROM people_dutyshift")
    receipt = town.take_in()
    fire_all()
    hands.move(seconds=61)
    fire_all()
    with all_seen():
        rung = Event.objects.get(case_id=receipt.case_id, verb="climbed")
    assert rung.data["people"] == ["clerk", "second clerk"]


@pytest.mark.django_db(transaction=True)
def test_three_hours_without_a_worker_are_told_once_and_late(town, hands):
    """S-35: everything missed happens in the first minute, once; what is old calls nobody by itself."""
    give_phones(town)
    for number in range(6):
        town.take_in(phone=f"1380013900{number}")
    fire_all()
    hands.move(hours=3)
    assert fire_due() > 0
    in_parallel(2)
    per_case = Counter(line[:4] for line in lines())
    cases = {line[0] for line in lines()}
    assert len(cases) == 6
    assert per_case == {(case, *key): n for case in cases for key, n in FORGOTTEN.items()}
    assert all(line[-1] > PUNCTUAL.total_seconds() for line in lines()), "each says how late it is"
    with all_seen():
        pushes = Notice.objects.filter(channel="sms", template="escalation")
        assert {notice.state for notice in pushes} == {"held"}
        inbox = Notice.objects.filter(channel="inbox", template="escalation")
        assert inbox.values("subject_id").distinct().count() == 6, "the inbox has all of it at once"
    assert digests() == Counter()
    hands.move(minutes=2)
    for _beat in range(3):
        send_digests()
    assert digests() == {("deputy", "6"): 1, ("manager", "6"): 1}
    hands.move(days=1)
    send_digests()
    assert digests().total() == 2


def test_what_waits_for_the_morning_waits_after_an_outage_too(town, hands):
    """Started again at 23:30: minute clocks are told in two minutes, as at any hour, the rest at eight."""
    give_phones(town)
    hands.set(TEN.replace(day=12, hour=13))
    slow = town.take_in()
    fire_all()
    worker, clerk = town.viewer("duty"), town.viewer("clerk")
    with seen_as(worker):
        asked = ask_regrade(case_id=slow.case_id, tier="complex", reason="要大修", by=worker)
        acts.arrive(case_id=slow.case_id, by=worker)
    with seen_as(clerk):
        decide_regrade(request_id=asked.pk, grant=True, by=clerk)
    hands.set(TEN.replace(hour=12))
    town.take_in()
    fire_all()
    hands.set(TEN.replace(hour=15, minute=30))
    fire_all()
    hands.move(minutes=2)
    send_digests()
    assert digests() == {("deputy", "1"): 1, ("manager", "1"): 1}
    hands.set(TEN.replace(day=14, hour=0))
    send_digests()
    assert digests() == {("deputy", "1"): 1, ("manager", "1"): 2}


def digests():
    """(who, of how many requests) of every message about several things."""
    with all_seen():
        names = {f"account:{account.pk}": account.username for account in Account.objects.all()}
        found = Notice.objects.filter(template="digest")
        return Counter((names[one.recipient], one.params["count"]) for one in found)


def test_what_is_stopped_in_time_warns_nobody(town, hands):
    receipt = town.take_in()
    fire_all()
    worker = town.viewer("duty")
    with seen_as(worker):
        acts.accept(case_id=receipt.case_id, by=worker)
        acts.arrive(case_id=receipt.case_id, by=worker)
        acts.mark_done(case_id=receipt.case_id, by=worker)
    hands.move(days=3)
    fire_all()
    assert lines() == []
    with all_seen():
        assert not Timer.objects.filter(fired_at=None, cancelled_at=None, due_at__lte=now()).exists()
