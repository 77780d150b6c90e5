"""The ways through the door: one-time codes, invitations, registered screens."""

import secrets
from datetime import timedelta

from django.db.models import F

from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.ids import digest, link_token, new_id
from huiyin.ground.outbox.acts import post_sms
from huiyin.ground.outbox.models import Notice
from huiyin.ground.refusals import TooMany
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .models import Account, Device, Invitation, OneTimeCode, RoleGrant
from .policy import PHONE_CODE
from .reads import phone_of
from .refusals import LinkExpired, WrongCode

CODE_LIFE = timedelta(minutes=10)
MOST_TRIES = 5
PER_HOUR, PER_DAY = 5, 10
"""Codes to one phone (assurance S-73)."""
INVITATION_LIFE = timedelta(minutes=30)


def phone_account(phone: str) -> Account | None:
    """The active account that signs in with this phone."""
    index = crypto.blind_index("phone", phone)
    return Account.objects.filter(phone_index=index, by_phone=True, is_active=True).first()


def send_code(*, account: Account) -> str:
    """Make a six-digit code, queue its message, and return it (only the demo shows it). Raises TooMany."""
    moment, code = now(), f"{secrets.randbelow(1_000_000):06d}"
    recent = OneTimeCode.objects.filter(account=account, made_at__gt=moment - timedelta(days=1))
    if (
        recent.count() >= PER_DAY
        or recent.filter(made_at__gt=moment - timedelta(hours=1)).count() >= PER_HOUR
    ):
        raise TooMany
    row = OneTimeCode.objects.create(
        account=account, digest=digest(f"{account.pk}:{code}"), made_at=moment, expires_at=moment + CODE_LIFE
    )
    grant = RoleGrant.objects.filter(account=account, role__in=PHONE_CODE, until=None).first()
    phone = phone_of(account)
    if grant is not None and phone:
        with seen_as(SYSTEM):
            post_sms(
                scope_id=grant.scope_id, subject_id=new_id(), topic=f"sign_in:{row.pk}",
                recipient=f"account:{account.pk}", phone=phone, template="sign_in",
                params={"code": code, "minutes": str(int(CODE_LIFE.total_seconds() // 60))},
            )  # fmt: skip
    return code


def check_code(*, account: Account, code: str) -> None:
    """Use a code up. Raises WrongCode; five wrong tries end a code."""
    moment = now()
    live = OneTimeCode.objects.select_for_update().filter(
        account=account, used_at=None, expires_at__gt=moment, tries__lt=MOST_TRIES
    )
    for row in live:
        if secrets.compare_digest(bytes(row.digest), digest(f"{account.pk}:{code.strip()}")):
            OneTimeCode.objects.filter(account=account, used_at=None).update(used_at=moment)
            _forget_message(row)
            return
    OneTimeCode.objects.filter(pk__in=[row.pk for row in live]).update(tries=F("tries") + 1)
    raise WrongCode


def _forget_message(row: OneTimeCode) -> None:
    """A used code need not stay readable in the outbox."""
    with seen_as(SYSTEM):
        Notice.objects.filter(topic=f"sign_in:{row.pk}").update(params={"code": "000000", "minutes": "0"})


def invite(*, account: Account, life: timedelta = INVITATION_LIFE) -> str:
    """A one-time token with which the account's owner chooses a password; earlier ones end."""
    moment, token = now(), link_token()
    Invitation.objects.filter(account=account, used_at=None).update(used_at=moment)
    Invitation.objects.create(account=account, digest=digest(token), made_at=moment, expires_at=moment + life)
    return token


def invited(token: str) -> Invitation:
    """The open invitation of a token. Raises LinkExpired."""
    found = Invitation.objects.select_for_update().select_related("account")
    invitation = found.filter(digest=digest(token), used_at=None, expires_at__gt=now()).first()
    if invitation is None or not invitation.account.is_active:
        raise LinkExpired
    return invitation


def accept_invitation(*, token: str, password: str) -> Account:
    """Set the password and use the invitation up. Raises LinkExpired."""
    invitation = invited(token)
    account = invitation.account
    account.set_password(password)
    account.session_epoch += 1
    account.save(update_fields=["password", "session_epoch"])
    invitation.used_at = now()
    invitation.save(update_fields=["used_at"])
    return account


def pair_device(*, code: str) -> tuple[Device, str]:
    """Turn a pairing code into the screen's own token (returned once). Raises WrongCode."""
    device = Device.objects.select_for_update().filter(
        pairing_digest=digest(code.strip().upper()), pairing_until__gt=now(), revoked_at=None
    ).first()  # fmt: skip
    if device is None:
        raise WrongCode
    token = link_token()
    device.token_digest, device.pairing_digest, device.paired_at = digest(token), b"", now()
    device.save(update_fields=["token_digest", "pairing_digest", "paired_at"])
    return device, token
