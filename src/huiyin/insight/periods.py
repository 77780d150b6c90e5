"""The periods figures are asked for: whole local days, the last one not over yet."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
CHOICES = (7, 30, 90, 365)
"""Days a page offers; the first months of an installation look best at 30."""
LONGEST = 400
"""Longer periods are counted at once, not day by day."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` (inclusive) to `until` (exclusive); both aware."""

    since: datetime
    until: datetime

    @property
    def dates(self) -> list[date]:
        """The local days it is made of; none when it begins or ends within one, or is very long."""
        since, until = self.since.astimezone(ZONE), self.until.astimezone(ZONE)
        if {since.time(), until.time()} != {time.min} or self.days > LONGEST:
            return []
        return [since.date() + timedelta(days=n) for n in range((until.date() - since.date()).days)]

    @property
    def days(self) -> int:
        """Whole days, rounded up."""
        return -((self.since - self.until) // timedelta(days=1))


def moments_of(day: date) -> tuple[datetime, datetime]:
    """When a local day begins, and when the next one does."""
    start = datetime.combine(day, time.min, tzinfo=ZONE)
    return start, datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZONE)


def last_days(days: int, now: datetime) -> Period:
    """Today and the days before it, `days` in all, as local days."""
    today = now.astimezone(ZONE).date()
    first = datetime.combine(today - timedelta(days=days - 1), time.min, tzinfo=ZONE)
    return Period(first, datetime.combine(today + timedelta(days=1), time.min, tzinfo=ZONE))


def period_before(period: Period) -> Period:
    """As many days right before it: what a trend is compared with."""
    return Period(period.since - (period.until - period.since), period.since)


def month_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def month_after(month: date) -> date:
    """The first day of the next month."""
    return month_of(month.replace(day=28) + timedelta(days=4))


def period_of_month(month: date) -> Period:
    """A whole local month."""
    return Period(moments_of(month_of(month))[0], moments_of(month_after(month))[0])
