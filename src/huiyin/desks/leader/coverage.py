"""The two lists behind a figure of coverage: what has it, and what lacks it."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.desks.ledger.answer import MOST_ROWS, sheet_answer
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.coverage import What, Which, coverage_in, places_covered

from .asked import Asked, asked_by

PAGE = 100


def coverage_views(viewer: Viewer, asked: Asked) -> list[dict[str, Any]]:
    """The figures with the addresses of their lists; the N opens those that lack it."""
    return [
        {
            "label": one.what.label,
            "n": one.n,
            "whole": one.whole,
            "url_n": _url(asked, one.what, Which.HAVE),
            "url_whole": _url(asked, one.what, Which.LACK),
        }
        for one in coverage_in(viewer, asked.scope_ids)
    ]


def listed(request: HttpRequest) -> HttpResponse:
    """One list, and the way to the other."""
    viewer: Viewer = request.viewer
    asked = asked_by(request.GET, viewer)
    places = places_covered(viewer, asked.what, asked.which, asked.scope_ids)
    page = Paginator(places, PAGE).get_page(request.GET.get("page"))
    what, which = What(asked.what), Which(asked.which)
    other = Which.LACK if which is Which.HAVE else Which.HAVE
    context = {
        "what": what.label,
        "which": which.label,
        "other": {"label": other.label, "url": _url(asked, what, other)},
        "page": page,
        "table": f"{reverse('leader-coverage-table')}?{asked.query}",
        "count": page.paginator.count,
        "place": scope_tree().names.get(asked.scope, ""),
        "back": replace(asked, what="", which="n").query,
    }
    return render(request, "leader/coverage.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """The same list as .xlsx."""
    viewer: Viewer = request.viewer
    asked = asked_by(request.GET, viewer)
    places = places_covered(viewer, asked.what, asked.which, asked.scope_ids)
    rows = places.values_list("scope__name", "label", "name")[:MOST_ROWS]
    name = f"{What(asked.what).label} {Which(asked.which).label}"
    return sheet_answer([_("Estate"), _("Place"), _("Name")], list(rows), name)


def _url(asked: Asked, what: What, which: Which) -> str:
    return f"{reverse('leader-coverage')}?{replace(asked, what=what.value, which=which.value).query}"
