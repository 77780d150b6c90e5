"""Due and warning moments: golden vectors and properties."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
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


HAND_TABLE = """
2024-02-05  2024-02-18  2024-02-20  # 春节 10—17日休，18日（周日）上班
2024-04-27  2024-05-06  2024-05-13  # 劳动节 1—5日休
2024-09-22  2024-09-29  2024-10-08  # 9月29日（周日）上班；国庆 1—7日休
2024-09-24  2024-10-08  2024-10-09
2025-01-22  2025-02-05  2025-02-06  # 春节 1月28日—2月4日休
2025-01-24  2025-02-05  2025-02-08  # 2月8日（周六）上班
2025-05-24  2025-06-03  2025-06-09  # 端午 5月31日—6月2日休
2025-09-25  2025-10-09  2025-10-10  # 国庆中秋 1—8日休
2025-09-26  2025-10-09  2025-10-11  # 10月11日（周六）上班
2025-12-27  2026-01-04  2026-01-12  # 元旦 1—3日休，4日（周日）上班
2026-02-10  2026-02-24  2026-02-25  # 春节 15—23日休
2026-09-18  2026-09-28  2026-10-08  # 中秋 9月25—27日休，国庆 1—7日休
2026-09-25  2026-10-08  2026-10-10  # 10月10日（周六）上班
"""
"""Counted on paper from the State Council's notices: request, end of seven days, end of fifteen days."""


@pytest.fixture(scope="session")
def limits(plain: Target) -> dict[int, Target]:
    """The general and the hard limit of 接诉即办, which move off a day without work (民法典 203)."""
    return {
        days: replace(plain, amount=days, unit=Unit.NATURAL_DAYS, shift_on_holiday=True) for days in (7, 15)
    }


def test_seven_and_fifteen_days_agree_with_the_hand_table(cn: Calendar, limits: dict[int, Target]) -> None:
    """S-34."""
    rows = [line.split("#")[0].split() for line in HAND_TABLE.strip().splitlines()]
    assert len(rows) == 13
    for row in rows:
        start, *wanted = map(date.fromisoformat, row)
        begun = datetime.combine(start, datetime.min.time(), SHANGHAI) + timedelta(hours=10)
        assert [due_at(begun, limits[days], cn).date() for days in (7, 15)] == wanted, start


def test_every_day_of_three_years_agrees_with_an_independent_count(
    cn: Calendar, plain: Target, limits: dict[int, Target]
) -> None:
    """S-34: day clocks end where another library's table says; minute clocks ignore holidays."""
    minutes = replace(plain, amount=1800, unit=Unit.NATURAL_SECONDS)
    for number in range((date(2026, 12, 10) - date(2024, 1, 1)).days):
        start = at(2024, 1, 1, 23, 45) + timedelta(days=number)
        for days, limit in limits.items():
            last = start.date() + timedelta(days=days)
            while not chinese_calendar.is_workday(last):
                last += timedelta(days=1)
            assert due_at(start, limit, cn).date() == last, (start, days)
        assert due_at(start, minutes, cn) - start == timedelta(minutes=30)


def test_an_unpublished_year_counts_by_the_statutory_days_and_says_so(
    cn: Calendar, limits: dict[int, Target]
) -> None:
    start = at(2027, 9, 24, 10, 0)
    due = due_at(start, limits[7], cn)
    assert due.date() == date(2027, 10, 4), "1 to 3 October are off by law, nothing is made up yet"
    assert is_provisional(start, due, limits[7], cn)
