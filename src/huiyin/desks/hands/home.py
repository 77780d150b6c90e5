"""Lists: the calls to one's own unit, who is missing, what waits for a decision, both sides' accounts."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.s2_triage.help import help_queue
from huiyin.casework.s3_dispatch.shares.reads import copies_for
from huiyin.casework.s3_dispatch.whistles.models import Call
from huiyin.casework.s3_dispatch.whistles.reads import (
    MOST,
    accounts_within,
    missing_within,
    standing_within,
    unreviewed_within,
)
from huiyin.casework.s4_handling.returns.reads import open_disputes, open_returns
from huiyin.desks.clerk.rows import rows_of
from huiyin.desks.ledger.pages import table_page
from huiyin.desks.steward.tables import Link, Table, minute
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .rows import CallRow, call_row, own_calls, place_of

PERIOD = timedelta(days=90)


def home(request: HttpRequest) -> HttpResponse:
    """The calls to the viewer's units; below, for those who call, who is missing and what waits."""
    viewer: Viewer = request.viewer
    at = now()
    mine = own_calls(viewer, at, back="hands-home")
    calls = viewer.may(Permission.CASE_WHISTLE)
    missing = [_theirs(call, at, viewer) for call in missing_within(viewer, at)[:MOST]] if calls else []
    late = {row.call.pk for row in missing}
    standing = [
        _theirs(call, at, viewer) for call in standing_within(viewer)[:MOST] if call.pk not in late
    ] if calls else []  # fmt: skip
    context = {
        "mine": mine, "calls": calls, "missing": missing, "standing": standing,
        "tables": [table for table in _waiting(viewer) if table.rows],
        "figures": reverse("hands-figures") if viewer.may(Permission.FIGURES_READ) else "",
    }  # fmt: skip
    return render(request, "hands/home.html", context)


def _theirs(call: Call, at: datetime, viewer: Viewer) -> CallRow:
    return call_row(call, at, viewer=viewer, url=reverse("case-hands", args=[call.case.number]))


def _waiting(viewer: Viewer) -> list[Table]:
    """What waits for the viewer's word."""
    return [
        Table(
            _("Returns to decide"),
            (_("Case"), _("Unit"), _("Legal basis"), _("Asked")),
            [
                (
                    Link(place_of(one.case), reverse("return-decide", args=[one.pk])),
                    one.organisation.name,
                    one.legal_basis,
                    minute(one.asked_at),
                )
                for one in open_returns(viewer)[:MOST]
            ],
        ),
        Table(
            _("Disputes to review"),
            (_("Case"), _("Unit"), _("Grounds"), _("Raised")),
            [
                (
                    Link(place_of(one.case), reverse("dispute-review", args=[one.pk])),
                    one.organisation.name,
                    one.grounds,
                    minute(one.raised_at),
                )
                for one in open_disputes(viewer)[:MOST]
            ],
        ),
        Table(
            _("Whistles to review"),
            (_("Case"), _("Why"), _("Blown")),
            [
                (
                    Link(place_of(one.case), reverse("whistle-review", args=[one.pk])),
                    one.reason,
                    minute(one.blown_at),
                )
                for one in unreviewed_within(viewer)[:MOST]
            ],
        ),
    ]


def figures(request: HttpRequest) -> HttpResponse:
    """Both sides of the last 90 days as n of N, and the copies for supervision. No score and no rank."""
    viewer: Viewer = request.viewer
    told = accounts_within(viewer, now() - PERIOD)
    called = [
        (row.name, f"{row.on_time}/{row.calls}", f"{row.present}/{row.calls}", f"{row.delivered}/{row.calls}")
        for row in told.called
    ]
    copies = [
        (
            Link(place_of(one.case), reverse("case", args=[one.case.number])),
            one.organisation.name,
            one.case.get_state_display(),
            minute(one.made_at),
        )
        for one in copies_for(viewer)[:MOST]
    ]
    context = {
        "title": _("Whistles: both sides"),
        "intro": _("The last 90 days, in the order of names. Units, never persons."),
        "facts": [
            {"label": _("Whistles blown"), "value": told.blown},
            {"label": _("Reviewed"), "value": f"{told.reviewed}/{told.blown}"},
            {"label": _("Justified"), "value": f"{told.justified}/{told.reviewed}"},
        ],
        "tables": [
            Table(
                _("Called units"),
                (_("Unit"), _("Reported in time"), _("On site"), _("Delivered")),
                called,
                empty=_("Nobody was called."),
            ),
            Table(
                _("Copies: straight to a community"),
                (_("Case"), _("Goes to"), _("State"), _("Since")),
                copies,
                empty=_("No case went straight to a community."),
            ),
        ],
    }
    return table_page(request, context)


def helping(request: HttpRequest) -> HttpResponse:
    """The queue of help to persons and of safety: apart from repairs, the oldest first."""
    viewer: Viewer = request.viewer
    at = now()
    cases = list(help_queue(viewer, at)[:MOST])
    rows = rows_of(viewer, cases, at, keep={}, here="")
    linked = [replace(row, url=reverse("case", args=[row.number])) for row in rows]
    return render(request, "hands/help.html", {"rows": linked})
