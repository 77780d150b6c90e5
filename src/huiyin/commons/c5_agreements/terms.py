"""Days of a term. Pure."""

import calendar
from datetime import date

from .words import Rhythm

STEP = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3}
MOST_DAYS = 130
"""More days of one duty than ten years of months: a slip of the pen."""


def months_on(begins: date, months: int) -> date:
    """The last day of a term of so many months that begins on a day.

    民法典 201: the first day is not counted; 202: the last day is the same day of the last month, and where
    that month has no such day, its last. 31 March and six months: 30 September.
    """
    whole = begins.year * 12 + begins.month - 1 + months
    year, month = divmod(whole, 12)
    return date(year, month + 1, min(begins.day, calendar.monthrange(year, month + 1)[1]))


def due_days(rhythm: Rhythm, first_on: date | None, until: date) -> list[date]:
    """The days on which a duty falls due, up to and with `until`.

    Each is counted from the first day, so that a duty of the 31st comes back to it after a short month.
    """
    if first_on is None or first_on > until:
        return []
    if rhythm not in STEP:
        return [first_on]
    found = []
    for turn in range(MOST_DAYS):
        day = months_on(first_on, turn * STEP[rhythm])
        if day > until:
            break
        found.append(day)
    return found
