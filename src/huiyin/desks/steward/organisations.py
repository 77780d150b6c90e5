"""Organisations, the duties they carry where, and their duty lists."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.acts import (
    add_organisation,
    carry_duty,
    change_organisation,
    end_duty,
    end_organisation,
    organisation_for,
    service_for,
)  # fmt: skip
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.words import OrganisationKind, PartyLevel
from huiyin.registers.people.duty import add_shifts, remove_shift, shift_for
from huiyin.registers.people.models import Account, DutyShift
from huiyin.registers.people.words import DutyRank, Permission

from .choices import NONE, Choices, duty_choices, organisation_choices, scope_choices
from .filling import Errand, Sure, Why
from .tables import Link, Table, day, history_table, minute

_KEEP = Permission.REGISTER_WRITE
_FIELDS = {"name": gettext_lazy("Name"), "short_name": gettext_lazy("Short name"), "phone": gettext_lazy("Office line"),
           "until": gettext_lazy("Until")}  # fmt: skip
AHEAD = timedelta(days=14)
WEEKDAYS = [
    ("0", gettext_lazy("Monday")), ("1", gettext_lazy("Tuesday")), ("2", gettext_lazy("Wednesday")),
    ("3", gettext_lazy("Thursday")), ("4", gettext_lazy("Friday")), ("5", gettext_lazy("Saturday")),
    ("6", gettext_lazy("Sunday")),
]  # fmt: skip


class Chosen(forms.Form):
    """A form whose choices come from the viewer's area: `options` maps field names to choices."""

    def __init__(self, *args: Any, options: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in options.items():
            self.fields[name].choices = choices


class NewOrganisation(Chosen):
    """An organisation at work in an area."""

    scope = forms.ChoiceField(label=gettext_lazy("Area"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=OrganisationKind.choices)
    level = forms.ChoiceField(label=gettext_lazy("Level (party organisations)"), required=False,
                              choices=[NONE, *PartyLevel.choices])  # fmt: skip
    parent = forms.ChoiceField(label=gettext_lazy("Belongs to"), required=False)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    short_name = forms.CharField(label=gettext_lazy("Short name"), max_length=20, required=False)
    phone = forms.CharField(label=gettext_lazy("Office line"), max_length=20, required=False,
                            help_text=gettext_lazy("The public line residents may see and call."))  # fmt: skip


class Changed(Sure):
    """Name and office line."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    short_name = forms.CharField(label=gettext_lazy("Short name"), max_length=20, required=False)
    phone = forms.CharField(label=gettext_lazy("Office line"), max_length=20, required=False)


class NewDuty(Chosen):
    """Which duty, where, since when."""

    scope = forms.ChoiceField(label=gettext_lazy("Area"))
    duty = forms.ChoiceField(label=gettext_lazy("Duty"))
    since = forms.DateField(label=gettext_lazy("Since"), widget=forms.DateInput(attrs={"type": "date"}))


class NewShift(Chosen):
    """A person's hours of a week."""

    scope = forms.ChoiceField(label=gettext_lazy("Area"))
    rank = forms.ChoiceField(label=gettext_lazy("Rank"), choices=DutyRank.choices)
    account = forms.ChoiceField(label=gettext_lazy("Who"))
    weekdays = forms.MultipleChoiceField(label=gettext_lazy("Weekdays"), choices=WEEKDAYS,
                                         widget=forms.CheckboxSelectMultiple)  # fmt: skip
    starts = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(label=gettext_lazy("To"), widget=forms.TimeInput(attrs={"type": "time"}),
                           help_text=gettext_lazy("An end before the start lies on the next day."))  # fmt: skip
    first = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    weeks = forms.IntegerField(label=gettext_lazy("For how many weeks"), min_value=1, max_value=26, initial=4)


def listed(request: HttpRequest) -> HttpResponse:
    """All of the steward's area."""
    viewer: Viewer = request.viewer
    scopes = viewer.grants.get(_KEEP, frozenset())
    rows = (
        Organisation.objects.filter(scope_id__in=scopes)
        .select_related("scope")
        .order_by("until", "kind", "name")
    )
    table = Table(
        _("Organisations"), (_("Name"), _("Kind"), _("Area"), _("Office line"), _("Until")),
        [(Link(row.name, _page(row)), row.get_kind_display(), row.scope.name, row.phone or "–", day(row.until))
         for row in rows],
    )  # fmt: skip
    context = {"title": _("Organisations and duty lists"), "tables": [table],
               "back": Link(_("Registers"), reverse("steward-home")),
               "buttons": [Link(_("New organisation"), reverse("steward-organisation-new"))]}  # fmt: skip
    return render(request, "steward/page.html", context)


def one(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """An organisation with its duties, its duty list and its history."""
    viewer: Viewer = request.viewer
    row = _kept(viewer, organisation_id)
    key = [row.pk]
    buttons = [Link(_("Change"), reverse("steward-organisation-change", args=key), soft=True)]
    if row.until is None:
        buttons.append(Link(_("End"), reverse("steward-organisation-end", args=key), soft=True))
    facts = [{"label": _("Area"), "value": row.scope.name}, {"label": _("Office line"), "value": row.phone or "–"},
             {"label": _("Belongs to"), "value": row.parent or "–"}]  # fmt: skip
    tables = [_duties(row), _list(row), history_table(_events(row), _FIELDS)]
    context = {"title": row.name, "intro": row.get_kind_display(), "facts": facts, "tables": tables,
               "buttons": buttons, "back": Link(_("Organisations"), reverse("steward-organisations"))}  # fmt: skip
    return render(request, "steward/page.html", context)


def _events(row: Organisation) -> Any:
    return row.events.select_related("pgh_context").order_by("pgh_id")


def _duties(row: Organisation) -> Table:
    services = row.services.select_related("scope").order_by("until", "scope_id")
    rows = [
        (service.duty, service.scope.name, day(service.since), day(service.until),
         "" if service.until else Link(_("End"), reverse("steward-service-end", args=[service.pk])))
        for service in services
    ]  # fmt: skip
    new = Link(_("Carries another duty"), reverse("steward-service-new", args=[row.pk]))
    return Table(_("Duties"), (_("Duty"), _("Area"), _("Since"), _("Until"), ""), rows, [new])


def _list(row: Organisation) -> Table:
    at = now()
    shifts = row.shifts.filter(ends_at__gt=at, starts_at__lt=at + AHEAD).select_related("account", "scope")
    rows = [
        (minute(shift.starts_at), minute(shift.ends_at), shift.get_rank_display(), shift.account.display_name,
         shift.scope.name, Link(_("Remove"), reverse("steward-shift-remove", args=[shift.pk])))
        for shift in shifts.order_by("starts_at", "rank")
    ]  # fmt: skip
    new = Link(_("Enter weekly hours"), reverse("steward-shift-new", args=[row.pk]))
    return Table(_("Duty list, two weeks ahead"), (_("From"), _("To"), _("Rank"), _("Who"), _("Area"), ""), rows, [new],
                 empty=_("Nobody is on the list: alarms go to the community."))  # fmt: skip


def _page(row: Organisation) -> str:
    return reverse("steward-organisation", args=[row.pk])


def _kept(viewer: Viewer, organisation_id: int) -> Organisation:
    row = organisation_for(viewer, organisation_id)
    viewer.must(_KEEP, row.scope_id)
    return row


def add(viewer: Viewer) -> Errand:
    """A new organisation."""
    scopes = viewer.grants.get(_KEEP, frozenset())
    options = {"scope": scope_choices(viewer, _KEEP), "parent": [NONE, *organisation_choices(scopes)]}

    def act(told: dict[str, Any]) -> None:
        parent = organisation_for(viewer, int(told["parent"])) if told["parent"] else None
        add_organisation(
            scope_id=int(told["scope"]), kind=OrganisationKind(told["kind"]), name=told["name"], parent=parent,
            short_name=told["short_name"], phone=told["phone"], level=told["level"], by=viewer,
        )  # fmt: skip

    return Errand(
        _("New organisation"), _("Add"), NewOrganisation, act, reverse("steward-organisations"), options
    )


def change(viewer: Viewer, organisation_id: int) -> Errand:
    """Name and office line."""
    row = _kept(viewer, organisation_id)

    def act(told: dict[str, Any]) -> None:
        change_organisation(organisation=row, by=viewer, **told)

    initial = {"name": row.name, "short_name": row.short_name, "phone": row.phone}
    return Errand(
        _("Change %(name)s") % {"name": row.name}, _("Save"), Changed, act, _page(row), initial=initial
    )


def end(viewer: Viewer, organisation_id: int) -> Errand:
    """It works here no longer."""
    row = _kept(viewer, organisation_id)

    def act(told: dict[str, Any]) -> None:
        end_organisation(organisation=row, reason=told["reason"], by=viewer)

    return Errand(_("End %(name)s") % {"name": row.name}, _("End"), Why, act, _page(row),
                  note=_("It is no longer offered anywhere; its cases keep its name."))  # fmt: skip


def carry(viewer: Viewer, organisation_id: int) -> Errand:
    """Another duty."""
    row = _kept(viewer, organisation_id)
    options = {"scope": scope_choices(viewer, _KEEP), "duty": duty_choices(row.scope_id)}

    def act(told: dict[str, Any]) -> None:
        carry_duty(
            organisation=row, scope_id=int(told["scope"]), duty=told["duty"], since=told["since"], by=viewer
        )

    initial = {"scope": str(row.scope_id), "since": timezone.localdate()}
    title = _("%(name)s carries another duty") % {"name": row.name}
    return Errand(title, _("Add"), NewDuty, act, _page(row), options, initial=initial)


def lay_down(viewer: Viewer, service_id: int) -> Errand:
    """A duty ends."""
    service = service_for(viewer, service_id)
    viewer.must(_KEEP, service.scope_id)

    def act(told: dict[str, Any]) -> None:
        end_duty(service=service, reason=told["reason"], by=viewer)

    words = {"name": service.organisation.name, "duty": service.duty, "area": service.scope.name}
    title = _("%(name)s carries %(duty)s in %(area)s no longer") % words
    note = _("Until somebody else carries it, requests of this kind go to the community's desk.")
    return Errand(title, _("End"), Why, act, _page(service.organisation), note=note)


def shift(viewer: Viewer, organisation_id: int) -> Errand:
    """Weekly hours."""
    row = _kept(viewer, organisation_id)
    tree = scope_tree()
    near = tree.under([row.scope_id]) | {s.scope_id for s in row.services.filter(until=None)}
    areas = [(value, label) for value, label in scope_choices(viewer, _KEEP) if int(value) in near]
    people = Account.objects.filter(grants__organisation=row, grants__until=None, is_active=True).distinct()
    options = {
        "scope": areas,
        "account": [(str(one.pk), one.display_name) for one in people.order_by("display_name")],
    }

    def act(told: dict[str, Any]) -> None:
        add_shifts(
            organisation=row, scope_id=int(told["scope"]), rank=DutyRank(told["rank"]), first=told["first"],
            account=people.get(pk=int(told["account"])), weekdays={int(one) for one in told["weekdays"]},
            starts=told["starts"], ends=told["ends"], weeks=told["weeks"], by=viewer,
        )  # fmt: skip

    title = _("Weekly hours of %(name)s") % {"name": row.name}
    return Errand(
        title, _("Enter"), NewShift, act, _page(row), options, initial={"first": timezone.localdate()}
    )


def unshift(viewer: Viewer, shift_id: int) -> Errand:
    """One shift off the list."""
    row: DutyShift = shift_for(viewer, shift_id)

    def act(_told: dict[str, Any]) -> None:
        remove_shift(shift=row, by=viewer)

    words = {"who": row.account.display_name, "when": minute(row.starts_at)}
    return Errand(
        _("Take %(who)s off the list on %(when)s") % words, _("Remove"), Sure, act, _page(row.organisation)
    )
