"""Governance units: merge, split, make permanent; where every building belongs and belonged."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desks.ledger.pages import table_page
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.units.acts import make_permanent, merge_units, split_unit
from huiyin.registers.places.units.models import GovernanceUnit
from huiyin.registers.places.units.reads import buildings_of, coverage_of, unit_for, units_of

from .choices import Choices
from .filling import Chosen, Errand, Why
from .tables import Link, Table, history_table, minute

_FIELDS = {
    "name": gettext_lazy("Name"),
    "temporary": gettext_lazy("Temporary"),
    "until": gettext_lazy("Until"),
}


class Merging(Chosen):
    """Which become one."""

    units = forms.MultipleChoiceField(
        label=gettext_lazy("Units"), widget=forms.CheckboxSelectMultiple, required=False
    )
    name = forms.CharField(label=gettext_lazy("Name of the zone"), max_length=60)
    temporary = forms.BooleanField(label=gettext_lazy("Temporary for now"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=120)


class Splitting(Chosen):
    """Which buildings leave."""

    buildings = forms.MultipleChoiceField(
        label=gettext_lazy("Buildings that leave"), widget=forms.CheckboxSelectMultiple, required=False
    )
    name = forms.CharField(label=gettext_lazy("Name of the new unit"), max_length=60)
    temporary = forms.BooleanField(label=gettext_lazy("Temporary for now"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=120)


def listed(request: HttpRequest) -> HttpResponse:
    """All units of the steward's area, and that no building is left out."""
    viewer: Viewer = request.viewer
    n, whole = coverage_of(viewer)
    rows = [
        (
            Link(row.name, reverse("steward-unit", args=[row.pk])),
            row.get_kind_display(),
            row.scope.name,
            row.held,
            _("temporary") if row.temporary else "",
            minute(row.since),
            minute(row.until),
        )
        for row in units_of(viewer)
    ]
    headings = (_("Name"), _("Kind"), _("Area"), _("Buildings"), "", _("Since"), _("Until"))
    context = {
        "title": _("Governance units"),
        "intro": _("Every building belongs to exactly one unit at a time."),
        "facts": [{"label": _("Buildings in a unit"), "value": f"{n}/{whole}"}],
        "tables": [Table(_("Units"), headings, rows)],
        "buttons": [Link(_("Merge units"), reverse("steward-units-merge"))],
        "back": Link(_("Registers"), reverse("steward-home")),
    }
    return table_page(request, context)


def one(request: HttpRequest, unit_id: int) -> HttpResponse:
    """A unit with its buildings, now and before."""
    viewer: Viewer = request.viewer
    unit = kept(viewer, unit_id)
    rows = [(row.building.label, minute(row.since), minute(row.until)) for row in buildings_of(unit)]
    buttons = []
    if unit.until is None:
        buttons.append(Link(_("Split off"), reverse("steward-unit-split", args=[unit.pk]), soft=True))
        if unit.temporary:
            buttons.append(Link(_("Permanent"), reverse("steward-unit-permanent", args=[unit.pk])))
    events = unit.events.select_related("pgh_context").order_by("pgh_id")  # type: ignore[attr-defined]  # pghistory
    context = {
        "title": unit.name,
        "intro": f"{unit.get_kind_display()} {_('temporary') if unit.temporary else ''}",
        "tables": [
            Table(_("Buildings"), (_("Building"), _("Since"), _("Until")), rows),
            history_table(events, _FIELDS),
        ],
        "buttons": buttons,
        "back": Link(_("Governance units"), reverse("steward-units")),
    }
    return table_page(request, context)


def kept(viewer: Viewer, unit_id: int) -> GovernanceUnit:
    """A unit the viewer keeps. Raises NotThere."""
    unit = unit_for(viewer, unit_id)
    viewer.must(Permission.REGISTER_WRITE, unit.scope_id)
    return unit


def merge(viewer: Viewer) -> Errand:
    """Several units become a zone."""
    scopes = viewer.grants.get(Permission.REGISTER_WRITE, frozenset())
    units = units_of(viewer).filter(until=None, scope_id__in=scopes)
    options: dict[str, Choices] = {"units": [(str(row.pk), f"{row.name} ({row.held})") for row in units]}

    def act(told: dict[str, Any]) -> None:
        merge_units(
            unit_ids=[int(one) for one in told["units"]],
            name=told["name"],
            temporary=told["temporary"],
            reason=told["reason"],
            by=viewer,
        )

    note = _("Their buildings move to the zone at this moment; where they were before stays in the history.")
    return Errand(_("Merge units"), _("Merge"), Merging, act, reverse("steward-units"), options, note)


def split(viewer: Viewer, unit_id: int) -> Errand:
    """Some buildings make a new unit."""
    unit = kept(viewer, unit_id)
    held = [row for row in buildings_of(unit) if row.until is None]
    options: dict[str, Choices] = {"buildings": [(str(row.building_id), row.building.label) for row in held]}

    def act(told: dict[str, Any]) -> None:
        split_unit(
            unit_id=unit_id,
            name=told["name"],
            building_ids=[int(one) for one in told["buildings"]],
            temporary=told["temporary"],
            reason=told["reason"],
            by=viewer,
        )

    title = _("Split off from %(name)s") % {"name": unit.name}
    return Errand(title, _("Split off"), Splitting, act, reverse("steward-units"), options)


def permanent(viewer: Viewer, unit_id: int) -> Errand:
    """A temporary unit stays for good."""
    unit = kept(viewer, unit_id)

    def act(told: dict[str, Any]) -> None:
        make_permanent(unit_id=unit_id, reason=told["reason"], by=viewer)

    title = _("%(name)s becomes permanent") % {"name": unit.name}
    return Errand(title, _("Permanent"), Why, act, reverse("steward-unit", args=[unit_id]))
