"""When a limit falls due and when to warn. 民法典 201: hours run from the set moment, days skip the first."""

from datetime import datetime, timedelta

from .calendars import Calendar
from .targets import Target, WarnPoint
from .words import Unit


def due_at(start: datetime, target: Target, calendar: Calendar) -> datetime:
    """The last moment, on the calendar's wall clock; doing it at that very moment is in time (民法典 1259).

    Natural seconds ignore every holiday. Raises ValueError on a naive start.
    """
    match target.unit:
        case Unit.NATURAL_SECONDS:
            return _later(calendar.local(start), target.amount)
        case Unit.WORKING_SECONDS:
            return calendar.add_working_time(start, target.amount)
        case Unit.NATURAL_DAYS:
            return calendar.add_days(start, target.amount, shift=target.shift_on_holiday)
        case Unit.WORKING_DAYS:
            return calendar.add_workdays(start, target.amount)


def is_provisional(start: datetime, due: datetime, target: Target, calendar: Calendar) -> bool:
    """Whether the due moment rests on days off that are not published yet."""
    if target.unit is Unit.NATURAL_SECONDS or (
        target.unit is Unit.NATURAL_DAYS and not target.shift_on_holiday
    ):
        return False
    return any(calendar.is_provisional(calendar.local(moment).date()) for moment in (start, due))


def warn_at(
    start: datetime, due: datetime, target: Target, calendar: Calendar
) -> list[tuple[datetime, WarnPoint]]:
    """The moments to warn at, in order; those not between start and due are left out."""
    moments = ((_warn_moment(start, due, point, calendar), point) for point in target.warn)
    return sorted(((m, p) for m, p in moments if start < m < due), key=lambda pair: pair[0])


def _warn_moment(start: datetime, due: datetime, point: WarnPoint, calendar: Calendar) -> datetime:
    if point.fraction is not None:
        return start + (due - start) * point.fraction
    if point.seconds is not None:
        return due - timedelta(seconds=point.seconds)
    day = calendar.local(due).date()
    for _ in range(point.workdays or 0):
        day = calendar.workday_before(day)
    return datetime.combine(day, datetime.min.time(), calendar.zone)


def _later(moment: datetime, seconds: int) -> datetime:
    return moment + timedelta(seconds=seconds)
