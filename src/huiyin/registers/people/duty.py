"""Keep duty lists: who answers for an organisation in a scope, at which hours.

In the history with the actor.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation

from .models import Account, DutyShift
from .refusals import ShiftTaken
from .words import DutyRank, Permission

ZONE = ZoneInfo("Asia/Shanghai")
MOST_WEEKS = 26


@recorded
def add_shifts(  # noqa: PLR0913 - a rota has so many columns
    *,
    organisation: Organisation,
    scope_id: int,
    rank: DutyRank,
    account: Account,
    first: date,
    weekdays: Collection[int],
    starts: time,
    ends: time,
    weeks: int,
    by: Viewer,
) -> list[DutyShift]:
    """One person's hours on some weekdays (0 = Monday) for some weeks from a day on, local time.

    An end at or before the start lies on the next day. All or none. Raises NotThere, ShiftTaken.
    """
    by.must(Permission.REGISTER_WRITE, scope_id)
    by.must(Permission.REGISTER_WRITE, organisation.scope_id)
    days = [first + timedelta(days=n) for n in range(7 * min(weeks, MOST_WEEKS))]
    rows = [
        DutyShift(
            scope_id=scope_id,
            organisation=organisation,
            rank=rank,
            account=account,
            starts_at=span[0],
            ends_at=span[1],
        )
        for span in (span_of(day, starts, ends) for day in days if day.weekday() in weekdays)
    ]
    try:
        with transaction.atomic():
            return DutyShift.objects.bulk_create(rows)
    except IntegrityError:
        raise ShiftTaken from None


def span_of(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """The moments of one shift."""
    begin, end = datetime.combine(day, starts, tzinfo=ZONE), datetime.combine(day, ends, tzinfo=ZONE)
    return begin, end if end > begin else end + timedelta(days=1)


@recorded
def remove_shift(*, shift: DutyShift, by: Viewer) -> None:
    """Take one shift off the list. Raises NotThere."""
    by.must(Permission.REGISTER_WRITE, shift.scope_id)
    shift.delete()


def shift_for(viewer: Viewer, shift_id: int) -> DutyShift:
    """A shift of the viewer's register. Raises NotThere."""
    shift = DutyShift.objects.select_related("organisation", "account", "scope").filter(pk=shift_id).first()
    if shift is None or not viewer.may(Permission.REGISTER_WRITE, shift.scope_id):
        raise NotThere
    return shift
