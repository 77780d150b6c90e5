"""The ladders of called parties: only the missing one's climbs, each step once, also over a restart."""

from collections import Counter

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Event, Timer
from huiyin.casework.s3_dispatch.whistles.answering import report_in
from huiyin.ground.models import Notice
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.rules.words import WhistleKind
from tests.bridges.test_timers import fire_all, in_parallel
from tests.town import all_seen, case_of
from tests.units import add_unit, call_of, whistle

pytestmark = pytest.mark.usefixtures("hands")
CALLS = ("call_warned", "call_overdue", "call_climbed")


def lines():
    with all_seen():
        events = Event.objects.filter(verb__in=CALLS).order_by("id")
        return [(e.data["unit"], e.verb, e.data["clock"], e.data.get("who", "")) for e in events]


@pytest.fixture
def called(town):
    units = [add_unit(town, name) for name in ("城管", "消防")]
    receipt = town.take_in()
    fire_due()
    whistle(town, receipt.case_id, *units, kind=WhistleKind.EMERGENCY)
    return case_of(receipt), units


def test_two_called_one_silent_only_the_silent_ones_ladder_goes_up(town, called, hands):
    """beyond b-12."""
    viewer = town.viewer("城管")
    with seen_as(viewer):
        report_in(call_id=call_of(called[1][0]).pk, by=viewer)
    for _minute in range(8):
        hands.move(minutes=10)
        fire_all()
    report = Counter(line for line in lines() if line[2] == "report_in")
    assert {unit for unit, *_rest in report} == {"消防"}
    assert report == Counter({
        ("消防", "call_warned", "report_in", ""): 1, ("消防", "call_overdue", "report_in", ""): 1,
        ("消防", "call_climbed", "report_in", "deputy"): 1,
        ("消防", "call_climbed", "report_in", "manager"): 1,
        ("消防", "call_climbed", "report_in", "street"): 1,
    })  # fmt: skip
    with all_seen():
        told = set(Notice.objects.filter(template="call-overdue").values_list("recipient", flat=True))
    assert f"account:{town.people['消防'].pk}" in told
    assert f"account:{town.people['leader'].pk}" in told
    assert f"account:{town.people['城管'].pk}" not in told


@pytest.mark.django_db(transaction=True)
def test_after_an_outage_with_two_workers_every_step_comes_once_and_says_how_late(called, hands):
    hands.move(hours=3)
    in_parallel(2)
    before = Counter(lines())
    assert set(before.values()) == {1}
    assert {line[1] for line in before} == set(CALLS)
    in_parallel(2)
    assert Counter(lines()) == before
    with all_seen():
        overdue = Event.objects.filter(verb="call_overdue", data__clock="report_in")
        assert {event.data["late_seconds"] for event in overdue} == {2 * 3600 + 1799}
        assert (
            not Timer.objects.filter(what="call", fired_at=None, cancelled_at=None)
            .exclude(step__gt=100)
            .exists()
        )


def test_a_worker_that_dies_in_the_middle_does_nothing_by_halves(called, hands, monkeypatch):
    """The consequence and the mark "fired" are one transaction; the next try does it, once."""
    from huiyin.bridges import calls

    hands.move(minutes=31)

    def die(*_args, **_kwargs):
        raise RuntimeError("killed")

    with monkeypatch.context() as broken:
        broken.setattr(calls, "schedule", die)
        fire_due()
    assert lines() == []
    hands.move(seconds=10)
    fire_all()
    assert Counter(line for line in lines() if line[1] == "call_overdue") == Counter({
        ("城管", "call_overdue", "report_in", ""): 1, ("消防", "call_overdue", "report_in", ""): 1,
    })  # fmt: skip
