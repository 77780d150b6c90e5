"""Who should handle a case: the catalogue row, the organisation that carries the duty, the person on duty."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.acts import category_of
from huiyin.ground.gathering import know, known
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.organisations.reads import serving
from huiyin.registers.people.models import Account, RoleGrant
from huiyin.registers.people.reads import holders, on_duty
from huiyin.registers.people.words import DutyRank, Role
from huiyin.registers.rules.categories import Category

from .models import Assignment


@dataclass(frozen=True, slots=True)
class Owner:
    """The suggested owner of a case and the reason in words a clerk can check."""

    organisation: Organisation
    account: Account | None
    duty: str


def owner_for(case: Case, at: datetime) -> Owner | None:
    """The owner by catalogue: the first lead of the category that somebody carries here."""
    category = category_of(case, case.category, at)
    return owner_of(category, case, at) if category else None


def owner_of(category: Category, case: Case, at: datetime) -> Owner | None:
    """The owner the catalogue would name, were the case of this category."""
    path = scope_tree().up(case.scope_id)
    for duty in category.leads:
        organisation = serving(duty=duty, scope_path=path)
        if organisation is not None:
            return Owner(organisation, person_of(organisation, case, at), duty)
    return None


def person_of(organisation: Organisation, case: Case, at: datetime) -> Account | None:
    """The named person: who is on duty now, else somebody of the organisation who handles cases here."""
    path = scope_tree().up(case.scope_id)
    standing = on_duty(organisation_id=organisation.pk, rank=DutyRank.DESK, at=at, scope_ids=path)
    if standing is not None:
        return standing
    for role in (Role.DUTY, Role.FIELD, Role.CLERK):
        holder = holders(role=role, scope_ids=path, organisation_id=organisation.pk).first()
        if holder is not None:
            return holder
    return None


def standing_assignment(case: Case) -> Assignment | None:
    """Who has the case now."""
    return known(("standing", case.pk), lambda: standing_of([case]).get(case.pk))


def standing_of(cases: Iterable[Case]) -> dict[UUID, Assignment]:
    """Who has each of these cases now. One query."""
    rows = Assignment.objects.filter(case_id__in=[case.pk for case in cases], ended_at=None)
    return {row.case_id: row for row in rows.select_related("organisation", "account")}


_HOLDERS = """
SELECT a.case_id, o.id, o.name FROM dispatch_assignment a
JOIN organisations_organisation o ON o.id = a.organisation_id
WHERE a.case_id = ANY (%s) AND a.ended_at IS NULL
"""


def holders_of(cases: Iterable[Case]) -> dict[UUID, tuple[int, str]]:
    """Case -> (id, name) of the unit it lies with, for lists. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [[case.pk for case in cases]])
        return {case_id: (id_, name) for case_id, id_, name in cursor.fetchall()}


def hold_standing(cases: Iterable[Case]) -> None:
    """Read who has these locked cases, for all that is gathered. One query."""
    cases = list(cases)
    found = standing_of(cases)
    for case in cases:
        know(("standing", case.pk), found.get(case.pk))


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation a case may be given to, and those of its people who handle cases there."""

    organisation: Organisation
    people: tuple[Account, ...]


_SERVING = """
SELECT o.id, o.name FROM organisations_organisation o
WHERE o.id IN (SELECT organisation_id FROM organisations_service WHERE scope_id = ANY (%s) AND until IS NULL)
ORDER BY o.name, o.id
"""


def units_in(scope_ids: Iterable[int]) -> list[tuple[int, str]]:
    """(id, name) of whoever carries any duty in these scopes or above them, by name. One query."""
    tree = scope_tree()
    path = {higher for scope in scope_ids for higher in tree.up(scope)}
    with connection.cursor() as cursor:
        cursor.execute(_SERVING, [sorted(path)])
        return [(int(id_), str(name)) for id_, name in cursor.fetchall()]


def units_for(case: Case) -> list[Unit]:
    """The organisations that carry any duty for the case's scope, the nearest first. Two queries."""
    path = scope_tree().up(case.scope_id)
    services = Service.objects.filter(scope_id__in=path, until=None).select_related("organisation")
    nearest = {scope_id: order for order, scope_id in enumerate(path)}
    found = {s.organisation_id: s.organisation for s in sorted(services, key=lambda s: nearest[s.scope_id])}
    grants = RoleGrant.objects.filter(
        organisation_id__in=found,
        role__in=(Role.DUTY, Role.FIELD, Role.CLERK),
        scope_id__in=path,
        until=None,
        account__is_active=True,
    ).select_related("account")
    people: dict[int, dict[int, Account]] = {}
    for grant in grants.order_by("account__display_name"):
        people.setdefault(grant.organisation_id or 0, {})[grant.account_id] = grant.account
    return [Unit(row, tuple(people.get(id_, {}).values())) for id_, row in found.items()]
