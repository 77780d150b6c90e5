"""The ways through the door: one-time codes, invitations, registered screens."""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
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
_ASKING = 1751216227
"""The lock under which codes are counted: fifty requests at once are still five messages."""
INVITATION_LIFE = timedelta(minutes=30)


def phone_account(phone: str) -> Account | None:
    """The active account that signs in with this phone."""
    index = crypto.blind_index("phone", phone)
    return Account.objects.filter(phone_index=index, by_phone=True, is_active=True).first()


def send_code(*, phone: str) -> str:
    """Make a six-digit code, queue its message, and return it (only the demo shows it). Raises TooMany.

    Nothing tells whether an account signs in with the number (assurance S-71): an unknown one is counted and
    refused like a known one, and gets an empty code and no message.
    """
    moment, code = now(), f"{secrets.randbelow(1_000_000):06d}"
    index, account = crypto.blind_index("phone", phone), phone_account(phone)
    _spend(index, moment)
    row = OneTimeCode.objects.create(
        account=account, phone_index=index, digest=_digest(index, code), made_at=moment,
        expires_at=moment + CODE_LIFE,
    )  # fmt: skip
    if account is None:
        return ""
    _post(account, row, code)
    return code


def _spend(index: bytes, moment: datetime) -> None:
    """Count one asking: five an hour and ten a day for a phone, the budget for the installation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ASKING])
    lately = OneTimeCode.objects.filter(made_at__gt=moment - timedelta(hours=1))
    mine = OneTimeCode.objects.filter(phone_index=index, made_at__gt=moment - timedelta(days=1))
    spent = mine.count() >= PER_DAY or lately.filter(phone_index=index).count() >= PER_HOUR
    if spent or lately.count() >= settings.CODES_PER_HOUR:
        raise TooMany


def _digest(index: bytes, code: str) -> bytes:
    return digest(f"{index.hex()}:{code}")


def _post(account: Account, row: OneTimeCode, code: str) -> None:
    grant = RoleGrant.objects.filter(account=account, role__in=PHONE_CODE, until=None).first()
    phone = phone_of(account)
    if grant is not None and phone:
        with seen_as(SYSTEM):
            post_sms(
                scope_id=grant.scope_id, subject_id=new_id(), topic=f"sign_in:{row.pk}",
                recipient=f"account:{account.pk}", phone=phone, template="sign_in",
                params={"code": code, "minutes": str(int(CODE_LIFE.total_seconds() // 60))},
            )  # fmt: skip


def check_code(*, phone: str, code: str) -> Account:
    """Use a code up; the account that may come in. Raises WrongCode; five wrong tries end a code."""
    moment, index = now(), crypto.blind_index("phone", phone)
    live = OneTimeCode.objects.select_for_update().filter(
        phone_index=index, used_at=None, expires_at__gt=moment, tries__lt=MOST_TRIES
    )
    account = phone_account(phone)
    for row in live:
        fits = secrets.compare_digest(bytes(row.digest), _digest(index, code.strip()))
        if fits and account is not None and row.account_id == account.pk:
            OneTimeCode.objects.filter(account=account, used_at=None).update(used_at=moment)
            _forget_message(row)
            return account
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
