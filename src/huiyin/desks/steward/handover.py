"""Something to hand over once: kept sealed in the session for five minutes, then gone."""

import json
import time
from typing import Any

from django.http import HttpRequest

from huiyin.ground import crypto
from huiyin.ground.tenancy.viewer import Viewer

LIFE = 5 * 60
"""Seconds a secret stays to be read."""
_NAME = "handed-over"


def keep_secret(request: HttpRequest, viewer: Viewer, **told: str) -> None:
    """Put it into the session, sealed and bound to the viewer."""
    request.session[_NAME] = crypto.seal(json.dumps(told | {"at": time.time()}), aad=_aad(viewer)).hex()


def kept_secret(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """What is there to be handed over; None when nothing is, or the five minutes are over."""
    sealed = request.session.get(_NAME)
    if not sealed:
        return None
    told: dict[str, Any] = json.loads(crypto.unseal(bytes.fromhex(sealed), aad=_aad(viewer)))
    return told if time.time() - told["at"] < LIFE else None


def forget_secret(request: HttpRequest) -> None:
    """It was handed over."""
    request.session.pop(_NAME, None)


def _aad(viewer: Viewer) -> str:
    return f"session.{_NAME}:{viewer.actor}"
