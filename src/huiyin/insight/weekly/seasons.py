"""What the time of year brings, and how much of it came in the same weeks a year ago."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.insight.periods import moments_of
from huiyin.registers.rules.weekly import Season

from .parts import Part, Row, Week, each

YEAR, WEEKS = timedelta(days=364), timedelta(weeks=4)
"""Fifty-two weeks: the same days of the week. And how far the forecast looks."""


def seasons(week: Week) -> Part:
    """Seasons that run or begin soon, in the order of the pack."""
    return each("seasons", _("What the season brings"), _rows(week))


def _rows(week: Week) -> Iterator[Row]:
    for season in week.rules.seasons:
        if days := season.days_near(week.today, week.rules.ahead_days):
            first, last = days
            words = _("%(season)s (%(first)s to %(last)s), same four weeks last year: %(n)s such requests")
            ids = _a_year_ago(week, season)
            told = {"season": _name(season), "first": first, "last": last, "n": len(ids)}
            yield Row(season.key, words % told, _why(week, season), ids)


def _a_year_ago(week: Week, season: Season) -> tuple[UUID, ...]:
    since = moments_of(week.today - YEAR)[0]
    cases = week.cases.filter(
        category__in=season.categories, received_at__gte=since, received_at__lt=since + WEEKS
    )
    return tuple(cases.order_by("received_at", "pk").values_list("pk", flat=True))


def _why(week: Week, season: Season) -> str:
    since = week.today - YEAR
    told = {
        "since": since, "until": since + WEEKS - timedelta(days=1),
        "matters": "、".join(week.matter(code) for code in season.categories),
    }  # fmt: skip
    return _("%(since)s to %(until)s: %(matters)s") % told


def _name(season: Season) -> str:
    return season.name_zh if (get_language() or "zh").startswith("zh-hans") else _(season.name)
