"""Somebody of the test town at a desk: a Django client behind the real middleware, and what it sends."""

from __future__ import annotations

import uuid
from typing import Any

import django_otp
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from huiyin.registers.people.models import Account


def at_desk(account: Account) -> Client:
    """A client signed in as the account, second factor given; pages come in English."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    device, _made = TOTPDevice.objects.get_or_create(user=account, name="test")
    session = client.session
    session[django_otp.DEVICE_ID_SESSION_KEY] = device.persistent_id
    session.save()
    return client


def send(client: Client, path: str, **fields: Any) -> Any:
    """Post a form with a fresh idempotency key."""
    return client.post(path, {"key": str(uuid.uuid4()), **fields})
