"""Working days: against two independent libraries, and by properties."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.registers.rules.calendars import Calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
YEARS = (2024, 2025, 2026, 2027)
moments = st.datetimes(  # hypothesis wants naive bounds
    datetime(2024, 1, 1),  # noqa: DTZ001 - see above
    datetime(2027, 10, 1),  # noqa: DTZ001 - see above
    timezones=st.just(SHANGHAI),
)
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + DAY * i for i in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)]


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_published_years_agree_day_by_day_with_chinesecalendar(cn: Calendar, year: int) -> None:
    differing = [day for day in days_of(year) if cn.is_workday(day) != chinese_calendar.is_workday(day)]
    assert differing == []
    assert not any(cn.is_provisional(day) for day in days_of(year))


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_published_years_agree_day_by_day_with_holidays(cn: Calendar, year: int) -> None:
    china = holidays.country_holidays("CN", years=year)
    assert [day for day in days_of(year) if cn.is_workday(day) != china.is_working_day(day)] == []


def test_the_unpublished_year_is_marked_and_has_the_statutory_days_only(cn: Calendar) -> None:
    """放假办法 2024: 13 days; those on weekends cost no workday."""
    assert all(cn.is_provisional(day) for day in days_of(2027))
    off = {day for day in cn.days_off if day.year == 2027}
    assert len(off) == 13
    assert not any(day.year == 2027 for day in cn.extra_workdays)
    named = holidays.country_holidays("CN", years=2027)
    assert off <= set(named), "every statutory day is known to the other table too"


def test_a_year_outside_the_table_is_provisional(cn: Calendar) -> None:
    assert cn.is_provisional(date(2023, 5, 4))
    assert cn.is_provisional(date(2028, 5, 4))


def test_golden_five_workdays_over_the_national_holiday(cn: Calendar) -> None:
    """28 September is a make-up workday, 1 to 8 October are off."""
    due = cn.add_workdays(datetime(2025, 9, 25, 10, 0, tzinfo=SHANGHAI), 5)
    assert due.date() == date(2025, 10, 9)
    assert due.time() == time.max


def test_zero_workdays_end_the_same_day_or_the_next_workday(cn: Calendar) -> None:
    assert cn.add_workdays(datetime(2025, 9, 25, 9, 0, tzinfo=SHANGHAI), 0).date() == date(2025, 9, 25)
    assert cn.add_workdays(datetime(2025, 10, 2, 9, 0, tzinfo=SHANGHAI), 0).date() == date(2025, 10, 9)


def test_the_day_is_the_local_day(cn: Calendar) -> None:
    """17:00 UTC on Thursday is Friday in Shanghai, so one workday later is Monday."""
    due = cn.add_workdays(datetime(2025, 6, 12, 17, 0, tzinfo=UTC), 1)
    assert due.date() == date(2025, 6, 16)


def test_a_naive_moment_is_refused(cn: Calendar) -> None:
    with pytest.raises(ValueError, match="aware"):
        cn.add_workdays(datetime(2025, 1, 1), 1)  # noqa: DTZ001 - that is what is refused


@pytest.mark.parametrize("n", [-1, 10**9])
def test_a_senseless_number_of_days_is_refused(cn: Calendar, n: int) -> None:
    with pytest.raises(ValueError, match="not between"):
        cn.add_workdays(datetime(2025, 1, 1, tzinfo=SHANGHAI), n)


@given(start=moments, n=st.integers(0, 60))
def test_a_limit_in_workdays_never_ends_on_a_day_off(cn: Calendar, start: datetime, n: int) -> None:
    assert cn.is_workday(cn.add_workdays(start, n).date())


@given(start=moments, n=st.integers(1, 60))
def test_counting_back_gives_the_number_counted(cn: Calendar, start: datetime, n: int) -> None:
    assert cn.workdays_between(start.date(), cn.add_workdays(start, n).date()) == n


@given(start=moments, later=st.timedeltas(timedelta(0), timedelta(days=40)), n=st.integers(0, 30))
def test_a_later_start_is_never_due_earlier(cn: Calendar, start: datetime, later: timedelta, n: int) -> None:
    assert cn.add_workdays(start, n) <= cn.add_workdays(start + later, n)


@given(start=moments, n=st.integers(0, 30))
def test_one_more_workday_is_the_next_workday(cn: Calendar, start: datetime, n: int) -> None:
    due, longer = cn.add_workdays(start, n), cn.add_workdays(start, n + 1)
    assert due < longer or n == 0
    assert longer.date() == cn.workday_from(due.date() + DAY) or n == 0


@given(day=days)
def test_next_and_previous_workday_are_neighbours(cn: Calendar, day: date) -> None:
    following = cn.workday_from(day + DAY)
    assert cn.workday_before(following) == (day if cn.is_workday(day) else cn.workday_before(day))


@given(start=moments, seconds=st.integers(0, 400_000))
def test_working_time_counts_back(cn: Calendar, start: datetime, seconds: int) -> None:
    end = cn.add_working_time(start, seconds)
    assert cn.working_seconds_between(start, end) == seconds


@given(start=moments, seconds=st.integers(1, 400_000))
def test_working_time_ends_within_working_hours(cn: Calendar, start: datetime, seconds: int) -> None:
    end = cn.add_working_time(start, seconds)
    assert cn.is_workday(end.date())
    assert any(opens < end.time() <= closes for opens, closes in cn.intervals)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ((2025, 6, 11, 11, 30), 1, (2025, 6, 11, 14, 0)),  # over the noon break
        ((2025, 6, 13, 17, 0), 1, (2025, 6, 16, 9, 30)),  # over the weekend
        ((2025, 9, 27, 20, 0), 2, (2025, 9, 28, 11, 0)),  # into a make-up Sunday
        ((2025, 9, 30, 17, 0), 2, (2025, 10, 9, 10, 30)),  # over the National Day week
    ],
)
def test_working_time_skips_breaks_and_days_off(
    cn: Calendar, start: tuple[int, ...], hours: int, due: tuple[int, ...]
) -> None:
    begun = datetime(*start, tzinfo=SHANGHAI)  # type: ignore[misc]
    assert cn.add_working_time(begun, hours * 3600) == datetime(*due, tzinfo=SHANGHAI)  # type: ignore[misc]
