"""Pure questions of mediation: the court's last day, when to remind, who may not mediate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from huiyin.registers.rules.calendars import Calendar
from huiyin.registers.rules.cooperation import MediationRule

from .words import Conflict

MORNING = time(9)
"""Reminders come when people can act on them."""
ONE_DAY = timedelta(days=1)


def confirm_by(effective_on: date, rule: MediationRule, calendar: Calendar) -> date:
    """The last day of the joint request for judicial confirmation.

    Thirty days from effectiveness (人民调解法 33, 民事诉讼法 205); the first day does not count (民法典 201)
    and a last day on a holiday moves on (203). Effective 2025-03-03 → 2025-04-02.
    """
    start = datetime.combine(effective_on, time(12), calendar.zone)
    return calendar.add_days(start, rule.confirm_days, shift=rule.shift_on_holiday).date()


def reminders(due_on: date, days_before: Iterable[int], calendar: Calendar) -> list[datetime]:
    """The mornings of the reminders in order, and last the morning after the day is over."""
    days = sorted(due_on - ONE_DAY * before for before in days_before)
    return [datetime.combine(day, MORNING, calendar.zone) for day in (*days, due_on + ONE_DAY)]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the registers know of somebody who may mediate. `places`: the whole building they live in."""

    names: frozenset[str]
    places: frozenset[int]
    account_id: int
    organisation_ids: frozenset[int]


def conflicts_of(
    candidate: Candidate,
    *,
    party_names: Iterable[str],
    party_places: Iterable[int],
    handlers: Iterable[int],
    units: Iterable[int],
    declared: str,
) -> Sequence[Conflict]:
    """Why the candidate may be partial (15). Empty: nothing is known."""
    found = {
        Conflict.PARTY: bool(candidate.names & {name.strip() for name in party_names}),
        Conflict.NEIGHBOUR: bool(candidate.places & set(party_places)),
        Conflict.HANDLER: candidate.account_id in set(handlers),
        Conflict.UNIT: bool(candidate.organisation_ids & set(units)),
        Conflict.DECLARED: bool(declared.strip()),
    }
    return [conflict for conflict, true in found.items() if true]
