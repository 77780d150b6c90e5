"""Until when a dispatch can be returned, and whether it can be at all. Pure."""

from datetime import datetime

from huiyin.registers.rules.calendars import Calendar
from huiyin.registers.rules.cooperation import ReturnRule
from huiyin.registers.rules.words import Urgency


def window_end(made_at: datetime, urgency: str, rule: ReturnRule, calendar: Calendar) -> datetime:
    """The last moment of the window: one working day after the day of dispatch, two for hard matters."""
    days = rule.hard_workdays if urgency == Urgency.H else rule.workdays
    return calendar.add_workdays(made_at, days)


def designates(returned: int, rule: ReturnRule) -> bool:
    """Whether a case that came back so many times is given for good the next time."""
    return returned >= rule.designates_at
