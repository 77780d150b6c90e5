"""The list of decisions and works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.commons.c3_decisions.reads import decisions_of
from huiyin.commons.c4_works.reads import projects_of
from huiyin.desks.steward.tables import Link, Table, day
from huiyin.ground.tenancy.viewer import Viewer

MOST = 200


def listed(request: HttpRequest) -> HttpResponse:
    """Every project and decision the viewer keeps, the newest first."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the viewer middleware
    works = [
        (
            Link(one.title, reverse("work", args=[one.pk])), one.place.label, one.get_state_display(),
            day(one.state_since), one.code,
        )
        for one in projects_of(viewer)[:MOST]
    ]  # fmt: skip
    decided = [
        (
            Link(one.title, reverse("decision", args=[one.pk])),
            one.place.label,
            one.body,
            day(one.decided_on),
            one.get_state_display(),
            one.code,
        )
        for one in decisions_of(viewer)[:MOST]
    ]
    headings = (_("Project"), _("Place"), _("Where it stands"), _("Since"), _("Code"))
    of_decisions = (_("Decision"), _("Place"), _("Who decided"), _("Day"), _("Where it stands"), _("Code"))
    context = {
        "title": _("Decisions and works"),
        "tables": [
            Table(_("Works"), headings, works, empty=_("No work yet.")),
            Table(_("Decisions"), of_decisions, decided, empty=_("No decision yet.")),
        ],
        "buttons": [Link(_("Write a decision down"), reverse("decision-new"))],
    }
    return render(request, "steward/page.html", context)
