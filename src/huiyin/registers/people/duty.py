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
UNLISTED = timedelta(hours=12)
"""How long somebody who takes over an hour nobody is listed for stays on duty."""


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


@recorded
def take_duty(
    *,
    organisation: Organisation,
    scope_ids: Collection[int],
    outgoing: Account,
    incoming: Account,
    at: datetime,
    by: Viewer,
) -> None:
    """From a moment on the incoming person answers, until the list names the next one.

    In every scope where the outgoing person is on the list now; where nobody of the two is, whoever stands
    there gives way, and an empty hour is filled. The list before and after stays. Raises NotThere.
    """
    for scope_id in scope_ids:
        by.must(Permission.DUTY_READ, scope_id)
    desk = DutyShift.objects.filter(organisation=organisation, scope_id__in=scope_ids, rank=DutyRank.DESK)
    current = {
        row.scope_id: row for row in desk.select_for_update().filter(starts_at__lte=at, ends_at__gt=at)
    }
    theirs = {scope for scope, row in current.items() if row.account_id in (outgoing.pk, incoming.pk)}
    for scope_id in sorted(theirs or scope_ids):
        _replace(current.get(scope_id), organisation, scope_id, incoming, at)


def duty_scopes(*, organisation_id: int, scope_ids: Collection[int]) -> list[int]:
    """Those of the scopes for which the organisation has a duty list at all."""
    rows = DutyShift.objects.filter(organisation_id=organisation_id, scope_id__in=scope_ids)
    return sorted(set(rows.order_by().values_list("scope_id", flat=True)))


def _replace(
    row: DutyShift | None, organisation: Organisation, scope_id: int, incoming: Account, at: datetime
) -> None:
    """One scope's shift of this moment passes to somebody else."""
    if row is not None and row.account_id == incoming.pk:
        return
    if row is not None and row.starts_at == at:
        row.account = incoming
        row.save(update_fields=["account"])
        return
    ends = _next_end(organisation, scope_id, at)
    if row is not None:
        ends, row.ends_at = row.ends_at, at
        row.save(update_fields=["ends_at"])
    DutyShift.objects.create(
        organisation=organisation, scope_id=scope_id, rank=DutyRank.DESK, account=incoming, starts_at=at,
        ends_at=ends,
    )  # fmt: skip


def _next_end(organisation: Organisation, scope_id: int, at: datetime) -> datetime:
    """Until when an hour nobody stands for lasts: the next shift of the list, half a day at most."""
    rows = DutyShift.objects.filter(organisation=organisation, scope_id=scope_id, rank=DutyRank.DESK)
    following = (
        rows.filter(starts_at__gt=at).order_by("starts_at").values_list("starts_at", flat=True).first()
    )
    return min(following or at + UNLISTED, at + UNLISTED)


def shift_for(viewer: Viewer, shift_id: int) -> DutyShift:
    """A shift of the viewer's register. Raises NotThere."""
    shift = DutyShift.objects.select_related("organisation", "account", "scope").filter(pk=shift_id).first()
    if shift is None or not viewer.may(Permission.REGISTER_WRITE, shift.scope_id):
        raise NotThere
    return shift
