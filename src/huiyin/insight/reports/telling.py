"""Write a report: a draft while the month is not told, and once for good when it is.

A report is a Chinese paper: its words are Chinese whoever opens it, so that it stays word for word.
"""

import hashlib
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.insight.models import FrozenMonth, MonthReport
from huiyin.insight.months import FREEZE_DAY
from huiyin.insight.periods import ZONE, month_of, period_of_month
from huiyin.insight.rates import readable
from huiyin.insight.refusals import MonthNotOver
from huiyin.registers.places.words import PlaceKind

from .asked import Month
from .content import Report, as_json, from_json
from .sections import SECTIONS

WORDS = "zh-hans"
KINDS = (PlaceKind.SUBDISTRICT, PlaceKind.COMMUNITY)
"""Whose reports are kept by themselves."""
EARLIEST = date(2000, 1, 1)
"""Before it nobody had written a request down in a form that can be counted."""
LATELY = 3
"""Months back the nightly job looks for reports that are missing."""


def report_for(viewer: Viewer, scope_id: int, month: date, at: datetime) -> Report:
    """The report of an area: as it was kept, else a draft of what is known now.

    Raises NotThere for an area whose figures one may not read in full, and for a month that has not begun.
    """
    tree = scope_tree()
    inside = tree.under([scope_id]) if tree.kinds.get(scope_id) in KINDS else frozenset()
    first = month_of(month)
    if not inside or not inside <= readable(viewer):
        raise NotThere
    if not EARLIEST <= first <= at.astimezone(ZONE).date():
        raise NotThere
    kept = MonthReport.objects.filter(scope_id=scope_id, month=first).first()
    if kept is not None:
        return from_json(kept.content)
    asked = Month(viewer, scope_id, first, at, final=is_told(scope_id, first, at))
    return write_report(asked, kept=False)


def keep_report(*, scope_id: int, month: date, by: Viewer) -> MonthReport:
    """Write the report of a told month for good; repeating changes nothing. Raises MonthNotOver."""
    first, at = month_of(month), now()
    if not is_told(scope_id, first, at):
        raise MonthNotOver
    known = MonthReport.objects.filter(scope_id=scope_id, month=first).first()
    if known is not None:
        return known
    content = as_json(write_report(Month(by, scope_id, first, at, final=True)))
    row = MonthReport(
        scope_id=scope_id, month=first, as_of=at, content=content, made_by=by.actor,
        digest=hashlib.sha256(f"{scope_id}\n{first.isoformat()}\n{content}".encode()).digest(),
    )  # fmt: skip
    MonthReport.objects.bulk_create([row], ignore_conflicts=True)
    return MonthReport.objects.get(scope_id=scope_id, month=first)


def reports_due(at: datetime) -> int:
    """Keep the reports of the last months that were told; returns how many were new. For the worker."""
    made, month = 0, month_of(at.astimezone(ZONE).date())
    tree = scope_tree()
    areas = [scope for scope, kind in tree.kinds.items() if kind in KINDS]
    for _back in range(LATELY):
        month = month_of(month - timedelta(days=1))
        done = set(MonthReport.objects.filter(month=month).values_list("scope_id", flat=True))
        for scope_id in areas:
            if scope_id not in done and is_told(scope_id, month, at):
                with transaction.atomic():
                    keep_report(scope_id=scope_id, month=month, by=SYSTEM)
                made += 1
    return made


def is_told(scope_id: int, month: date, at: datetime) -> bool:
    """Whether the figures of a month are frozen somewhere in the area, and the day of freezing has come."""
    day = period_of_month(month).until + timedelta(days=FREEZE_DAY - 1)
    inside = scope_tree().under([scope_id])
    return day <= at and FrozenMonth.objects.filter(scope_id__in=inside, month=month).exists()


def write_report(month: Month, *, kept: bool = True) -> Report:
    """Everything a report says, with what is known now; rates as told, where the month was told.

    `kept`: it is going to stay as it is written.
    """
    with override(WORDS):
        place = scope_tree().names[month.scope_id]
        title = _("Monthly report of %(place)s, %(month)s") % {
            "place": place, "month": f"{month.month.year}年{month.month.month}月",
        }  # fmt: skip
        known = month.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M")
        about = _("as known on %(at)s") % {"at": known}
        if not month.final:
            about += " · " + _("draft, the month is not told yet")
        elif not kept:
            about += " · " + _("rates as told; the rest is written later, as known now")
        return Report(title, about, known, month.final, tuple(make(month) for make in SECTIONS))
