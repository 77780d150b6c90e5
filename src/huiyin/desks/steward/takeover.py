"""A new property company takes an estate over."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.casework.s3_dispatch.takeover.acts import take_estate_over
from huiyin.casework.s3_dispatch.takeover.reads import plan_takeover, takeovers_of
from huiyin.casework.s3_dispatch.takeover.refusals import TakeoverReason
from huiyin.desks.ledger.pages import table_page
from huiyin.ground.clock import now
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.acts import organisation_for
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.words import Permission

from .choices import Choices
from .filling import Chosen, needed
from .organisations import kept, page_of
from .tables import Link, Table, minute


class Succeeding(Chosen):
    """Where, to whom, and on what it rests."""

    area = forms.ChoiceField(label=gettext_lazy("Estate"))
    new = forms.ChoiceField(label=gettext_lazy("New company"))
    reason = needed(
        TakeoverReason, label=gettext_lazy("What it rests on"), max_length=120,
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
    return table_page(request, context)


def hand_over(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """First the choice, then the dry run with its counts, then the act: three plain steps, one address."""
    viewer: Viewer = request.viewer
    old = kept(viewer, organisation_id)
    options: dict[str, Choices] = {"area": _areas(viewer, old), "new": _companies(viewer, old)}
    told = request.POST if request.method == "POST" else request.GET if "new" in request.GET else None
    form = Succeeding(told, options=options)
    context = {"old": old, "form": form, "back": page_of(old)}
    if told is None:
        return render(request, "steward/takeover.html", context)
    if form.is_valid():
        try:
            if request.method == "POST":
                _pass_on(viewer, old, form.cleaned_data)
                messages.success(request, _("Handed over."))
                return redirect("steward-takeovers")
            return render(request, "steward/takeover.html", context | _tried(viewer, old, form.cleaned_data))
        except Refusal as no:
            form.add_error(None, f"{no.said} {no.advice}")
    return render(request, "steward/takeover.html", context, status=422)


def _pass_on(viewer: Viewer, old: Organisation, told: dict[str, Any]) -> None:
    """Duties, access, open cases and calls pass at once."""
    new, area = organisation_for(viewer, int(told["new"])), int(told["area"])
    take_estate_over(scope_id=area, old=old, new=new, reason=told["reason"], by=viewer)


def _tried(viewer: Viewer, old: Organisation, told: dict[str, Any]) -> dict[str, Any]:
    """What would happen, for the page: facts in the order in which a steward asks for them."""
    new, area = organisation_for(viewer, int(told["new"])), int(told["area"])
    plan = plan_takeover(scope_id=area, old=old, new=new, at=now(), viewer=viewer)
    rows = [
        (_("Duties that pass"), "、".join(plan.duties) or "–"),
        (_("Open cases that go along"), plan.cases),
        (_("of these past their date already"), f"{plan.late}/{plan.cases}"),
        (_("Promises to residents that run on"), plan.running),
        (_("Clocks that begin anew (acknowledge, accept)"), plan.anew),
        (_("Calls that begin anew"), plan.calls),
        (_("People who lose access"), "、".join(plan.access.people) or "–"),
        (_("Screens switched off"), plan.access.screens),
        (_("Shifts struck out"), plan.access.shifts),
        (_("Posts that end"), plan.access.posts),
        (_("People of the new company with a role there"), plan.newcomers),
    ]
    table = Table(_("What would happen"), (_("What"), _("Now")), rows)
    nobody = plan.newcomers == 0
    return {"new": new, "area": scope_tree().names[area], "table": table, "nobody": nobody, "tried": told}


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
