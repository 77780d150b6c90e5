"""Plant the duty lists: who is on duty, who stands in, who is called last, day by day."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from huiyin.project.demo.moments import LOCAL
from huiyin.project.demo.sources import Table, read
from huiyin.registers.people.models import DutyShift

from .ground_plan import GroundPlan

DAYS_BACK, DAYS_AHEAD = 22, 180
"""The lists reach back over the cases that are played, and ahead for half a year of demonstrations."""


def plant_duty_lists(plan: GroundPlan) -> None:
    """Write every shift of every list."""
    today = plan.loaded.astimezone(LOCAL).date()
    days = [today + timedelta(days=n) for n in range(-DAYS_BACK, DAYS_AHEAD)]
    DutyShift.objects.bulk_create(
        (shift for duty in read("duty.toml")["lists"] for day in days for shift in _of_day(plan, duty, day)),
        batch_size=2000,
    )


def _of_day(plan: GroundPlan, duty: Table, day: date) -> Iterator[DutyShift]:
    for shift in duty["shifts"]:
        starts, ends = _span(day, shift["from"], shift["to"])
        turn = shift["persons"][day.toordinal() % len(shift["persons"])]
        for scope in duty["scopes"]:
            yield DutyShift(
                scope=plan.scopes[scope],
                organisation=plan.organisations[duty["organisation"]],
                rank=shift["rank"],
                account=plan.accounts[turn],
                starts_at=starts,
                ends_at=ends,
            )


def _span(day: date, start: str, end: str) -> tuple[datetime, datetime]:
    """From one local time to the next; an end at or before the start lies on the next day."""
    starts = datetime.combine(day, time.fromisoformat(start), tzinfo=LOCAL)
    ends = datetime.combine(day, time.fromisoformat(end), tzinfo=LOCAL)
    return starts, ends if ends > starts else ends + timedelta(days=1)
