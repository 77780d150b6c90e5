"""Which report is asked for: whose area, which month, as known when; and the figures told for that month."""

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.models import FrozenMonth
from huiyin.insight.months import rules_of
from huiyin.insight.periods import Period, month_of, period_of_month
from huiyin.insight.rates import Figures, figures_by_scope, figures_of, joined
from huiyin.registers.rules.categories import CategoryList
from huiyin.registers.rules.rates import RateSet
from huiyin.registers.rules.reads import categories_for, pack_by_id
from huiyin.registers.rules.refusals import NoPack

MONTHS = 12
"""Months of a trend."""


@dataclass(frozen=True, slots=True)
class Month:
    """An area and a month. `final`: its figures were frozen, so rates are those that were told."""

    viewer: Viewer
    scope_id: int
    month: date
    at: datetime
    final: bool

    @property
    def scope_ids(self) -> frozenset[int]:
        """The area with everything in it."""
        return scope_tree().under([self.scope_id])

    @property
    def period(self) -> Period:
        """The month itself."""
        return period_of_month(self.month)

    @property
    def before(self) -> Period:
        """The month before it."""
        return period_of_month(self.months[-2])

    @property
    def a_year_ago(self) -> Period:
        """The same month of the year before."""
        return period_of_month(self.months[0])

    @property
    def months(self) -> list[date]:
        """The first days of the twelve months before it and of itself, the oldest first."""
        found = [self.month]
        while len(found) <= MONTHS:
            found.insert(0, month_of(found[0] - timedelta(days=1)))
        return found


def told_figures(month: Month) -> list[Figures]:
    """The rates of the month, one `Figures` per rate pack: as told where it was told, else as known now."""
    if not month.final:
        rows = figures_by_scope(month.viewer, month.period, month.at, month.scope_ids)
        return joined(rows)
    rows_of: dict[int, list[dict[str, int]]] = defaultdict(list)
    kept = FrozenMonth.objects.filter(scope_id__in=month.scope_ids, month=month.month).defer("facts")
    for one in kept.order_by("pack_id", "pk"):
        rows_of[one.pack_id].append(json.loads(one.figures))
    return [figures_of(_rates(pack), month.scope_ids, rows) for pack, rows in rows_of.items()]


def matter_names(month: Month) -> "CategoryList | None":
    """The categories of the area at the end of the month; None where no list is followed."""
    try:
        return categories_for(scope_tree().up(month.scope_id), min(month.at, month.period.until))
    except NoPack:
        return None


def matter(listed: "CategoryList | None", code: str) -> str:
    """A category in the words of the report."""
    found = listed.get(code) if listed else None
    return found.name_zh if found else _("not sorted yet")


def _rates(pack_id: int) -> RateSet:
    return rules_of(pack_by_id(pack_id))
