"""How somebody signs in: invitations, lost passwords and phones. In the history with the actor."""

from django_otp.plugins.otp_totp.models import TOTPDevice

from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .accounts import holds_high, must_keep, phone_is_free, seal_phone
from .entry import invite
from .models import Account
from .refusals import (
    NoSecondFactor,
    SecondPersonNeeded,
)


@recorded
def invite_anew(*, account: Account, by: Viewer) -> str:
    """A new one-time invitation for somebody who has not chosen a password yet.

    Raises NotThere, NotToOneself, NoSecondFactor, SecondPersonNeeded (there is a password: reset it).
    """
    must_keep(account, by)
    if account.by_phone:
        raise NoSecondFactor
    if account.has_usable_password():
        raise SecondPersonNeeded
    return invite(account=account)


@recorded
def reset_sign_in(*, account: Account, by: Viewer, reason: str = "") -> str:  # noqa: ARG001 - kept in the history
    """Lost phone or password: both factors go, every session ends; returns a one-time invitation.

    Raises NotThere, NotToOneself, NoSecondFactor, SecondPersonNeeded (an account with a high right).
    """
    must_keep(account, by)
    if account.by_phone:
        raise NoSecondFactor
    if holds_high(account):
        raise SecondPersonNeeded
    return forget_factors(account)


@recorded
def invite_from_server(*, account: Account, by: Viewer) -> str:
    """The last way in, for whoever keeps the server: both factors go. Raises NotThere, NoSecondFactor."""
    if not by.everywhere:
        raise NotThere
    if account.by_phone:
        raise NoSecondFactor
    return forget_factors(account)


def forget_factors(account: Account) -> str:
    """Remove password and second factor, end all sessions; the token of the invitation that replaces them."""
    TOTPDevice.objects.filter(user=account).delete()
    account.set_unusable_password()
    account.session_epoch += 1
    account.save(update_fields=["password", "session_epoch"])
    return invite(account=account)


@recorded
def change_phone(*, account: Account, phone: str, by: Viewer, reason: str = "") -> Account:  # noqa: ARG001 - `recorded` takes it
    """Another phone to sign in with; every session ends.

    Raises NotThere, NotToOneself, PhoneInUse, SecondPersonNeeded (an account with a high right).
    """
    must_keep(account, by)
    if holds_high(account):
        raise SecondPersonNeeded
    if account.by_phone:
        phone_is_free(phone, account)
    account.session_epoch += 1
    account.save(update_fields=["session_epoch"])
    seal_phone(account, phone)
    return account
