"""Tokens with which programs act for an account."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people import accounts as acts
from huiyin.registers.people import programs
from huiyin.registers.people.models import ApiToken

from .access import page_of
from .filling import Errand, Secret, Sure, Why


class NewToken(Sure):
    """A token for a program."""

    label = forms.CharField(label=gettext_lazy("What it is for"), max_length=60)


def token(viewer: Viewer, account_id: int) -> Errand:
    """A token for a program."""
    row = acts.account_for(viewer, account_id)

    def act(told: dict[str, Any]) -> Secret:
        _made, text = programs.make_token(account=row, label=told["label"], by=viewer)
        advice = _("Put it into the program's settings. Only its fingerprint is kept here.")
        return Secret(_("Token for %(what)s") % {"what": told["label"]}, text, advice, page_of(row))

    title = _("Make a token for %(name)s") % {"name": row.display_name}
    return Errand(title, _("Make a token"), NewToken, act, page_of(row))


def revoke_token(viewer: Viewer, token_id: int) -> Errand:
    """A token ends."""
    row = ApiToken.objects.select_related("account").filter(pk=token_id).first()
    if row is None:
        raise NotThere
    acts.account_for(viewer, row.account_id)

    def act(told: dict[str, Any]) -> None:
        programs.revoke_token(token=row, reason=told["reason"], by=viewer)

    return Errand(
        _("Revoke the token “%(what)s”") % {"what": row.label}, _("Revoke"), Why, act, page_of(row.account)
    )
