"""Open accounts, end them, reset how they sign in."""

from typing import Any

from django import forms
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people import accounts as acts
from huiyin.registers.people import sign_ins, two_persons
from huiyin.registers.people.models import Account
from huiyin.registers.people.policy import PHONE_CODE
from huiyin.registers.people.words import Role

from .access import page_of
from .filling import Errand, Secret, Sure, Why
from .people import Phoned
from .roles import NewRole, hand_out, role_options


class NewAccount(Phoned, NewRole):
    """An account with its first role."""

    username = forms.RegexField(
        r"^[a-z0-9][a-z0-9._-]{2,59}$",
        label=gettext_lazy("User name"),
        help_text=gettext_lazy("Small letters, digits, dots; at least three."),
        error_messages={
            "invalid": gettext_lazy("Use small letters a to z, digits and dots, at least three.")
        },
    )
    display_name = forms.CharField(label=gettext_lazy("Name"), max_length=50)
    field_order = ("username", "display_name", "phone", "role", "scope", "organisation", "place")

    def clean(self) -> dict[str, Any]:
        """Roles on a phone need the phone."""
        told = super().clean() or self.cleaned_data
        if told.get("role") in PHONE_CODE and not told.get("phone"):
            self.add_error("phone", _("This role signs in by a code to its phone: enter the mobile number."))
        return told


class NewPhone(Phoned, Sure):
    """Another phone."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=120)


def invitation(token: str, account: Account) -> Secret:
    """What is handed over to somebody who will choose a password."""
    return Secret(
        title=_("Invitation for %(name)s") % {"name": account.display_name},
        text=f"{settings.PUBLIC_URL}/welcome/{token}",
        advice=_(
            "Give this address to the person. It works once, for 30 minutes: choose a password, "
            "set up the second factor."
        ),
        back=page_of(account),
    )


def add(viewer: Viewer) -> Errand:
    """A new account with its first role."""

    def act(told: dict[str, Any]) -> Secret | None:
        by_phone = Role(told["role"]) in PHONE_CODE
        account = acts.open_account(
            username=told["username"],
            display_name=told["display_name"],
            scope_id=int(told["scope"]),
            phone=told["phone"],
            by_phone=by_phone,
            by=viewer,
        )
        hand_out(viewer, account, told)
        if by_phone or told["role"] == Role.PROGRAM:
            return None
        return invitation(sign_ins.invite_anew(account=account, by=viewer), account)

    done = _("The account was opened. It signs in by a code to its phone.")
    return Errand(
        _("New account"),
        _("Open the account"),
        NewAccount,
        act,
        reverse("steward-accounts"),
        role_options(viewer),
        done=done,
    )


def off(viewer: Viewer, account_id: int) -> Errand:
    """End an account."""
    row = acts.account_for(viewer, account_id)

    def act(told: dict[str, Any]) -> None:
        acts.deactivate(account=row, reason=told["reason"], by=viewer)

    note = _("Every session, token and invitation ends at once. What the person did stays in the history.")
    return Errand(
        _("End the account of %(name)s") % {"name": row.display_name},
        _("End the account"),
        Why,
        act,
        page_of(row),
        note=note,
    )


def on(viewer: Viewer, account_id: int) -> Errand:
    """Let it sign in again."""
    row = acts.account_for(viewer, account_id)

    def act(_told: dict[str, Any]) -> None:
        acts.reactivate(account=row, by=viewer)

    title = _("Let %(name)s sign in again") % {"name": row.display_name}
    return Errand(
        title, _("Let it sign in again"), Sure, act, page_of(row), note=_("Roles that were ended stay ended.")
    )


def invite(viewer: Viewer, account_id: int) -> Errand:
    """Another invitation."""
    row = acts.account_for(viewer, account_id)

    def act(_told: dict[str, Any]) -> Secret:
        return invitation(sign_ins.invite_anew(account=row, by=viewer), row)

    title = _("New invitation for %(name)s") % {"name": row.display_name}
    return Errand(title, _("Make an invitation"), Sure, act, page_of(row), note=_("Earlier invitations end."))


def reset(viewer: Viewer, account_id: int) -> Errand:
    """Lost phone or password."""
    row = acts.account_for(viewer, account_id)
    high = acts.holds_high(row)

    def act(told: dict[str, Any]) -> Secret | None:
        if high:
            two_persons.ask_for_reset(account=row, by=viewer)
            return None
        return invitation(sign_ins.reset_sign_in(account=row, reason=told["reason"], by=viewer), row)

    note = _(
        "Password and second factor go, every session ends; the person gets a new invitation. "
        "Make sure who asks."
    )
    done = _("Asked. A second person has to agree.")
    title = _("Reset the sign-in of %(name)s") % {"name": row.display_name}
    return Errand(
        title, _("Reset"), Why, act, page_of(row), note=note, done=done if high else _("Written down.")
    )


def phone(viewer: Viewer, account_id: int) -> Errand:
    """Another phone."""
    row = acts.account_for(viewer, account_id)

    def act(told: dict[str, Any]) -> None:
        sign_ins.change_phone(account=row, phone=told["phone"], reason=told["reason"], by=viewer)

    title = _("Change the phone of %(name)s") % {"name": row.display_name}
    return Errand(title, _("Save"), NewPhone, act, page_of(row), note=_("Every session of the account ends."))
