"""What the case waited for, and how long its clocks stood still in all, in words for the resident."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext

from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.reads import clock_views
from huiyin.casework.casefile.words import WITH_HANDLER
from huiyin.casework.s4_handling.waits import standing_waits, waited


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of waiting: its days, both counted; `last` is None while it lasts."""

    what: str
    first: date
    last: date | None
    days: int


@dataclass(frozen=True, slots=True)
class Waits:
    """`what`, `until`, `note`, `over`: the wait that stands, else empty. `paused`: seconds in all."""

    what: str
    until: date | None
    note: str
    over: bool
    stretches: tuple[Stretch, ...]
    days: int
    paused: int


def waits_of(case: Case, events: Iterable[Event], moment: datetime) -> Waits | None:
    """The waits of a case; None when it waited for nothing and no clock ever stood still."""
    stretches = tuple(_stretch(gettext(one.name), one.since, one.ended, moment) for one in waited(events))
    paused = max((view.paused_seconds for view in clock_views(case, moment)), default=0)
    if not stretches and not paused:
        return None
    stands = standing_waits([case.pk]).get(case.pk) if case.state in WITH_HANDLER else None
    return Waits(
        what=gettext(stands.name) if stands else "", until=stands.until if stands else None,
        note=stands.note if stands else "", over=bool(stands and stands.over), stretches=stretches,
        days=sum(one.days for one in stretches), paused=paused,
    )  # fmt: skip


def _stretch(what: str, since: datetime, ended: datetime | None, moment: datetime) -> Stretch:
    first, last = localtime(since).date(), localtime(ended or moment).date()
    return Stretch(what, first, last if ended else None, (last - first).days + 1)
