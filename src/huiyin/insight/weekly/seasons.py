"""What the time of year brings, and how much of it came in the same weeks a year ago."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Case
from huiyin.insight.periods import moments_of
from huiyin.registers.rules.weekly import Season

from .parts import Part, Row, Week, each

YEAR, WEEKS = timedelta(days=364), timedelta(weeks=4)
"""Fifty-two weeks: the same days of the week. And how far the forecast looks."""


def seasons(week: Week) -> Part:
    """Seasons that run or begin soon, in the order of the pack."""
    return each("seasons", _("What the season brings"), _rows(week))


def _rows(week: Week) -> Iterator[Row]:
    since = moments_of(week.today - YEAR)[0]
    came = week.cases.filter(received_at__gte=since, received_at__lt=since + WEEKS)
    known = came.exists()
    for season in week.rules.seasons:
        if days := season.days_near(week.today, week.rules.ahead_days):
            ids = _of_season(came, season)
            yield Row(season.key, _words(season, days, len(ids) if known else None), _why(week, season), ids)


def _words(season: Season, days: tuple[date, date], n: int | None) -> str:
    """With the number of a year ago; None where nothing at all was recorded then: that is no zero."""
    told = {"season": _name(season), "first": days[0], "last": days[1], "n": n}
    if n is None:
        return _("%(season)s (%(first)s to %(last)s), nothing was recorded here a year ago") % told
    return _("%(season)s (%(first)s to %(last)s), same four weeks last year: %(n)s such requests") % told


def _of_season(came: QuerySet[Case], season: Season) -> tuple[UUID, ...]:
    cases = came.filter(category__in=season.categories).order_by("received_at", "pk")
    return tuple(cases.values_list("pk", flat=True))


def _why(week: Week, season: Season) -> str:
    since = week.today - YEAR
    told = {
        "since": since, "until": since + WEEKS - timedelta(days=1),
        "matters": "、".join(week.matter(code) for code in season.categories),
    }  # fmt: skip
    return _("%(since)s to %(until)s: %(matters)s") % told


def _name(season: Season) -> str:
    return season.name_zh if (get_language() or "zh").startswith("zh-hans") else _(season.name)
