"""The page beside a case: whom it has called, who is missing, what came back, who else sees it."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import case_for
from huiyin.casework.casefile.words import OPEN, WITH_HANDLER
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.casework.s3_dispatch.shares.reads import shares_of
from huiyin.casework.s3_dispatch.whistles.reads import whistles_of
from huiyin.casework.s4_handling.mediation.reads import mediations_of
from huiyin.casework.s4_handling.returns.reads import disputes_of, is_designated, returns_of, window_of
from huiyin.casework.s4_handling.rules import is_handler
from huiyin.desks.steward.tables import Link, Table, minute
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .rows import place_of, whistle_blocks


def show(request: HttpRequest, number: str) -> HttpResponse:
    """Everything the case's hands did. A fixed number of queries."""
    viewer: Viewer = request.viewer
    case = case_for(viewer, number)
    at = now()
    standing = standing_assignment(case)
    context = {
        "case": case,
        "place": place_of(case),
        "standing": standing,
        "blocks": whistle_blocks(whistles_of(case.pk), case, viewer, at),
        "tables": [table for table in _tables(case, viewer) if table.rows],
        "buttons": _buttons(case, viewer, standing),
        "notes": _notes(case, viewer, standing, at),
    }
    return render(request, "hands/case.html", context)


def _buttons(case: Case, viewer: Viewer, standing: Assignment | None) -> list[Link]:
    scope, key = case.scope_id, [case.number]
    found = []
    if viewer.may(Permission.CASE_WHISTLE, scope) and case.state in OPEN:
        found.append(Link(_("Blow the whistle"), reverse("case-whistle", args=key)))
    if is_mine(case, viewer, standing):
        found.append(Link(_("Return it"), reverse("case-return", args=key), soft=True))
        found.append(Link(_("Raise a dispute"), reverse("case-dispute", args=key), soft=True))
    if viewer.may(Permission.CASE_DISPATCH, scope):
        found.append(Link(_("Share with an area"), reverse("case-share", args=key), soft=True))
    if viewer.may(Permission.MEDIATION_WORK, scope):
        found.append(Link(_("Mediate"), reverse("case-mediate", args=key), soft=True))
    return found


def is_mine(case: Case, viewer: Viewer, standing: Assignment | None) -> bool:
    """Whether the viewer's unit has the case in hand."""
    may = viewer.may(Permission.CASE_HANDLE, case.scope_id)
    return may and case.state in WITH_HANDLER and is_handler(viewer, standing)


def _notes(case: Case, viewer: Viewer, standing: Assignment | None, at: datetime) -> list[str]:
    """Until when it can be returned, for those who have it."""
    if standing is None or not is_mine(case, viewer, standing):
        return []
    if is_designated(standing, case, at):
        return [_("Designated to your unit: it cannot be returned.")]
    return [_("Can be returned until %(until)s.") % {"until": minute(window_of(standing, case))}]


def _tables(case: Case, viewer: Viewer) -> list[Table]:
    return [_returns(case), _disputes(case), _shares(case, viewer), _mediations(case, viewer)]


def _returns(case: Case) -> Table:
    rows = [
        (
            one.organisation.name,
            one.legal_basis,
            one.suggested.name if one.suggested else one.suggested_words,
            minute(one.asked_at),
            _decided(one.granted, one.given_to.name if one.given_to else "")
            if one.decided_at
            else Link(_("Decide"), reverse("return-decide", args=[one.pk])),
        )
        for one in returns_of(case.pk)
    ]
    return Table(
        _("Returns"), (_("Unit"), _("Legal basis"), _("Should go to"), _("Asked"), _("Decision")), rows
    )


def _decided(granted: bool | None, to: str) -> str:  # noqa: FBT001 - a yes or no of the row
    return _("granted → %(to)s") % {"to": to} if granted else _("refused")


def _disputes(case: Case) -> Table:
    rows = [
        (
            one.organisation.name,
            one.grounds,
            minute(one.raised_at),
            (_("upheld") if one.upheld else _("rejected"))
            if one.reviewed_at
            else Link(_("Review"), reverse("dispute-review", args=[one.pk])),
        )
        for one in disputes_of(case.pk)
    ]
    return Table(_("Disputes"), (_("Unit"), _("Grounds"), _("Raised"), _("Outcome")), rows)


def _shares(case: Case, viewer: Viewer) -> Table:
    may = viewer.may(Permission.CASE_DISPATCH, case.scope_id)
    rows = [
        (
            one.to_scope.name,
            one.organisation.name if one.organisation else _("everybody at work there"),
            _("with a call") if one.reason == "call" else one.reason,
            minute(one.made_at),
            Link(_("End"), reverse("share-revoke", args=[one.pk])) if may else "",
        )
        for one in shares_of(case.pk)
    ]
    return Table(_("Seen by other areas"), (_("Area"), _("Who"), _("Reason"), _("Since"), ""), rows)


def _mediations(case: Case, viewer: Viewer) -> Table:
    rows = [
        (
            Link(one.subject, reverse("mediation", args=[one.pk])),
            minute(one.opened_at),
            one.get_outcome_display() if one.outcome else _("under way"),
        )
        for one in mediations_of(viewer).filter(case=case).order_by("-no")
    ]
    return Table(_("Mediations"), (_("About"), _("Opened"), _("Outcome")), rows)
