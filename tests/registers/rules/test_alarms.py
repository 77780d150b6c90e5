"""Quiet hours, what passes them, and the morning that follows."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.registers.rules.alarms import ZONE, parse_alarms
from huiyin.registers.rules.files import read_packs
from huiyin.registers.rules.parsing import parse
from huiyin.registers.rules.sections import PackError
from huiyin.registers.rules.service_levels import ServiceLevel
from huiyin.registers.rules.words import ClockKind, PackKind

FIRST, PACK = (pack for pack in read_packs() if pack.header.kind is PackKind.ALARM)
RULES = parse_alarms(PACK.content)
LEVELS = {
    pack.header.name: parse(pack.header.kind, pack.content)
    for pack in read_packs()
    if pack.header.kind is PackKind.SERVICE_LEVEL
}


def target(name: str, clock: ClockKind):
    level = LEVELS[name]
    assert isinstance(level, ServiceLevel)
    return next(one for one in level.targets if one.clock is clock)


def local(text: str) -> datetime:
    return datetime.combine(datetime(2025, 10, 13, tzinfo=ZONE), time.fromisoformat(text), tzinfo=ZONE)


@pytest.mark.parametrize(
    ("clock", "quiet"),
    [
        ("21:59:59", False),
        ("22:00", True),
        ("23:59", True),
        ("00:00", True),
        ("06:59:59", True),
        ("07:00", False),
    ],
)
def test_the_night_begins_at_ten_and_ends_at_seven_in_beijing(clock, quiet) -> None:
    assert RULES.is_quiet(local(clock)) is quiet
    assert RULES.is_quiet(local(clock).astimezone(UTC)) is quiet


def test_danger_and_the_clocks_of_5341_pass_the_night_day_clocks_wait() -> None:
    night = local("23:00")
    for clock in (ClockKind.ACKNOWLEDGE, ClockKind.ARRIVE, ClockKind.FIX, ClockKind.MAJOR):
        assert not RULES.holds(night, danger=False, target=target("5341", clock)), clock
    for name, clock in (("5341", ClockKind.PLAN), ("bj", ClockKind.FINISH)):
        last = [one for one in LEVELS[name].targets if one.clock is clock][-1]
        assert RULES.holds(night, danger=False, target=last), name
        assert not RULES.holds(night, danger=True, target=last), "danger is never held"
        assert not RULES.holds(local("12:00"), danger=False, target=last)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1)))  # noqa: DTZ001 - made aware below
def test_a_digest_always_lies_ahead_within_a_day_at_eight(naive) -> None:
    at = naive.replace(tzinfo=UTC)
    digest = RULES.next_digest(at)
    assert at < digest <= at + timedelta(days=1)
    assert digest.astimezone(ZONE).time() == time(8)


@given(st.times(), st.times(), st.times())
def test_a_span_and_the_span_left_over_share_the_day(begins, ends, clock) -> None:
    """A moment is quiet by one pack or by the one with its hours exchanged, never by both."""
    if begins == ends:
        return
    one = parse_alarms(changed("quiet", **{"from": begins.isoformat(), "to": ends.isoformat()}))
    other = parse_alarms(changed("quiet", **{"from": ends.isoformat(), "to": begins.isoformat()}))
    at = datetime.combine(datetime(2025, 10, 13, tzinfo=ZONE), clock, tzinfo=ZONE)
    assert one.is_quiet(at) is not other.is_quiet(at)


def changed(table: str, **values):
    return {**PACK.content, table: {**PACK.content[table], **values}}


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("quiet", {"from": "25:00"}),
        ("quiet", {"to": "07:00+08:00"}),
        ("quiet", {"passes_up_to_seconds": -1}),
        ("quiet", {"passes_up_to_minutes": 5}),
        ("budget", {"per_case_seconds": "600"}),
        ("digest", {"at": ""}),
    ],
)
def test_a_mistake_in_the_pack_is_named(table, values) -> None:
    with pytest.raises(PackError, match=table):
        parse_alarms(changed(table, **values))


def test_areas_that_follow_the_first_version_keep_its_rule_after_an_outage() -> None:
    assert [parse_alarms(pack.content).stale_digest for pack in (FIRST, PACK)] == [False, True]
