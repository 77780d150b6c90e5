"""How an owner shows who they are: a code to the telephone the register holds.

Knowing something is never enough.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import F

from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.ids import digest, new_id
from huiyin.ground.outbox.acts import post_sms
from huiyin.ground.refusals import TooMany
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.refusals import WrongCode

from .models import Owner, OwnerCode
from .reads import owners_by_phone

CODE_LIFE = timedelta(minutes=10)
MOST_TRIES = 5
PER_HOUR, PER_DAY = 5, 10
"""Codes to one phone (assurance S-73)."""
_ASKING = 1751216228


def send_owner_code(*, scope_id: int, phone: str) -> str:
    """Make a code, queue its message, and return it (only the demo shows it); "" for a number no owner has.

    The answer tells nothing about whether the number is known. Raises TooMany.
    """
    moment, code = now(), f"{secrets.randbelow(1_000_000):06d}"
    index = crypto.blind_index("phone", phone)
    with seen_as(SYSTEM):
        _spend(index, moment)
        owner = owners_by_phone(scope_id, phone).order_by("pk").first()
        row = OwnerCode.objects.create(
            scope_id=scope_id, phone_index=index, digest=_digest(index, code), known=owner is not None,
            made_at=moment, expires_at=moment + CODE_LIFE,
        )  # fmt: skip
        if owner is None:
            return ""
        post_sms(
            scope_id=scope_id, subject_id=new_id(), topic=f"owner_code:{row.pk}",
            recipient=f"owner:{owner.pk}",
            phone=phone, template="sign_in",
            params={"code": code, "minutes": str(int(CODE_LIFE.total_seconds() // 60))},
        )  # fmt: skip
    return code


def _spend(index: bytes, moment: datetime) -> None:
    """Count one asking: five an hour and ten a day for a phone, the budget for the installation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ASKING])
    lately = OwnerCode.objects.filter(made_at__gt=moment - timedelta(hours=1))
    mine = OwnerCode.objects.filter(phone_index=index, made_at__gt=moment - timedelta(days=1))
    spent = mine.count() >= PER_DAY or lately.filter(phone_index=index).count() >= PER_HOUR
    if spent or lately.count() >= settings.CODES_PER_HOUR:
        raise TooMany


def _digest(index: bytes, code: str) -> bytes:
    return digest(f"owner:{index.hex()}:{code}")


def check_owner_code(*, scope_id: int, phone: str, code: str) -> list[Owner]:
    """Use a code up; the owners behind the number. Raises WrongCode; five wrong tries end a code."""
    moment, index = now(), crypto.blind_index("phone", phone)
    with seen_as(SYSTEM):
        live = OwnerCode.objects.select_for_update().filter(
            scope_id=scope_id, phone_index=index, used_at=None, expires_at__gt=moment, tries__lt=MOST_TRIES
        )
        for row in live:
            if row.known and secrets.compare_digest(bytes(row.digest), _digest(index, code.strip())):
                OwnerCode.objects.filter(scope_id=scope_id, phone_index=index, used_at=None).update(
                    used_at=moment
                )
                return list(owners_by_phone(scope_id, phone))
        OwnerCode.objects.filter(pk__in=[row.pk for row in live]).update(tries=F("tries") + 1)
    raise WrongCode
