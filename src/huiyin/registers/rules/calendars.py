"""Working days: weekends, days off and make-up workdays (调休), and the counting of 民法典 201 and 203."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from .pack import Header, read_header
from .sections import Content, PackError, Provenance, Section

ONE_DAY = timedelta(days=1)
LAST_MOMENT = time.max
LONGEST_DAYS = 3660
"""Ten years: a longer limit is a mistake in a pack, and an endless loop here."""
SATURDAY = 5
"""The first day of the weekend, as `date.weekday` counts."""
LONGEST_HOLIDAY = 16
"""Days; a longer span of days off is a mistake in a pack."""


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """One year of the table. `provisional`: the State Council has not published its days off."""

    year: int
    provisional: bool
    basis: Provenance


@dataclass(frozen=True)
class Calendar:
    """A working calendar. `intervals` are the working hours of a workday, in order, local time.

    `closes` is None when a day ends at 24:00, else the close of business (民法典 203 second paragraph).
    """

    header: Header
    zone: ZoneInfo
    intervals: tuple[tuple[time, time], ...]
    closes: time | None
    days_off: Mapping[date, str]
    extra_workdays: frozenset[date]
    years: Mapping[int, CalendarYear] = field(repr=False)

    def is_workday(self, day: date) -> bool:
        """Whether people work that day: make-up workdays count, days off and weekends do not."""
        if day in self.extra_workdays:
            return True
        return day.weekday() < SATURDAY and day not in self.days_off

    def is_provisional(self, day: date) -> bool:
        """Whether the answer for that day may still change: its year is unpublished or not in the table."""
        year = self.years.get(day.year)
        return year is None or year.provisional

    def local(self, moment: datetime) -> datetime:
        """The moment on this calendar's wall clock. Raises ValueError on a naive moment."""
        if moment.tzinfo is None:
            raise ValueError("an aware datetime is needed")
        return moment.astimezone(self.zone)

    def end_of(self, day: date) -> datetime:
        """The last moment of the day: for 24:00 its last microsecond, so that it shows that day."""
        return datetime.combine(day, self.closes or LAST_MOMENT, self.zone)

    def workday_from(self, day: date) -> date:
        """The day itself when it is a workday, else the next one."""
        return _first(day, ONE_DAY, self)

    def workday_before(self, day: date) -> date:
        """The last workday before the day."""
        return _first(day - ONE_DAY, -ONE_DAY, self)

    def add_workdays(self, start: datetime, n: int) -> datetime:
        """The end of the n-th workday after the start's day, which is not counted itself (民法典 201, 203).

        Zero gives the end of the start's own day, or of the next workday.
        """
        day = self.workday_from(self.local(start).date()) if n == 0 else self.local(start).date()
        for _ in range(_sane(n)):
            day = self.workday_from(day + ONE_DAY)
        return self.end_of(day)

    def add_days(self, start: datetime, n: int, *, shift: bool) -> datetime:
        """The end of the n-th day after the start's day; `shift` moves it off a holiday (民法典 203)."""
        day = self.local(start).date() + _sane(n) * ONE_DAY
        return self.end_of(self.workday_from(day) if shift else day)

    def workdays_between(self, after: date, until: date) -> int:
        """How many workdays lie after the first day, up to and including the second."""
        return sum(self.is_workday(after + ONE_DAY * i) for i in range(1, (until - after).days + 1))

    def add_working_time(self, start: datetime, seconds: float) -> datetime:
        """The moment when `seconds` of working hours have passed. Raises ValueError beyond ten years."""
        moment, left = self.local(start), timedelta(seconds=seconds)
        for offset in range(LONGEST_DAYS):
            for opens, closes in self._hours(moment.date() + ONE_DAY * offset):
                begin = max(opens, moment)
                if begin < closes and left <= closes - begin:
                    return begin + left
                left -= max(closes - begin, timedelta())
        raise ValueError("the limit is longer than ten years")

    def working_seconds_between(self, start: datetime, end: datetime) -> float:
        """Seconds of working hours between two moments (zero when the end is not later)."""
        first, last = self.local(start), self.local(end)
        days = range((last.date() - first.date()).days + 1)
        spans = (span for offset in days for span in self._hours(first.date() + ONE_DAY * offset))
        parts = (min(closes, last) - max(opens, first) for opens, closes in spans)
        return sum((max(part, timedelta()) for part in parts), timedelta()).total_seconds()

    def _hours(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.is_workday(day):
            return []
        return [
            (datetime.combine(day, a, self.zone), datetime.combine(day, b, self.zone))
            for a, b in self.intervals
        ]


def _first(day: date, step: timedelta, calendar: Calendar) -> date:
    for _ in range(LONGEST_DAYS):
        if calendar.is_workday(day):
            return day
        day += step
    raise ValueError("no workday within ten years")


def _sane(n: int) -> int:
    if not 0 <= n <= LONGEST_DAYS:
        raise ValueError(f"a limit of {n} days is not between 0 and {LONGEST_DAYS}")
    return n


def parse_calendar(content: Content) -> Calendar:
    """Read a calendar pack. Raises PackError."""
    header, body = read_header(content)
    hours = tuple(_interval(text, body) for text in body.texts("intervals"))
    if not hours or any(a >= b for a, b in hours) or any(x[1] > y[0] for x, y in pairwise(hours)):
        raise body.problem(
            "intervals", 'working hours in order are expected, e.g. ["09:00-12:00", "13:30-17:30"]'
        )
    closes = None if body.text("day_ends") == "24:00" else hours[-1][1]
    if body.text("day_ends") not in {"24:00", "close"}:
        raise body.problem("day_ends", 'must be "24:00" or "close"')
    zone = _zone(body)
    years, off, work = _years(body)
    body.done()
    return Calendar(header, zone, hours, closes, off, work, years)


def _zone(body: Section) -> ZoneInfo:
    try:
        return ZoneInfo(body.text("zone"))
    except (KeyError, ValueError, OSError):
        raise body.problem("zone", "is not a time zone") from None


def _interval(text: str, body: Section) -> tuple[time, time]:
    try:
        begin, end = (time.fromisoformat(part) for part in text.split("-"))
    except ValueError:
        raise body.problem("intervals", f"{text!r} is not HH:MM-HH:MM") from None
    return begin, end


def _years(body: Section) -> tuple[dict[int, CalendarYear], dict[date, str], frozenset[date]]:
    years: dict[int, CalendarYear] = {}
    off: dict[date, str] = {}
    work: set[date] = set()
    for section in body.tables("years"):
        year = CalendarYear(
            section.number("year", least=1949), section.flag("provisional"), section.provenance()
        )
        years[year.year] = year
        for holiday in section.tables("off"):
            off |= _holiday(holiday, year.year)
        work.update(section.days("work"))
        section.done()
    if clash := sorted(work & off.keys()):
        raise PackError(f"{body.where}: {clash[0]} is both a day off and a workday")
    return years, off, frozenset(work)


def _holiday(section: Section, year: int) -> dict[date, str]:
    name, first, last = section.text("msgid"), section.day("from"), section.day("to")
    section.text("zh")
    section.done()
    if first.year != year or not 0 <= (last - first).days < LONGEST_HOLIDAY:
        raise section.problem("from", f"a span of at most {LONGEST_HOLIDAY} days in {year} is expected")
    return {first + ONE_DAY * i: name for i in range((last - first).days + 1)}
