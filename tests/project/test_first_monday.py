"""The way of the guide, by pages alone: from the invitation to a poster and a request at the clerk's desk."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.project.instance import adapters
from huiyin.registers.places.models import Place, QrCode
from huiyin.registers.rules.models import RulePack

pytestmark = pytest.mark.django_db


def signed_in(invitation: str) -> Client:
    """The browser of somebody who used an invitation and set the second step up."""
    client = Client()
    assert client.post(invitation, {"password": "seven wooden bridges"})["Location"] == "/sign-in/set-up"
    client.get("/sign-in/set-up")
    code = f"{TOTP(TOTPDevice.objects.get(confirmed=False).bin_key).token():06d}"
    assert client.post("/sign-in/set-up", {"code": code}).status_code == 302
    return client


def sent(client: Client, address: str, **said: Any) -> Any:
    """The answer to a form, which carries a key of its own."""
    return client.post(address, {"key": str(uuid4()), **said})


def place(name: str) -> Place:
    with seen_as(SYSTEM):
        return Place.objects.get(name=name)


def test_from_the_invitation_to_the_clerks_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "huiyin.ground.installation.acts.begin_trial", lambda: None
    )  # the owner's, as init is
    path = adapters.invite_administrator(name="清源街道", region="110108", community="桑园社区")
    steward = signed_in(path)
    assert steward.get("/steward/places")["Location"] == f"/steward/places/{place('清源街道').pk}"
    level = RulePack.objects.get(kind="service_level", name="sh-street").pk
    address = f"/steward/rules/{place('清源街道').scope_id}/service_level"
    assert sent(steward, address, pack=level).status_code == 303
    above = "桑园社区"
    for kind, name in (("estate", "桑园里小区"), ("building", "3号楼"), ("entrance", "2单元")):
        answer = sent(steward, f"/steward/places/{place(above).pk}/add", kind=kind, name=name)
        assert answer.status_code == 303, name
        above = name
    area = place("桑园社区").scope_id
    desk = {"scope": area, "kind": "community", "name": "桑园社区居民委员会", "phone": "010-12345678"}
    assert sent(steward, "/steward/organisations/new", **desk).status_code == 303
    assert sent(steward, f"/steward/places/{place('2单元').pk}/code").status_code == 303
    poster = steward.get(f"/steward/places/{place('2单元').pk}/poster.pdf")
    assert poster.content.startswith(b"%PDF")

    with seen_as(SYSTEM):
        door = QrCode.objects.get().code
    assert "010-12345678" in Client().get(f"/q/{door}").content.decode()
    receipt = sent(Client(), f"/q/{door}/power", words="试一试，请勿处理")
    assert receipt.status_code == 303

    person = {"username": "wang.fang", "display_name": "王芳", "role": "clerk", "scope": area}
    assert sent(steward, "/steward/accounts/new", **person)["Location"] == "/handover"
    invitation = re.search(r"/welcome/[\w-]+", steward.get("/handover").content.decode())
    assert invitation
    clerk = signed_in(invitation[0])
    assert "试一试，请勿处理" in clerk.get("/clerk/").content.decode()
