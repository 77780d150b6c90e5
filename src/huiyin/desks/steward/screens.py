"""The registered screens of duty rooms."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.desks.ledger.pages import table_page
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.acts import organisation_for
from huiyin.registers.people import programs
from huiyin.registers.people.models import Device

from .access import KEEP
from .choices import organisation_choices, scope_choices
from .filling import Chosen, Errand, Secret, Why
from .tables import Link, Table, minute


class NewScreen(Chosen):
    """A duty-room screen."""

    label = forms.CharField(label=gettext_lazy("Where it hangs"), max_length=60)
    scope = forms.ChoiceField(label=gettext_lazy("Area"))
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"))


def listed_screens(request: HttpRequest) -> HttpResponse:
    """The registered screens of the area."""
    viewer: Viewer = request.viewer
    held = viewer.grants.get(KEEP, frozenset())
    devices = (
        Device.objects.filter(scope_id__in=held)
        .select_related("organisation")
        .order_by("revoked_at", "label")
    )
    rows = [
        (
            row.label,
            row.organisation.name,
            scope_tree().names.get(row.scope_id, ""),
            minute(row.paired_at),
            minute(row.revoked_at),
            "" if row.revoked_at else Link(_("Revoke"), reverse("steward-screen-revoke", args=[row.pk])),
        )
        for row in devices
    ]
    headings = (_("Screen"), _("Organisation"), _("Area"), _("Paired"), _("Revoked"), "")
    context = {
        "title": _("Duty-room screens"),
        "tables": [Table(_("Screens"), headings, rows)],
        "back": Link(_("Registers"), reverse("steward-home")),
        "buttons": [Link(_("New screen"), reverse("steward-screen-new"))],
    }
    return table_page(request, context)


def screen(viewer: Viewer) -> Errand:
    """A new screen and its pairing code."""
    scopes = viewer.grants.get(KEEP, frozenset())
    options = {"scope": scope_choices(viewer, KEEP), "organisation": organisation_choices(scopes)}
    back = reverse("steward-screens")

    def act(told: dict[str, Any]) -> Secret:
        _device, code = programs.register_screen(
            label=told["label"],
            scope_id=int(told["scope"]),
            by=viewer,
            organisation=organisation_for(viewer, int(told["organisation"])),
        )
        address = f"{settings.PUBLIC_URL}{reverse('sign-in-screen')}"
        advice = _("Open %(address)s on the screen and type this code within 15 minutes.") % {
            "address": address
        }
        return Secret(_("Pairing code of %(screen)s") % {"screen": told["label"]}, code, advice, back)

    return Errand(_("New screen"), _("Make a pairing code"), NewScreen, act, back, options)


def revoke_screen(viewer: Viewer, device_id: int) -> Errand:
    """Sign a screen out for good."""
    row = Device.objects.filter(pk=device_id).first()
    if row is None:
        raise NotThere
    viewer.must(KEEP, row.scope_id)

    def act(told: dict[str, Any]) -> None:
        programs.revoke_screen(device=row, reason=told["reason"], by=viewer)

    note = _("The screen is signed out at once and says so.")
    return Errand(
        _("Revoke %(screen)s") % {"screen": row.label},
        _("Revoke"),
        Why,
        act,
        reverse("steward-screens"),
        note=note,
    )
