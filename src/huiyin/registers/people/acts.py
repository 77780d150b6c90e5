"""Keep accounts: open one, grant a role, end it. Nobody grants what he lacks, nor anything to himself."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from huiyin.ground.clock import now
from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.models import Scope

from .entry import invite
from .models import Account, RoleGrant
from .words import Role


class AlreadyRun(Refusal):
    """There is an administrator; the first-administrator door is closed."""

    code, status = "already_run", 409
    sentence = _("This installation has its first administrator already.")
    remedy = _("Ask a steward to open an account for you.")


def invite_first_administrator(*, root: Scope, lasting: timedelta) -> str:
    """Make the first steward's account; returns the path of the invitation.

    Raises AlreadyRun. May be repeated while nobody has used an invitation; each new one ends the one before.
    """
    steward = Account.objects.filter(username="steward").first()
    if steward is None:
        steward = Account.objects.create(username="steward", display_name=str(Role.STEWARD.label))
        steward.set_unusable_password()
        steward.save(update_fields=["password"])
        RoleGrant.objects.create(account=steward, role=Role.STEWARD, scope=root, since=now())
    if steward.has_usable_password():
        raise AlreadyRun
    return f"/welcome/{invite(account=steward, life=lasting)}"
