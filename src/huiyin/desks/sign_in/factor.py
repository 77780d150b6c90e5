"""The second factor of office staff: a time-based code (RFC 6238) from any authenticator app."""

import base64
from io import BytesIO
from urllib.parse import quote

import segno
from django.conf import settings
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from huiyin.registers.people.models import Account


def device_of(account: Account, *, confirmed: bool = True) -> TOTPDevice | None:
    """The account's authenticator."""
    return TOTPDevice.objects.filter(user=account, confirmed=confirmed).first()


def new_device(account: Account) -> TOTPDevice:
    """An authenticator being set up; only a right code confirms it."""
    device, _made = TOTPDevice.objects.get_or_create(
        user=account, confirmed=False, defaults={"name": "authenticator"}
    )
    return device


def check(device: TOTPDevice, code: str) -> bool:
    """Whether the code is right now.

    Each code works once, except in the demo, where several people share one.
    """
    if settings.MODE == "demo":
        TOTPDevice.objects.filter(pk=device.pk).update(last_t=-1, throttling_failure_count=0)
        device.refresh_from_db()
    return bool(device.verify_token(code))


def secret_of(device: TOTPDevice) -> str:
    """The secret in the spelling authenticator apps take."""
    return base64.b32encode(device.bin_key).decode().rstrip("=")


def picture_of(device: TOTPDevice, account: Account) -> str:
    """The QR code to scan, as a data address."""
    label = quote(f"Huiyin:{account.username}")
    uri = f"otpauth://totp/{label}?secret={secret_of(device)}&issuer=Huiyin&digits=6&period=30"
    out = BytesIO()
    segno.make(uri, error="m").save(out, kind="png", scale=5, border=4)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


def shown_code(device: TOTPDevice) -> str:
    """The code of this moment, shown on the page in a demo and never elsewhere."""
    if settings.MODE != "demo":
        return ""
    return f"{TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift).token():06d}"
