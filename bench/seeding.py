"""What is planted before measuring."""

from __future__ import annotations


def seed() -> dict[str, str]:
    """A clerk's, a leader's and a steward's session, and a code on a door of the estate."""
    from huiyin.ground.clock import now
    from huiyin.ground.tenancy.viewer import SYSTEM
    from huiyin.ground.tenancy.wall import seen_as
    from huiyin.registers.places.models import Place, QrCode

    with seen_as(SYSTEM):
        place = Place.objects.filter(kind="building").order_by("pk").first()
        assert place is not None
        QrCode.objects.create(code="BENCH2", scope_id=place.scope_id, place=place, made_at=now())
    return {"session": _session("clerk"), "leader": _session("leader"), "steward": _session("steward"),
            "code": "BENCH2"}  # fmt: skip


def _session(username: str) -> str:
    from django.test import Client
    from django_otp import DEVICE_ID_SESSION_KEY
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from huiyin.registers.people.models import Account

    account, client = Account.objects.get(username=username), Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    device = TOTPDevice.objects.create(user=account, name="x", confirmed=True)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return str(session.session_key)
