"""The pending list (挂账清单): what rests, on what ground, until when, and what waits for a decision."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.s4_handling.models import ExtensionRequest, Suspension
from huiyin.casework.s4_handling.suspending import standing_suspensions
from huiyin.desks.ledger.answer import MOST_ROWS, sheet_answer
from huiyin.desks.ledger.cases import local
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.trail import names_of_actors
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.reads import procedure_for

MOST = 500


def listed(request: HttpRequest) -> HttpResponse:
    """By the day on which each is looked at again; those over that day first."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    mine, at = cases_of(viewer), now()
    resting = _resting(viewer)
    asked = Suspension.objects.filter(case__in=mine, decided_at=None).select_related("case__place")
    time = ExtensionRequest.objects.filter(case__in=mine, decided_at=None).select_related("case__place")
    context = {
        "rows": [_row(one, at) for one in resting[:MOST]],
        "asked": [_row(one, at) for one in asked.order_by("asked_at")[:MOST]],
        "time": list(time.order_by("asked_at")[:MOST]),
        "today": at,
    }
    return render(request, "incidents/pending.html", context)


def table(request: HttpRequest) -> HttpResponse:
    """The same list as .xlsx, with who approved it."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    rows, at = list(_resting(viewer)[:MOST_ROWS]), now()
    names = names_of_actors(one.decided_by for one in rows)
    headings = [
        _("Number"), _("Request"), _("Place"), _("Ground"), _("What the resident was told"),
        _("What is done meanwhile"), _("Looked at again"), _("Approved by"), _("Approved at"),
    ]  # fmt: skip
    cells = (
        [
            one.case.number, one.case.title, one.case.place.label if one.case.place else one.case.place_text,
            str(_row(one, at)["ground"]), one.why, one.plan, one.review_on,
            names.get(one.decided_by, ""), local(one.decided_at),
        ]
        for one in rows
    )  # fmt: skip
    return sheet_answer(headings, cells, _("Pending list"))


def _resting(viewer: Viewer) -> QuerySet[Suspension]:
    rows = standing_suspensions().filter(case__in=cases_of(viewer))
    return rows.select_related("case__place").order_by("review_on", "pk")


def _row(one: Suspension, at: Any) -> dict[str, Any]:
    grounds = procedure_for(scope_tree().up(one.scope_id), at).reasons
    ground = said(grounds[one.reason]) if one.reason in grounds else one.reason
    return {"one": one, "case": one.case, "ground": ground, "over": one.review_on < at.date()}
