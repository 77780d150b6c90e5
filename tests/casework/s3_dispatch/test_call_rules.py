"""The sub-timers of called parties, for any run of events: each party's limits end by its own deeds alone."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiyin.casework.s3_dispatch.whistles.rules import (
    Answers,
    Stage,
    moments_of_call,
    presses,
    stage_of,
    state_of,
)
from huiyin.casework.s3_dispatch.whistles.words import CallState
from huiyin.registers.rules.deadlines import due_at
from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.parsing import parse
from huiyin.registers.rules.words import ClockKind, PackKind, WhistleKind

PACKS = {pack.header.kind: parse(pack.header.kind, pack.content) for pack in read_packs()}
RULES, CALENDAR = PACKS[PackKind.COOPERATION], PACKS[PackKind.CALENDAR]
START = datetime(2025, 10, 13, 2, tzinfo=UTC)
WEEK = 7 * 24 * 3600


def limit(clock, kind):
    return RULES.limit(clock, kind).target


deeds = st.fixed_dictionaries({
    name: st.none() | st.integers(0, 3 * WEEK) for name in ("reported", "present", "delivered", "off")
})  # fmt: skip
kinds = st.sampled_from(list(WhistleKind))


def party(deed, kind, until):
    """What is known of a party at a moment: only what it has done by then."""
    report, result = limit(ClockKind.REPORT_IN, kind), limit(ClockKind.DELIVER, kind)

    def at(name):
        seconds = deed[name]
        return START + timedelta(seconds=seconds) if seconds is not None and seconds <= until else None

    return Answers(
        due_at(START, report, CALENDAR), due_at(START, result, CALENDAR),
        at("reported"), at("present"), at("delivered"), at("off"),
    )  # fmt: skip


def fired(deed, kind):
    """Every moment of both limits that still pressed when it came, as the timers would find it."""
    found = []
    for stage, clock in ((Stage.REPORT, ClockKind.REPORT_IN), (Stage.DELIVER, ClockKind.DELIVER)):
        whole = party(deed, kind, 10 * WEEK)
        for moment in moments_of_call(whole, START, stage, limit(clock, kind), CALENDAR):
            known = party(deed, kind, (moment.at - START).total_seconds())
            if presses(known, stage):
                found.append((stage, moment))
    return found


@given(st.lists(deeds, min_size=2, max_size=5), kinds)
def test_what_fires_for_a_party_depends_on_that_party_alone(parties, kind):
    alone = [fired(deed, kind) for deed in parties]
    together = [fired(deed, kind) for deed in reversed(parties)]
    assert alone == together[::-1]
    silent = {"reported": None, "present": None, "delivered": None, "off": None}
    everything = fired(silent, kind)
    assert all(set(one) <= set(everything) for one in alone)


@given(deeds, kinds)
def test_who_reported_in_time_is_never_missed_and_who_delivered_never_pressed(deed, kind):
    whole, steps = party(deed, kind, 10 * WEEK), fired(deed, kind)
    if whole.reported_at and whole.reported_at <= whole.report_due_at:
        assert not [m for stage, m in steps if stage is Stage.REPORT and m.what != "warn"]
    end = min((t for t in (whole.delivered_at, whole.off_at) if t), default=None)
    if end is not None:
        assert all(moment.at < end for _stage, moment in steps)


@given(kinds)
def test_a_silent_party_gets_every_moment_once_and_in_order(kind):
    steps = fired({"reported": None, "present": None, "delivered": None, "off": None}, kind)
    for stage in Stage:
        own = [moment for one, moment in steps if one is stage]
        assert own == sorted(own, key=lambda moment: moment.at)
        assert [m.what for m in own].count("due") == 1
        assert [m.what for m in own if m.what == "climb"]
    assert all(stage_of(stage + place) is stage for stage in Stage for place in range(1, 100))


@given(deeds, kinds, st.integers(0, 4 * WEEK))
def test_the_state_says_missing_exactly_when_nothing_came_and_the_time_is_over(deed, kind, seconds):
    at = START + timedelta(seconds=seconds)
    known = party(deed, kind, seconds)
    missing = state_of(known, at) is CallState.MISSING
    assert missing == (
        known.reported_at is None and known.delivered_at is None and known.off_at is None
        and at > known.report_due_at
    )  # fmt: skip


def test_the_limits_are_those_of_the_domain():
    assert limit(ClockKind.REPORT_IN, WhistleKind.EMERGENCY).amount == 30 * 60
    others = (WhistleKind.STREET, WhistleKind.ENFORCEMENT)
    assert {limit(ClockKind.REPORT_IN, kind).amount for kind in others} == {24 * 3600}
