"""The sign-ins of one demonstration: random passwords and second factors, new for every installation."""

import base64
import json
import os
import secrets
import tempfile
from pathlib import Path

from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice  # type: ignore[import-untyped]  # ships no types

from huiyin.ground.ids import query_code
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.project.demo.roster import AccountCard, PersonCard, accounts
from huiyin.registers.people.models import Account
from huiyin.registers.people.policy import PHONE_CODE, SECOND_FACTOR
from huiyin.registers.people.words import Role
from huiyin.registers.places.models import QrCode
from huiyin.registers.places.words import PlaceKind

START_PAGES = {
    Role.CONTACT: "/contact/",
    Role.FIELD: "/field/",
    Role.DUTY: "/duty/",
    Role.CLERK: "/clerk/",
    Role.LEADER: "/leader/",
    Role.STEWARD: "/steward/",
    Role.AUDITOR: "/auditor/",
    Role.MEDIATOR: "/mediation/",
    Role.ORGANISER: "/votes/",
}
SHOWN_CODE = "the sign-in page of the demo shows the one-time code"
DEVICE_NAME = "demo"
SECRET_BYTES = 20
PASSWORD_PARTS = 3
"""Three times five characters that cannot be misread: 75 random bits."""
Login = dict[str, str]


def write_logins(path: Path) -> None:
    """Write [{role, username, password, second_factor, start_page}, …] to `path`, readable by its owner only.

    A file that is there already is kept. A database whose file is gone gets new passwords and second factors.
    `second_factor` is the TOTP secret in base32 for office staff; for those who sign in by telephone it says
    where the one-time code is to be seen.
    """
    if path.exists():
        return
    with transaction.atomic(), seen_as(SYSTEM):
        rows = {row.username: row for row in Account.objects.all()}
        logins = [_login(card, told, rows[told.username]) for card, told in _in_order()]
        _write(path, [_resident(), *logins])


def _resident() -> Login:
    """Residents sign in nowhere: they stand before the code at an entrance."""
    codes = QrCode.objects.filter(revoked_at=None, place__kind=PlaceKind.ENTRANCE)
    start = f"/q/{codes.order_by('place_id').values_list('code', flat=True)[0]}"
    return {
        "role": "resident",
        "name": "",
        "username": "",
        "password": "",
        "second_factor": "",
        "start_page": start,
    }


def _in_order() -> list[tuple[PersonCard, AccountCard]]:
    """Those shown at start come first, in the order of the data."""
    able = [(card, card.account) for card in accounts() if card.account is not None]
    return sorted(able, key=lambda pair: not pair[1].shown)


def _login(card: PersonCard, told: AccountCard, account: Account) -> Login:
    role = Role(told.role)
    login = {
        "role": role.value,
        "name": card.name,
        "username": told.username,
        "start_page": START_PAGES[role],
    }
    if role in PHONE_CODE:
        login |= {"username": card.phone, "password": "", "second_factor": SHOWN_CODE}
    else:
        login |= {"password": _new_password(account), "second_factor": ""}
    if role in SECOND_FACTOR:
        login["second_factor"] = _new_second_factor(account)
    return login


def _new_password(account: Account) -> str:
    password = "-".join(query_code()[:5] for _ in range(PASSWORD_PARTS))
    account.set_password(password)
    account.save(update_fields=["password"])
    return password


def _new_second_factor(account: Account) -> str:
    secret = secrets.token_bytes(SECRET_BYTES)
    TOTPDevice.objects.update_or_create(
        user=account, name=DEVICE_NAME, defaults={"key": secret.hex(), "confirmed": True}
    )
    return base64.b32encode(secret).decode()


def _write(path: Path, logins: list[Login]) -> None:
    """Whole or not at all: written beside and renamed, so that a file that is there can be trusted."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # mkstemp gives 0600
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(logins, file, ensure_ascii=False, indent=2)
    Path(beside).replace(path)
