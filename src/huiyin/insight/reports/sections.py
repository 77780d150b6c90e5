"""The sections of a report, one function each: `Month -> Section`. A further one is put into `SECTIONS`."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from huiyin.casework.casefile.words import Channel
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.insight.durations import LEAST, took_in
from huiyin.insight.endings import standing_in
from huiyin.insight.models import Restatement
from huiyin.insight.periods import ZONE
from huiyin.insight.spread import (
    FEW,
    by_building,
    by_category,
    by_channel,
    by_month,
    by_party,
    by_scope,
    shown,
)

from .asked import Month, matter, matter_names, told_figures
from .content import Cell, Picture, Section
from .topics import topics

MOST = 10
"""Categories named as what came most."""
MINUTES, HOURS = 180, 2880
"""Up to three hours a span is told in minutes, up to two days in hours, then in days."""


def overview(month: Month) -> Section:
    """How much came in, beside the month before and the same month a year ago; the trend as bars."""
    counted = by_month(month.viewer, month.months, month.scope_ids)
    numbers = [(f"{first:%Y-%m}", n) for first, n in counted]
    rows = (
        (_("This month"), numbers[-1][1]),
        (_("Month before"), numbers[-2][1]),
        (_("Same month last year"), numbers[0][1]),
    )
    picture = Picture("bars", bars=tuple(numbers[1:]))
    return Section("overview", _("What came in"), (), (_("Period"), _("Requests")), rows, picture)


def rates(month: Month) -> Section:
    """Response, solution, satisfaction as n of N, with what was left out and why."""
    rows: list[tuple[Cell, ...]] = []
    for figures in told_figures(month):
        exclusions = figures.pack.exclusions
        for rate in figures.rates:
            left = "；".join(f"{exclusions[key].name_zh} {n}" for key, n in rate.left_out.items() if n)
            rows.append((rate.definition.name_zh, rate.n, rate.whole, left or "–"))
    words = _("Counted by the rules in force that month; under %(least)s requests no percentage is told.")
    lines = (words % {"least": LEAST},)
    return Section("rates", _("Rates"), lines, (_("Rate"), "n", "N", _("Left out")), tuple(rows))


def spans(month: Month) -> Section:
    """Median and p90 of the steps, each with n; too few say so."""
    rows = tuple(
        (str(one.step.label), _span(one.median), _span(one.p90), one.n)
        for one in took_in(month.viewer, month.period, month.at, month.scope_ids)
    )
    headings = (_("Step"), _("Half"), _("Nine in ten"), _("Cases"))
    return Section("spans", _("How long it took"), (), headings, rows)


def channels(month: Month) -> Section:
    """Through which of the ways it came."""
    rows = tuple(
        (str(Channel(one.key).label), one.n)
        for one in by_channel(month.viewer, month.period, month.scope_ids)
    )
    return Section("channels", _("By channel"), (), (_("Channel"), _("Requests")), rows)


def matters(month: Month) -> Section:
    """What came most, beside the month before; and how much of it was opened again."""
    listed = matter_names(month)
    before = {one.key: one.n for one in by_category(month.viewer, month.before, month.scope_ids)}
    now = by_category(month.viewer, month.period, month.scope_ids)
    rows: list[tuple[Cell, ...]] = [
        (matter(listed, one.key), one.n, before.get(one.key, 0), one.again) for one in now[:MOST]
    ]
    if rest := now[MOST:]:
        keys = {one.key for one in now[:MOST]}
        others = sum(n for key, n in before.items() if key not in keys)
        rows.append((_("All others"), sum(one.n for one in rest), others, sum(one.again for one in rest)))
    headings = (_("Matter"), _("This month"), _("Month before"), _("Opened again"))
    return Section("matters", _("What came most"), (), headings, tuple(rows))


def endings(month: Month) -> Section:
    """How the requests of the month ended or where they stand; the lines add up."""
    found = standing_in(month.viewer, month.period, month.at, month.scope_ids)
    rows = tuple((str(state.label), n) for state, n in found.items() if n)
    return Section("endings", _("How they ended, where they stand"), (), (_("State"), _("Requests")), rows)


def places(month: Month) -> Section:
    """Every community and estate, in the order of the register; the buildings as a drawing."""
    names = scope_tree().names
    rows = tuple(
        (names[int(one.key)], one.n, one.again)
        for one in by_scope(month.viewer, month.period, month.scope_ids)
    )
    headings = (_("Place"), _("Requests"), _("Opened again"))
    return Section("places", _("By place"), (), headings, rows)


def buildings(month: Month) -> Section:
    """The estates drawn as rows of buildings; how few requests a building had is not told."""
    estates = tuple(
        (scope_tree().names[scope], tuple((place.name, shown(n)) for place, n in held))
        for scope, held in by_building(month.viewer, month.period, month.scope_ids)
    )
    lines = (_("Under %(few)s requests of a building, the number is not told.") % {"few": FEW},)
    rows = tuple(
        (name, building, n) for name, held in estates for building, n in held if n
    )  # fmt: skip
    picture = Picture("estates", estates=estates) if estates else None
    headings = (_("Estate"), _("Building"), _("Requests"))
    return Section("buildings", _("By building"), lines, headings, rows, picture)


def parties(month: Month) -> Section:
    """Complaints among the requests each organisation had, n of N, in the order of the register (R-1)."""
    rows = tuple(
        (unit.name, line.n, line.whole)
        for unit, line in by_party(month.viewer, month.period, month.scope_ids)
    )
    lines = (_("In the order of the register. Complaints of all requests the organisation had last."),)
    return Section("parties", _("By party"), lines, (_("Organisation"), _("Complaints"), _("Requests")), rows)


def restated(month: Month) -> Section:
    """Earlier months that were told anew since this month began, and why."""
    found = Restatement.objects.filter(
        scope_id__in=month.scope_ids, as_of__gte=month.period.since, as_of__lt=month.at
    )
    rows = tuple(
        (
            f"{one.month.month:%Y-%m}", scope_tree().names[one.scope_id], len(one.moved), one.why,
            one.as_of.astimezone(ZONE).date().isoformat(),
        )
        for one in found.select_related("month").defer("facts", "month__facts").order_by("as_of", "pk")
    )  # fmt: skip
    headings = (_("Month"), _("Place"), _("Requests that moved"), _("Reason"), _("Restated on"))
    lines = () if rows else (_("No earlier month was restated."),)
    return Section("restated", _("Restatements of earlier months"), lines, headings if rows else (), rows)


SECTIONS: tuple[Callable[[Month], Section], ...] = (
    overview, rates, spans, channels, matters, topics, endings, places, buildings, parties, restated,
)  # fmt: skip
"""In the order of the report."""


def _span(minutes: int | None) -> str:
    if minutes is None:
        return _("too few")
    if minutes <= MINUTES:
        return _("%(n)s min") % {"n": minutes}
    if minutes <= HOURS:
        return _("%(n)s h") % {"n": f"{minutes / 60:.1f}"}
    return _("%(n)s days") % {"n": f"{minutes / 1440:.1f}"}
