"""Due and warning moments: golden vectors and properties."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.registers.rules.calendars import Calendar
from huiyin.registers.rules.deadlines import due_at, is_provisional, warn_at
from huiyin.registers.rules.service_levels import ServiceLevel
from huiyin.registers.rules.targets import Target, WarnPoint
from huiyin.registers.rules.words import Unit, Urgency

SHANGHAI = ZoneInfo("Asia/Shanghai")
moments = st.datetimes(  # hypothesis wants naive bounds
    datetime(2024, 1, 1),  # noqa: DTZ001 - see above
    datetime(2027, 6, 1),  # noqa: DTZ001 - see above
    timezones=st.just(SHANGHAI),
)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI)  # type: ignore[misc,arg-type]


@pytest.fixture(scope="session")
def plain(levels: dict[str, ServiceLevel]) -> Target:
    """Any target; tests set its amount and unit."""
    return replace(levels["bj"].targets[0], warn=())


def test_golden_two_hours_cross_midnight_and_no_holiday_shifts_them(cn: Calendar, plain: Target) -> None:
    two_hours = replace(plain, amount=7200, unit=Unit.NATURAL_SECONDS)
    assert due_at(at(2025, 9, 30, 23, 10), two_hours, cn) == at(2025, 10, 1, 1, 10)


def test_golden_five_workdays(cn: Calendar, plain: Target) -> None:
    five = replace(plain, amount=5, unit=Unit.WORKING_DAYS)
    assert due_at(at(2025, 9, 25, 10, 0), five, cn).date() == date(2025, 10, 9)


def test_seven_days_ending_on_a_holiday_shift_only_when_told(cn: Calendar, plain: Target) -> None:
    seven = replace(plain, amount=7, unit=Unit.NATURAL_DAYS, shift_on_holiday=False)
    start = at(2025, 9, 26, 8, 0)
    assert due_at(start, seven, cn).date() == date(2025, 10, 3)
    assert due_at(start, replace(seven, shift_on_holiday=True), cn).date() == date(2025, 10, 9)


def test_beijing_general_and_hard_shift_and_emergencies_do_not(
    cn: Calendar, levels: dict[str, ServiceLevel]
) -> None:
    """A Thursday whose seventh and fifteenth day lie in the National Day week."""
    due = {}
    for urgency in Urgency:
        target = next(t for t in levels["bj"].targets_for(None, urgency) if t.clock == "finish")
        due[urgency] = due_at(at(2025, 9, 25, 10, 0), target, cn)
    assert due[Urgency.E0] == due[Urgency.E1] == at(2025, 9, 25, 12, 0)
    assert due[Urgency.E2] == at(2025, 9, 26, 10, 0)
    assert due[Urgency.N].date() == date(2025, 10, 9)
    assert due[Urgency.H].date() == date(2025, 10, 10)


@given(start=moments, seconds=st.integers(1, 10**7))
def test_natural_seconds_are_exact(cn: Calendar, plain: Target, start: datetime, seconds: int) -> None:
    target = replace(plain, amount=seconds, unit=Unit.NATURAL_SECONDS)
    assert due_at(start, target, cn) - start == timedelta(seconds=seconds)


@given(start=moments, amount=st.integers(1, 40), unit=st.sampled_from(Unit))
def test_a_limit_is_always_ahead_and_grows_with_its_amount(
    cn: Calendar, plain: Target, start: datetime, amount: int, unit: Unit
) -> None:
    target = replace(plain, amount=amount, unit=unit)
    assert start < due_at(start, target, cn) < due_at(start, target.extended(1), cn)


@given(start=moments, data=st.data())
def test_every_shipped_limit_warns_in_order_before_it_falls_due(
    cn: Calendar, levels: dict[str, ServiceLevel], start: datetime, data: st.DataObject
) -> None:
    level = data.draw(st.sampled_from(sorted(levels.values(), key=lambda one: one.header.name)))
    target = data.draw(st.sampled_from(level.targets))
    due = due_at(start, target, cn)
    warned = [moment for moment, _ in warn_at(start, due, target, cn)]
    assert warned == sorted(warned)
    assert all(start < moment < due for moment in warned)


def test_the_yellow_card_shows_from_the_last_workday_before_the_limit(
    cn: Calendar, levels: dict[str, ServiceLevel]
) -> None:
    hard = next(t for t in levels["sd"].targets_for(None, Urgency.H) if t.clock == "finish")
    start = at(2025, 9, 12, 9, 0)
    due = due_at(start, hard, cn)
    assert due.date() == date(2025, 10, 10)
    [(moment, point)] = warn_at(start, due, hard, cn)
    assert (moment, point.signal) == (at(2025, 10, 9, 0, 0), "Yellow card")


def test_half_the_span_is_half_the_span(cn: Calendar, plain: Target) -> None:
    target = replace(plain, amount=3600, unit=Unit.NATURAL_SECONDS, warn=(WarnPoint(0.5, None, None, ""),))
    start = at(2025, 3, 3, 8, 0)
    assert warn_at(start, due_at(start, target, cn), target, cn)[0][0] == at(2025, 3, 3, 8, 30)


def test_limits_into_an_unpublished_year_are_provisional_unless_they_ignore_holidays(
    cn: Calendar, plain: Target
) -> None:
    start = at(2026, 12, 29, 9, 0)
    counted = {unit: replace(plain, amount=7, unit=unit) for unit in Unit}
    told = {unit: is_provisional(start, due_at(start, t, cn), t, cn) for unit, t in counted.items()}
    assert told == {
        Unit.NATURAL_SECONDS: False,
        Unit.NATURAL_DAYS: False,
        Unit.WORKING_SECONDS: False,
        Unit.WORKING_DAYS: True,
    }
    shifted = replace(counted[Unit.NATURAL_DAYS], shift_on_holiday=True)
    assert is_provisional(start, due_at(start, shifted, cn), shifted, cn)
