"""Give and end the roles of an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.acts import organisation_for
from huiyin.registers.people import accounts as acts
from huiyin.registers.people import two_persons
from huiyin.registers.people.granting import HIGH
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.words import Role
from huiyin.registers.places.acts import place_for

from .access import KEEP, page_of
from .choices import NONE, Choices, building_choices, organisation_choices, scope_choices
from .filling import Chosen, Errand, Why


class NewRole(Chosen):
    """What the account may do, where, for whom."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    scope = forms.ChoiceField(label=gettext_lazy("Area"), help_text=gettext_lazy("And everything inside it."))
    organisation = forms.ChoiceField(
        label=gettext_lazy("Works for"),
        required=False,
        help_text=gettext_lazy("Duty room and field workers need one."),
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Building"), required=False, help_text=gettext_lazy("Building contacts need one.")
    )


def role_options(viewer: Viewer) -> dict[str, Choices]:
    """Where and for whom the viewer may give roles."""
    scopes = viewer.grants.get(KEEP, frozenset())
    return {
        "scope": scope_choices(viewer, KEEP),
        "organisation": [NONE, *organisation_choices(scopes)],
        "place": [NONE, *building_choices(scopes)],
    }


def hand_out(viewer: Viewer, account: Account, told: dict[str, Any]) -> None:
    """Give the role, or ask a second person when it is a high one."""
    role, scope = Role(told["role"]), int(told["scope"])
    if role in HIGH:
        two_persons.ask_for_role(account=account, role=role, scope_id=scope, by=viewer)
        return
    organisation = organisation_for(viewer, int(told["organisation"])).pk if told["organisation"] else None
    place = place_for(viewer, int(told["place"])).pk if told["place"] else None
    acts.grant_role(
        account=account, role=role, scope_id=scope, organisation_id=organisation, place_id=place, by=viewer
    )


def give(viewer: Viewer, account_id: int) -> Errand:
    """Another role."""
    row = acts.account_for(viewer, account_id)

    def act(told: dict[str, Any]) -> None:
        hand_out(viewer, row, told)

    note = _("Steward and auditor take effect when a second person has agreed.")
    title = _("Give %(name)s another role") % {"name": row.display_name}
    return Errand(title, _("Give"), NewRole, act, page_of(row), role_options(viewer), note)


def end(viewer: Viewer, grant_id: int) -> Errand:
    """A role ends."""
    grant = RoleGrant.objects.select_related("account", "scope").filter(pk=grant_id).first()
    if grant is None:
        raise NotThere
    viewer.must(KEEP, grant.scope_id)

    def act(told: dict[str, Any]) -> None:
        acts.end_grant(grant=grant, reason=told["reason"], by=viewer)

    words = {"name": grant.account.display_name, "role": grant.get_role_display(), "area": grant.scope.name}
    title = _("%(name)s is %(role)s in %(area)s no longer") % words
    return Errand(title, _("End"), Why, act, page_of(grant.account), note=_("It ends at once."))
