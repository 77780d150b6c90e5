"""A stranger at a printed code: the planted code, a browser without scripts, and what it sends."""

from __future__ import annotations

import io
import re
import uuid
from datetime import UTC, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huiyin.casework.casefile.links import link_token
from huiyin.casework.casefile.models import Case
from huiyin.desks.public import limits, standing
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import QrCode
from tests.town import Town, all_seen, plant_town

DOOR, OLD = "AB12C3", "ZZ99ZZ"
"""A live code on the first building, and a revoked one on another."""
WHEN = datetime(2024, 1, 1, tzinfo=UTC)


def plant_door() -> Town:
    """The test town with its two printed codes; what this process remembers is forgotten."""
    planted = plant_town()
    standing._known.clear()
    limits.budgets.forget()
    with seen_as(SYSTEM):
        for code, place, revoked in ((DOOR, planted.building, None), (OLD, planted.other_building, WHEN)):
            QrCode.objects.create(
                code=code, scope_id=place.scope_id, place=place, made_at=WHEN, revoked_at=revoked
            )
    return planted


def stranger(language: str = "zh-CN") -> Client:
    """A stranger's browser that minds the form check."""
    return Client(enforce_csrf_checks=True, headers={"accept-language": language})


def send(phone: Client, path: str, /, *, page: str = "", **fields: Any) -> Any:
    """Open the page, then post its form as a browser without scripts does."""
    shown = phone.get(page or path).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', shown)
    assert token, shown[:500]
    return phone.post(path, {"key": str(uuid.uuid4()), "csrfmiddlewaretoken": token[1], **fields})


def picture(kind: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((320, 240), 40).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def upload(data: bytes, name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def only_case() -> Case:
    with all_seen():
        return Case.objects.get()


def cases() -> int:
    with all_seen():
        return Case.objects.count()


def filed(phone: Client, **fields: Any) -> tuple[str, Case]:
    """File a leak and give back the link of its receipt and the case."""
    answer = send(phone, f"/q/{DOOR}/leak", **({"phrase": "back"} | fields))
    assert answer.status_code == 303, answer.content.decode()[:3000]
    with all_seen():
        case = Case.objects.latest("received_at")
    assert answer["Location"] == f"/c/{link_token(case.pk)}?new=1"
    return f"/c/{link_token(case.pk)}", case
