"""Agreements on the pages, without scripts: from the decision to the public page; the street names."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from huiyin.commons.c3_decisions.acts import Draft, decide
from huiyin.commons.c3_decisions.words import DecidedBy
from huiyin.commons.c5_agreements.models import Agreement, EmergencyService
from huiyin.commons.c5_agreements.reads import dues_of
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.commons.parties import Parties
from tests.desks.signed_in import at_desk, send

pytestmark = pytest.mark.django_db
SIGNER = "马荷花"


@pytest.fixture
def clerk(parties: Parties) -> Client:
    return at_desk(parties.town.people["clerk"])


def text(answer: Any) -> str:
    return str(answer.content.decode())


def photo(shade: int) -> SimpleUploadedFile:
    held = io.BytesIO()
    Image.new("RGB", (64, 48), (shade, 90, 90)).save(held, "JPEG")
    return SimpleUploadedFile("a.jpg", held.getvalue(), content_type="image/jpeg")


def test_from_the_decision_to_what_everybody_reads(parties: Parties, clerk: Client) -> None:
    day = parties.today
    draft = Draft("办养老驿站", "三方合作。", DecidedBy.PARTIES, "三方", day)
    decision = parties.as_(decide, place_id=parties.town.building.pk, what=draft)
    assert f"/agreements/from-decision/{decision.pk}" in text(clerk.get(f"/decisions/{decision.pk}"))
    told = {
        "kind": "resource", "title": "养老驿站协议", "aim": "老人就近吃饭。", "resource": "空房",
        "begins": day.isoformat(), "ends": (day + timedelta(days=364)).isoformat(),
    }  # fmt: skip
    assert send(clerk, f"/agreements/from-decision/{decision.pk}", **told).status_code == 303
    with seen_as(SYSTEM):
        key = Agreement.objects.get().pk
    here, unit = f"/agreements/{key}", str(parties.town.company.pk)
    assert (
        send(clerk, f"{here}/party", organisation="", name="社区党委", gain="老人有饭吃").status_code == 303
    )
    assert send(clerk, f"{here}/party", organisation=unit, name="", gain="门前好管").status_code == 303
    for party in ("1", "2"):
        duty = {
            "party": party,
            "what": "开碰头会",
            "shown": "记录",
            "rhythm": "month",
            "first_on": day.isoformat(),
        }
        assert send(clerk, f"{here}/duty", **duty).status_code == 303
    code = Client().get  # nobody reads a draft
    with seen_as(SYSTEM):
        public = f"/agreement/{Agreement.objects.get().code}"
    assert code(public).status_code == 404
    for party in ("1", "2"):
        signed = {"party": party, "on": day.isoformat(), "signed_by": SIGNER}
        assert send(clerk, f"{here}/sign", **signed).status_code == 303
    with seen_as(SYSTEM):
        due = dues_of(Agreement.objects.get())[0]
    said = {"due": str(due.pk), "says": "met", "words": "开了会，纪要已贴"}
    assert send(clerk, f"{here}/due", **said).status_code == 303
    given = {
        "party": "1",
        "side": "gave",
        "on": day.isoformat(),
        "what": "空房",
        "quantity": "120",
        "unit": "平方米",
    }
    assert send(clerk, f"{here}/given", **given).status_code == 303
    for of, shade in ((f"due-{due.pk}", 10), ("party-1", 200)):
        sent = send(clerk, f"{here}/picture", of=of, words="照片", picture=photo(shade))
        assert sent.status_code == 303, text(sent)
    guest = text(Client(headers={"accept-language": "en"}).get(public))
    for words in ("养老驿站协议", "老人有饭吃", "门前好管", "1 of 24 met", "开了会，纪要已贴", "120 平方米"):
        assert words in guest, words
    assert SIGNER not in guest
    assert len(re.findall(r"<img ", guest)) == 1  # the picture of the signed paper is kept by the office
    assert SIGNER in text(clerk.get(here))
    assert "养老驿站协议" in text(clerk.get("/agreements/"))
    assert "养老驿站协议" in text(clerk.get(f"/decisions/{decision.pk}"))


def test_leader_auditor_and_the_unit_read_and_change_nothing(parties: Parties) -> None:
    parties.in_force()
    here = f"/agreements/{parties.agreement.pk}"
    for name in ("leader", "auditor", "duty"):
        desk = at_desk(parties.town.people[name])
        page = text(desk.get(here))
        assert "老人有地方吃饭" in page
        assert "马某" not in page
        assert f"{here}/end" not in page
        assert send(desk, f"{here}/end", reason="不要了").status_code == 404
        assert desk.get(f"{here}/print.pdf").status_code == 404
    assert at_desk(parties.town.people["other clerk"]).get(here).status_code == 404


def test_what_is_wrong_is_said_and_kept(parties: Parties, clerk: Client) -> None:
    parties.begun()
    here = f"/agreements/{parties.agreement.pk}"
    no_gain = send(clerk, f"{here}/party", organisation="", name="产权单位", gain="")
    assert no_gain.status_code == 422
    assert "产权单位" in text(no_gain)
    bad = send(clerk, f"{here}/duty", party="1", what="x", shown="y", rhythm="month", first_on="31.02.")
    assert bad.status_code == 422
    assert send(clerk, f"{here}/sign", party="1", on="", signed_by="").status_code == 422
    assert send(clerk, f"{here}/picture", of="due-1", words="x").status_code == 422


@pytest.mark.parametrize("form", ["pdf", "docx", "txt"])
def test_the_sheet_has_lines_to_sign_on_and_no_name(parties: Parties, clerk: Client, form: str) -> None:
    parties.in_force()
    answer = clerk.get(f"/agreements/{parties.agreement.pk}/print.{form}")
    assert answer.status_code == 200
    body = answer.getvalue()
    if form == "txt":
        assert "老人有地方吃饭" in body.decode()
        assert "马某" not in body.decode()
    else:
        assert body.startswith(b"%PDF" if form == "pdf" else b"PK")
    assert clerk.get(f"/agreements/{parties.agreement.pk}/print.exe").status_code == 404


def test_the_list_shows_what_waits(parties: Parties, clerk: Client) -> None:
    parties.in_force()
    parties.hands.move(days=3)
    page = text(clerk.get("/agreements/"))
    assert "What waits" in page
    parties.hands.move(days=340)
    assert "renew it, or let it end" in text(clerk.get("/agreements/"))


def test_the_street_names_a_company_on_the_page(parties: Parties, clerk: Client) -> None:
    parties.alone()
    day = parties.today
    told = {
        "place": str(parties.estate.pk), "named_by": str(parties.units["office"].pk),
        "company": str(parties.units["first"].pk), "reason": "公司撤走", "services": "垃圾清运",
        "cost_notice": "每平方米五角", "noticed_on": day.isoformat(), "begins": day.isoformat(),
        "ends": (day + timedelta(days=200)).isoformat(), "again_why": "", "again_by": "",
    }  # fmt: skip
    long = send(clerk, "/emergencies/new", **told)
    assert long.status_code == 422
    assert "2026-04-13" in text(long)
    assert "每平方米五角" in text(long)
    assert send(clerk, "/emergencies/new", **told | {"ends": "2026-04-13"}).status_code == 303
    with seen_as(SYSTEM):
        found = EmergencyService.objects.get()
    here = f"/emergencies/{found.pk}"
    assert send(clerk, f"{here}/item", what="电梯档案", from_whom="原公司").status_code == 303
    assert send(clerk, f"{here}/tick", no="1", on=day.isoformat()).status_code == 303
    draft = Draft("选聘物业", "选第一公司。", DecidedBy.MEETING, "业主大会", day)
    made = parties.as_(decide, place_id=parties.estate.pk, what=draft)
    guest = Client(headers={"accept-language": "en"})
    page = text(guest.get(f"/emergency/{found.code}"))
    assert "no vote is linked yet" in page
    assert "每平方米五角" in page
    assert send(clerk, f"{here}/next", following=f"decision-{made.pk}").status_code == 303
    assert "选聘物业" in text(guest.get(f"/emergency/{found.code}"))
    assert "183" in text(clerk.get(here))  # from 13 October to 13 April, both included
    assert send(clerk, f"{here}/end", reason="业主选出新公司").status_code == 303
    assert send(clerk, f"{here}/end", reason="再来").status_code == 422
    assert guest.get("/emergency/Y0000-XXXXXX").status_code == 404
