"""Which organisation carries which duty where."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.acts import (
    carry_duty,
    end_duty,
    service_for,
)

from .choices import duty_choices, scope_choices
from .filling import Chosen, Errand, Why
from .organisations import KEEP, kept, page_of


class NewDuty(Chosen):
    """Which duty, where, since when."""

    scope = forms.ChoiceField(label=gettext_lazy("Area"))
    duty = forms.ChoiceField(label=gettext_lazy("Duty"))
    since = forms.DateField(label=gettext_lazy("Since"), widget=forms.DateInput(attrs={"type": "date"}))


def carry(viewer: Viewer, organisation_id: int) -> Errand:
    """Another duty."""
    row = kept(viewer, organisation_id)
    options = {"scope": scope_choices(viewer, KEEP), "duty": duty_choices(row.scope_id)}

    def act(told: dict[str, Any]) -> None:
        carry_duty(
            organisation=row, scope_id=int(told["scope"]), duty=told["duty"], since=told["since"], by=viewer
        )

    initial = {"scope": str(row.scope_id), "since": timezone.localdate()}
    title = _("%(name)s carries another duty") % {"name": row.name}
    return Errand(title, _("Add"), NewDuty, act, page_of(row), options, initial=initial)


def lay_down(viewer: Viewer, service_id: int) -> Errand:
    """A duty ends."""
    service = service_for(viewer, service_id)
    viewer.must(KEEP, service.scope_id)

    def act(told: dict[str, Any]) -> None:
        end_duty(service=service, reason=told["reason"], by=viewer)

    words = {"name": service.organisation.name, "duty": service.duty, "area": service.scope.name}
    title = _("%(name)s carries %(duty)s in %(area)s no longer") % words
    note = _("Until somebody else carries it, requests of this kind go to the community's desk.")
    return Errand(title, _("End"), Why, act, page_of(service.organisation), note=note)
