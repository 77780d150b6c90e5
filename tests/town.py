"""A small town for tests: a street, two communities, three estates, a company, every role filled."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
from django.db import connection, transaction

from huiyin.casework.casefile.models import Case
from huiyin.casework.s1_intake.acts import take_in
from huiyin.casework.s1_intake.request import Receipt, Request
from huiyin.ground.clock import now, shifted_clock_sql
from huiyin.ground.models import Scope
from huiyin.ground.tenancy.acts import plant_scope
from huiyin.ground.tenancy.tree import forget_tree, scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer, guest, requester
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.models import Account, DutyShift, RoleGrant
from huiyin.registers.people.viewers import viewer_of_account
from huiyin.registers.people.words import DutyRank, Role
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.acts import adopt, load_packs
from huiyin.registers.rules.reads import forget_packs, newest
from huiyin.registers.rules.words import PackKind
from tests.databases import planted

SINCE = datetime(2024, 1, 1, tzinfo=UTC)
WATER, LAMP, GAS = "0204", "0901", "0101"
MOBILE = "13800138000"


@dataclass
class Town:
    """The planted rows. `people` maps a role to its account in the first community."""

    street: Scope
    community: Scope
    estate: Scope
    sister: Scope
    other_community: Scope
    other_estate: Scope
    building: Place
    sister_building: Place
    other_building: Place
    company: Organisation
    people: dict[str, Account] = field(default_factory=dict)

    def viewer(self, name: str) -> Viewer:
        """What the program knows about this person now, second factor given."""
        with seen_as(SYSTEM):
            return viewer_of_account(self.people[name], second_factor=True)

    def request(self, **values: Any) -> Request:
        """A plain request from the estate's code on the door; any field can be given."""
        plain: dict[str, Any] = {
            "scope_id": self.estate.pk,
            "channel": "Q",
            "content": "厨房下水返水",
            "category": WATER,
            "phone": MOBILE,
        }
        return Request(**plain | values)

    def take_in(
        self, *, key: str = "", by: Viewer | None = None, digest: bytes = b"x", **values: Any
    ) -> Receipt:
        """Take a request in as somebody at the door."""
        return take_in(
            request=self.request(**values), by=by or guest(), key=key or str(uuid.uuid4()), digest=digest
        )

    def asker(self, receipt: Receipt) -> Viewer:
        """The person behind a case, with the link of it."""
        return requester(receipt.case_id, scope_tree().up(self.estate.pk))


@planted
def plant_town() -> Town:
    """Plant everything as the program itself."""
    forget_tree()
    load_packs()
    street = plant_scope(name="S", kind="subdistrict", region="990101")
    community = plant_scope(name="C", kind="community", parent=street)
    other_community = plant_scope(name="D", kind="community", parent=street)
    estates = [
        plant_scope(name=name, kind="estate", parent=parent)
        for name, parent in (("E", community), ("F", community), ("G", other_community))
    ]
    with seen_as(SYSTEM):
        _adopt(street, estates)
        town = _town(street, community, other_community, estates)
        _people(town)
    forget_packs()
    return town


def _adopt(street: Scope, estates: list[Scope]) -> None:
    shared = [
        (PackKind.CATEGORY, "estate"),
        (PackKind.CALENDAR, "cn"),
        (PackKind.SERVICE_LEVEL, "bj"),
        (PackKind.RATE, "three-rates"),
        (PackKind.ALARM, "quiet-nights"),
        (PackKind.PROCEDURE, "casework"),
        (PackKind.COOPERATION, "base"),
    ]
    for kind, name in shared:
        adopt(scope=street, kind=kind, pack=newest(kind, name), since=SINCE)
    for estate in estates:
        adopt(
            scope=estate,
            kind=PackKind.SERVICE_LEVEL,
            pack=newest(PackKind.SERVICE_LEVEL, "5341"),
            since=SINCE,
        )


def _town(street: Scope, community: Scope, other_community: Scope, estates: list[Scope]) -> Town:
    estate, sister, other_estate = estates
    company = Organisation.objects.create(scope=community, kind=OrganisationKind.COMPANY, name="富友")
    for scope in (estate, sister):
        Service.objects.create(organisation=company, scope=scope, duty="物", since=date(2024, 1, 1))
    return Town(
        street, community, estate, sister, other_community, other_estate,
        _building(estate), _building(sister), _building(other_estate), company,
    )  # fmt: skip


def _building(estate: Scope) -> Place:
    root = None
    for scope, kind in ((estate.parent, PlaceKind.COMMUNITY), (estate, PlaceKind.ESTATE)):
        words = {"name": scope.name, "label": scope.name}
        root, _made = Place.objects.get_or_create(scope=scope, kind=kind, defaults={"parent": root, **words})
    return Place.objects.create(
        scope=estate,
        parent=root,
        kind=PlaceKind.BUILDING,
        name="1号楼",
        label=f"{estate.name} 1号楼",
        short="1",
    )


def _people(town: Town) -> None:
    for name, role, scope, place in (
        ("contact", Role.CONTACT, town.estate, town.building),
        ("duty", Role.DUTY, town.estate, None),
        ("deputy", Role.DUTY, town.estate, None),
        ("manager", Role.DUTY, town.estate, None),
        ("field", Role.FIELD, town.estate, None),
        ("clerk", Role.CLERK, town.community, None),
        ("second clerk", Role.CLERK, town.community, None),
        ("leader", Role.LEADER, town.street, None),
        ("steward", Role.STEWARD, town.community, None),
        ("auditor", Role.AUDITOR, town.street, None),
        ("other clerk", Role.CLERK, town.other_community, None),
        ("sister contact", Role.CONTACT, town.sister, None),
    ):
        account = Account.objects.create(username=name.replace(" ", "-"), display_name=name)
        theirs = town.company if role in (Role.DUTY, Role.FIELD) else None
        RoleGrant.objects.create(
            account=account, role=role, scope=scope, organisation=theirs, place=place, since=SINCE
        )
        town.people[name] = account
    for rank, name in ((DutyRank.DESK, "duty"), (DutyRank.DEPUTY, "deputy"), (DutyRank.MANAGER, "manager")):
        DutyShift.objects.create(
            scope=town.estate, organisation=town.company, rank=rank, account=town.people[name],
            starts_at=SINCE, ends_at=datetime(2100, 1, 1, tzinfo=UTC),
        )  # fmt: skip


@dataclass
class Hands:
    """The hands of the database's clock (owner only): it stands still until set again."""

    owner: psycopg.Connection[Any]

    def set(self, moment: datetime) -> datetime:
        """Stop the clock at a moment."""
        self.owner.execute(shifted_clock_sql(real=moment, shown=moment, speed=0.0))
        notice()
        return moment

    def move(self, **span: float) -> datetime:
        """Move it by a span, e.g. `minutes=5`; negative goes back."""
        return self.set(now() + timedelta(**span))


def notice() -> None:
    """Let the test's open transaction see changed functions: the server hears of them with a lock."""
    if connection.in_atomic_block:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE django_migrations IN ACCESS SHARE MODE")
            transaction.set_rollback(True)


def case_of(receipt: Receipt) -> Case:
    """The case behind a receipt, whoever asks."""
    with seen_as(SYSTEM):
        return Case.objects.get(pk=receipt.case_id)


@contextmanager
def all_seen() -> Iterator[Viewer]:
    """Look at everything."""
    with seen_as(SYSTEM) as viewer:
        yield viewer
