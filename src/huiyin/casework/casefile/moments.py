"""The moments of a clock, in order: warnings, the due moment, the steps of the ladder. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.registers.rules.calendars import Calendar
from huiyin.registers.rules.deadlines import warn_at
from huiyin.registers.rules.targets import Target

WARN, DUE, CLIMB = "warn", "due", "climb"
LATE = timedelta(milliseconds=1)
"""Doing it at the due moment itself is in time (民法典 1259): lateness starts just after."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something happens: which kind, the how-manieth of its kind (0 for due), when."""

    what: str
    number: int
    at: datetime


def moments_of(target: Target, calendar: Calendar, *, start: datetime, due: datetime) -> list[Moment]:
    """All moments of a clock, earliest first."""
    warnings = warn_at(start, due, target, calendar)
    found = [Moment(WARN, number, at) for number, (at, _warn) in enumerate(warnings, 1)]
    found.append(Moment(DUE, 0, due + LATE))
    for number, step in enumerate(target.ladder, 1):
        found.append(Moment(CLIMB, number, due + LATE + timedelta(seconds=step.after)))
    return found


def first_after(moments: list[Moment], at: datetime | None) -> Moment | None:
    """The first moment after `at`; simply the first when `at` is None."""
    return next((moment for moment in moments if at is None or moment.at > at), None)


def following(moments: list[Moment], what: str, number: int) -> Moment | None:
    """The moment after the one that has just come."""
    places = [place for place, moment in enumerate(moments) if (moment.what, moment.number) == (what, number)]
    rest = moments[places[0] + 1 :] if places else []
    return rest[0] if rest else None
