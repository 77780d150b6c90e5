"""A new property company takes an estate over."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.s3_dispatch.handover.acts import hand_over_estate
from huiyin.casework.s3_dispatch.handover.reads import takeovers_of
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.acts import organisation_for
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.words import Permission

from .choices import Choices
from .filling import Chosen, Errand
from .organisations import kept, page_of
from .tables import Link, Table, minute


class Succeeding(Chosen):
    """Where, to whom, and on what it rests."""

    area = forms.ChoiceField(label=gettext_lazy("Estate"))
    new = forms.ChoiceField(label=gettext_lazy("New company"))
    reason = forms.CharField(
        label=gettext_lazy("What it rests on"), max_length=120, required=False,
        help_text=gettext_lazy("The owners' decision, or the emergency service (6 months at most)."),
    )  # fmt: skip


def listed(request: HttpRequest) -> HttpResponse:
    """Who followed whom, where and when."""
    rows = [
        (row.scope.name, row.old.name, row.new.name, minute(row.at), row.passed_on, row.reason)
        for row in takeovers_of(request.viewer)
    ]
    headings = (_("Area"), _("From"), _("To"), _("When"), _("Open cases passed on"), _("What it rests on"))
    context = {
        "title": _("Hand-overs"),
        "intro": _("Begin one on the page of the company that leaves."),
        "tables": [Table(_("Hand-overs"), headings, rows, empty=_("No company has changed yet."))],
        "back": Link(_("Registers"), reverse("steward-home")),
    }
    return render(request, "steward/page.html", context)


def hand_over(viewer: Viewer, organisation_id: int) -> Errand:
    """Duties, access, open cases and calls pass at once."""
    old = kept(viewer, organisation_id)

    def act(told: dict[str, Any]) -> None:
        hand_over_estate(
            scope_id=int(told["area"]),
            old=old,
            new=organisation_for(viewer, int(told["new"])),
            reason=told["reason"],
            by=viewer,
        )

    options: dict[str, Choices] = {"area": _areas(viewer, old), "new": _companies(viewer, old)}
    note = _(
        "At this moment the old company loses all access there. Open cases go along: the times promised to "
        "residents run on, only acknowledging and accepting begin anew. The new company sees the history. "
        "Give its people their roles first."
    )
    title = _("Hand over from %(name)s") % {"name": old.name}
    return Errand(title, _("Hand over"), Succeeding, act, page_of(old), options, note)


def _areas(viewer: Viewer, old: Organisation) -> Choices:
    tree = scope_tree()
    held = viewer.grants.get(Permission.REGISTER_WRITE, frozenset())
    carried = set(old.services.filter(until=None).values_list("scope_id", flat=True))
    inside = tree.under(carried) & held
    return [(str(one), tree.names[one]) for one in sorted(inside) if tree.kinds[one] == "estate"]


def _companies(viewer: Viewer, old: Organisation) -> Choices:
    scopes = viewer.grants.get(Permission.REGISTER_READ, frozenset())
    rows = Organisation.objects.filter(
        kind__in=(OrganisationKind.COMPANY, OrganisationKind.MANAGEMENT, OrganisationKind.OWNERS),
        scope_id__in=scopes,
        until=None,
    )
    return [(str(row.pk), row.name) for row in rows.exclude(pk=old.pk).order_by("name")]
