"""The periods figures are asked for: whole local days, the last one not over yet."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
CHOICES = (7, 30, 90, 365)
"""Days a page offers; the first months of an installation look best at 30."""


@dataclass(frozen=True, slots=True)
class Period:
    """From `since` (inclusive) to `until` (exclusive); both aware."""

    since: datetime
    until: datetime

    @property
    def days(self) -> int:
        """Whole days, rounded up."""
        return -((self.since - self.until) // timedelta(days=1))


def last_days(days: int, now: datetime) -> Period:
    """Today and the days before it, `days` in all, as local days."""
    today = now.astimezone(ZONE).date()
    first = datetime.combine(today - timedelta(days=days - 1), time.min, tzinfo=ZONE)
    return Period(first, datetime.combine(today + timedelta(days=1), time.min, tzinfo=ZONE))
