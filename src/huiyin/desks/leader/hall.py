"""The screen in the hall: figures to be read across a room; no names, no order of merit.

It is the leader's page without everything that names a unit. Each number opens the same list as there.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.overdue import Now, standing_lately, total
from huiyin.insight.periods import last_days
from huiyin.insight.rates import figures_by_scope, joined

from . import figures
from .asked import asked_by

EVERY = 30
"""Seconds after which the page is asked for again (ux.md H3)."""
DAYS = 30


def shown(request: HttpRequest) -> HttpResponse:
    """The screen."""
    viewer: Viewer = request.viewer
    asked = replace(asked_by(request.GET, viewer), what="", which="n", only=False, holder=-1, days=DAYS)
    at = now()
    numbers = total(standing_lately(viewer, at, asked.scope_ids))
    tree = scope_tree()
    top = asked.scope or min(viewer.scopes, key=lambda scope: len(tree.paths.get(scope, ())), default=0)
    cells = [
        figures.Cell(str(what.label), numbers[what], replace(asked, what=what.value).url) for what in Now
    ]
    context: dict[str, Any] = {
        "place": tree.names.get(top, ""), "at": at, "every": EVERY, "days": DAYS, "now": cells,
        "rates": [
            rate
            for one in joined(figures_by_scope(viewer, last_days(DAYS, at), at, asked.scope_ids))
            for rate in figures.rate_views(one, asked)
        ],
    }  # fmt: skip
    return render(request, "leader/hall.html", context)
