"""A small community with two programs: one may only file and read, one holds the desks' roles."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from huiyin.api import gate, intake
from huiyin.ground.tenancy.acts import plant_scope
from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.people.models import Account
from huiyin.registers.people.tokens import grant_program, issue_token, make_program
from huiyin.registers.people.words import Role
from huiyin.registers.places.models import Place, QrCode
from huiyin.registers.rules.acts import adopt, load_packs
from huiyin.registers.rules.reads import forget_packs, newest
from huiyin.registers.rules.words import PackKind
from tests.databases import planted

LONG_AGO = datetime(2024, 1, 1, tzinfo=UTC)
PACKS = (
    (PackKind.CATEGORY, "estate"),
    (PackKind.CALENDAR, "cn"),
    (PackKind.SERVICE_LEVEL, "bj"),
    (PackKind.RATE, "three-rates"),
    (PackKind.COOPERATION, "base"),
)


@dataclass
class Program:
    """A client with a token."""

    token: str
    account: Account

    def get(self, path: str, **headers: str) -> HttpResponse:
        return Client(headers={"authorization": f"Bearer {self.token}"} | headers).get(f"/api/v1{path}")

    def post(self, path: str, body: Any = None, key: str | None = None, **headers: str) -> HttpResponse:
        sent = {
            "authorization": f"Bearer {self.token}",
            "idempotency-key": key or str(uuid.uuid4()),
        } | headers
        text = body if isinstance(body, (str, bytes)) else json.dumps({} if body is None else body)
        return Client(headers=sent).post(f"/api/v1{path}", text, content_type="application/json")


@dataclass
class Community:
    """What is planted."""

    estate: Scope
    other: Scope
    company: Organisation
    place: Place
    code: str
    foreign_place: Place
    filer: Program
    clerk: Program
    second: Program
    worker: Program
    stranger: Program


@planted
def plant_community() -> Community:
    """Plant it in an empty database."""
    forget_packs()
    gate._held.clear()
    intake._scopes.clear()
    load_packs()
    with seen_as(SYSTEM):
        street = plant_scope(name="街道", kind="subdistrict", region="990101")
        here = plant_scope(name="社区", kind="community", parent=street)
        estate = plant_scope(name="小区", kind="estate", parent=here)
        elsewhere = plant_scope(name="别的社区", kind="community", parent=street)
        other = plant_scope(name="别的小区", kind="estate", parent=elsewhere)
        for kind, name in PACKS:
            adopt(scope=street, kind=kind, pack=newest(kind, name), since=LONG_AGO)
        adopt(
            scope=estate,
            kind=PackKind.SERVICE_LEVEL,
            pack=newest(PackKind.SERVICE_LEVEL, "5341"),
            since=LONG_AGO,
        )
        company = Organisation.objects.create(scope=estate, kind="company", name="富友")
        Service.objects.create(organisation=company, scope=estate, duty="物", since="2024-01-01")
        place = Place.objects.create(
            scope=estate, kind="building", name="3号楼", label="小区 3号楼", short="3"
        )
        foreign = Place.objects.create(
            scope=other, kind="building", name="1号楼", label="别的小区 1号楼", short="1"
        )
        QrCode.objects.create(code="A7K2M9", scope=estate, place=place, made_at=LONG_AGO)
        QrCode.objects.create(
            code="B7K2M9", scope=estate, place=foreign, made_at=LONG_AGO, revoked_at=LONG_AGO
        )
        return Community(
            estate, other, company, place, "A7K2M9", foreign,
            filer=_program("filer", Role.PROGRAM, here), clerk=_program("clerk", Role.CLERK, here),
            second=_program("second", Role.CLERK, here),
            worker=_program("worker", Role.FIELD, estate, company),
            stranger=_program("stranger", Role.CLERK, elsewhere),
        )  # fmt: skip


def _program(name: str, role: Role, scope: Scope, organisation: Organisation | None = None) -> Program:
    account = make_program(username=name, label=name)
    grant_program(
        account=account,
        role=role,
        scope_id=scope.pk,
        organisation_id=organisation.pk if organisation else None,
    )
    return Program(issue_token(account=account, label=name), account)
