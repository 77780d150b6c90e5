"""Units of the test town beside its company: who they are, who works for them, a whistle that calls them."""

from __future__ import annotations

from datetime import date
from typing import Any

from huiyin.casework.s3_dispatch.whistles.acts import Party, blow
from huiyin.casework.s3_dispatch.whistles.models import Call, Whistle
from huiyin.casework.s3_dispatch.whistles.words import Ground
from huiyin.ground.models import Scope
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.words import Role
from huiyin.registers.rules.words import WhistleKind
from tests.town import SINCE, Town, all_seen


def add_unit(
    town: Town,
    name: str,
    *,
    scope: Scope | None = None,
    kind: OrganisationKind = OrganisationKind.DEPARTMENT,
    duty: str = "",
    works: Scope | None = None,
    role: Role = Role.FIELD,
) -> Organisation:
    """A unit of a scope (the street's by default) with one person called like it, who works in `works`."""
    scope = scope or town.street
    with all_seen():
        unit = Organisation.objects.create(scope=scope, kind=kind, name=name)
        if duty:
            Service.objects.create(organisation=unit, scope=scope, duty=duty, since=date(2024, 1, 1))
        account = Account.objects.create(username=f"u-{name}", display_name=name)
        RoleGrant.objects.create(
            account=account, role=role, scope=works or scope, organisation=unit, since=SINCE
        )
    town.people[name] = account
    return unit


def whistle(
    town: Town,
    case_id: Any,
    *units: Organisation,
    kind: WhistleKind = WhistleKind.STREET,
    by: Viewer | None = None,
) -> Whistle:
    """A clerk's whistle for some units."""
    viewer = by or town.viewer("clerk")
    with seen_as(viewer):
        return blow(
            case_id=case_id,
            kind=kind,
            ground=Ground.REQUEST,
            reason="多部门职责交叉",
            parties=[Party(unit.pk) for unit in units],
            by=viewer,
        )


def call_of(unit: Organisation) -> Call:
    """The newest call of a unit."""
    with all_seen():
        return Call.objects.select_related("whistle", "organisation").filter(organisation=unit).latest("pk")
