"""The leader's page: what is overdue, where, who holds it; then the rates. Every number opens its list."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.desks.ledger.answer import cases_answer
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.durations import LEAST, took_in
from huiyin.insight.endings import standing_in
from huiyin.insight.overdue import Now, standing_lately, total
from huiyin.insight.periods import CHOICES, last_days
from huiyin.insight.rates import figures_by_scope, homes_in, joined
from huiyin.registers.people.words import Permission

from . import figures
from .asked import Asked, asked_by
from .coverage import coverage_views
from .rows import behind, heading_of, rows_of

PAGE = 50
FIRST = 8
"""Lines of a table before the rest is folded."""


def today(request: HttpRequest) -> HttpResponse:
    """Three questions in ten seconds, then the rates of a period."""
    viewer: Viewer = request.viewer
    asked, at = replace(asked_by(request.GET, viewer), what="", which="n", only=False, holder=-1), now()
    standing = standing_lately(viewer, at, asked.scope_ids)
    numbers = total(standing)
    context = {
        "asked": asked,
        "place": scope_tree().names.get(asked.scope, ""),
        "estate": scope_tree().kinds.get(asked.scope) == "estate",
        "at": at,
        "may_approve": viewer.may(Permission.CASE_APPROVE),
        "now": [
            figures.Cell(str(what.label), numbers[what], replace(asked, what=what.value).url) for what in Now
        ],
        "places": _folded(figures.places(standing, asked)),
        "holders": _folded(figures.holders(standing, asked)),
        "coverage": coverage_views(viewer, asked),
        "periods": [_period(asked, days) for days in CHOICES],
    }
    return render(request, "leader/today.html", context | _rates(viewer, asked, at))


def _rates(viewer: Viewer, asked: Asked, at: Any) -> dict[str, Any]:
    rows = figures_by_scope(viewer, last_days(asked.days, at), at, asked.scope_ids)
    sums = joined(rows)
    ended = standing_in(viewer, last_days(asked.days, at), at, asked.scope_ids)
    took = took_in(viewer, last_days(asked.days, at), at, asked.scope_ids)
    homes = homes_in({scope for row in rows for scope in row.scope_ids})
    return {
        "packs": [
            {"rates": figures.rate_views(one, asked), "composite": one.composite, "pack": one.pack}
            for one in sums
        ],
        "complaints": figures.complaints(sums, sum(homes.values()), asked),
        "waiting": figures.waiting(sums, asked),
        "standing": figures.standing(ended, asked),
        "received": sum(ended.values()),
        "took": figures.took(took, asked),
        "least": LEAST,
        "scopes": figures.scope_lines(rows, homes, asked) if len(rows) > 1 else [],
    }


def _folded(lines: list[figures.Line]) -> dict[str, Any]:
    first = max(FIRST, sum(1 for line in lines if line.overdue))
    return {"first": lines[:first], "rest": lines[first:]}


def _period(asked: Asked, days: int) -> dict[str, Any]:
    words = _("Last %(days)s days") % {"days": days}
    return {"label": words, "url": f"?{replace(asked, days=days).query}", "current": days == asked.days}


def listed(request: HttpRequest) -> HttpResponse:
    """The exact rows behind one number, a page at a time."""
    viewer: Viewer = request.viewer
    asked, at = asked_by(request.GET, viewer), now()
    page = Paginator(behind(viewer, asked, at), PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": heading_of(viewer, asked, at),
        "page": page,
        "rows": rows_of(viewer, list(page.object_list), at, asked.left_out),
        "place": scope_tree().names.get(asked.scope, ""),
        "asked": asked,
        "grounds": bool(asked.left_out),
        "count": page.paginator.count,
        "table": f"{reverse('leader-table')}?{asked.query}",
        "back": replace(asked, what="", which="n", only=False, holder=-1).query,
    }
    return render(request, "leader/list.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """The same rows as .xlsx, all pages of them; what looks like a formula stays text."""
    viewer: Viewer = request.viewer
    asked, at = asked_by(request.GET, viewer), now()
    ids = behind(viewer, asked, at)
    return cases_answer(viewer, ids, at, heading_of(viewer, asked, at), asked.left_out)
