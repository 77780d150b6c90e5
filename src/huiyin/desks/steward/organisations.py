"""Organisations, the duties they carry where, and their duty lists."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desks.ledger.pages import table_page
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.acts import (
    add_organisation,
    change_organisation,
    end_organisation,
    organisation_for,
)
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.words import OrganisationKind, PartyLevel
from huiyin.registers.people.words import Permission

from .choices import NONE, organisation_choices, scope_choices
from .filling import Chosen, Errand, Sure, Why
from .tables import Link, Table, day, history_table, minute

KEEP = Permission.REGISTER_WRITE
_FIELDS = {
    "name": gettext_lazy("Name"),
    "short_name": gettext_lazy("Short name"),
    "phone": gettext_lazy("Office line"),
    "until": gettext_lazy("Until"),
}
AHEAD = timedelta(days=14)


class NewOrganisation(Chosen):
    """An organisation at work in an area."""

    scope = forms.ChoiceField(label=gettext_lazy("Area"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OrganisationKind.choices)
    level = forms.ChoiceField(
        label=gettext_lazy("Level (party organisations)"), required=False, choices=[NONE, *PartyLevel.choices]
    )
    parent = forms.ChoiceField(label=gettext_lazy("Belongs to"), required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    short_name = forms.CharField(label=gettext_lazy("Short name"), max_length=20, required=False)
    phone = forms.CharField(
        label=gettext_lazy("Office line"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("The public line residents may see and call."),
    )


class Changed(Sure):
    """Name and office line."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    short_name = forms.CharField(label=gettext_lazy("Short name"), max_length=20, required=False)
    phone = forms.CharField(label=gettext_lazy("Office line"), max_length=20, required=False)


def listed(request: HttpRequest) -> HttpResponse:
    """All of the steward's area."""
    viewer: Viewer = request.viewer
    scopes = viewer.grants.get(KEEP, frozenset())
    rows = (
        Organisation.objects.filter(scope_id__in=scopes)
        .select_related("scope")
        .order_by("until", "kind", "name")
    )
    table = Table(
        _("Organisations"),
        (_("Name"), _("Kind"), _("Area"), _("Office line"), _("Until")),
        [
            (
                Link(row.name, page_of(row)),
                row.get_kind_display(),
                row.scope.name,
                row.phone or "–",
                day(row.until),
            )
            for row in rows
        ],
    )
    context = {
        "title": _("Organisations and duty lists"),
        "tables": [table],
        "back": Link(_("Registers"), reverse("steward-home")),
        "buttons": [Link(_("New organisation"), reverse("steward-organisation-new"))],
    }
    return table_page(request, context)


def one(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """An organisation with its duties, its duty list and its history."""
    viewer: Viewer = request.viewer
    row = kept(viewer, organisation_id)
    key = [row.pk]
    buttons = [Link(_("Change"), reverse("steward-organisation-change", args=key), soft=True)]
    if row.until is None:
        if row.kind == OrganisationKind.COMPANY:
            buttons.append(Link(_("Change of company"), reverse("steward-take-over", args=key), soft=True))
        buttons.append(Link(_("End"), reverse("steward-organisation-end", args=key), soft=True))
    facts = [
        {"label": _("Area"), "value": row.scope.name},
        {"label": _("Office line"), "value": row.phone or "–"},
        {"label": _("Belongs to"), "value": row.parent or "–"},
    ]
    tables = [_duties(row), _list(row), history_table(_events(row), _FIELDS)]
    context = {
        "title": row.name,
        "intro": row.get_kind_display(),
        "facts": facts,
        "tables": tables,
        "buttons": buttons,
        "back": Link(_("Organisations"), reverse("steward-organisations")),
    }
    return table_page(request, context)


def _events(row: Organisation) -> Any:
    return row.events.select_related("pgh_context").order_by("pgh_id")


def _duties(row: Organisation) -> Table:
    services = row.services.select_related("scope").order_by("until", "scope_id")
    rows = [
        (
            service.duty,
            service.scope.name,
            day(service.since),
            day(service.until),
            "" if service.until else Link(_("End"), reverse("steward-service-end", args=[service.pk])),
        )
        for service in services
    ]
    new = Link(_("Carries another duty"), reverse("steward-service-new", args=[row.pk]))
    return Table(_("Duties"), (_("Duty"), _("Area"), _("Since"), _("Until"), ""), rows, [new])


def _list(row: Organisation) -> Table:
    at = now()
    shifts = row.shifts.filter(ends_at__gt=at, starts_at__lt=at + AHEAD).select_related("account", "scope")
    rows = [
        (
            minute(shift.starts_at),
            minute(shift.ends_at),
            shift.get_rank_display(),
            shift.account.display_name,
            shift.scope.name,
            Link(_("Remove"), reverse("steward-shift-remove", args=[shift.pk])),
        )
        for shift in shifts.order_by("starts_at", "rank")
    ]
    new = Link(_("Enter weekly hours"), reverse("steward-shift-new", args=[row.pk]))
    return Table(
        _("Duty list, two weeks ahead"),
        (_("From"), _("To"), _("Rank"), _("Who"), _("Area"), ""),
        rows,
        [new],
        empty=_("Nobody is on the list: alarms go to the community."),
    )


def page_of(row: Organisation) -> str:
    """The address of an organisation's page."""
    return reverse("steward-organisation", args=[row.pk])


def kept(viewer: Viewer, organisation_id: int) -> Organisation:
    """An organisation the viewer keeps. Raises NotThere."""
    row = organisation_for(viewer, organisation_id)
    viewer.must(KEEP, row.scope_id)
    return row


def add(viewer: Viewer) -> Errand:
    """A new organisation."""
    scopes = viewer.grants.get(KEEP, frozenset())
    options = {"scope": scope_choices(viewer, KEEP), "parent": [NONE, *organisation_choices(scopes)]}

    def act(told: dict[str, Any]) -> None:
        parent = organisation_for(viewer, int(told["parent"])) if told["parent"] else None
        add_organisation(
            scope_id=int(told["scope"]),
            kind=OrganisationKind(told["kind"]),
            name=told["name"],
            parent=parent,
            short_name=told["short_name"],
            phone=told["phone"],
            level=told["level"],
            by=viewer,
        )

    return Errand(
        _("New organisation"), _("Add"), NewOrganisation, act, reverse("steward-organisations"), options
    )


def change(viewer: Viewer, organisation_id: int) -> Errand:
    """Name and office line."""
    row = kept(viewer, organisation_id)

    def act(told: dict[str, Any]) -> None:
        change_organisation(organisation=row, by=viewer, **told)

    initial = {"name": row.name, "short_name": row.short_name, "phone": row.phone}
    return Errand(
        _("Change %(name)s") % {"name": row.name}, _("Save"), Changed, act, page_of(row), initial=initial
    )


def end(viewer: Viewer, organisation_id: int) -> Errand:
    """It works here no longer."""
    row = kept(viewer, organisation_id)

    def act(told: dict[str, Any]) -> None:
        end_organisation(organisation=row, reason=told["reason"], by=viewer)

    return Errand(
        _("End %(name)s") % {"name": row.name},
        _("End"),
        Why,
        act,
        page_of(row),
        note=_("It is no longer offered anywhere; its cases keep its name."),
    )
