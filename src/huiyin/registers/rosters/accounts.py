"""Accounts for people whose posts work with the program: by a code to their telephone, or by invitation."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.ground import crypto
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.accounts import grant_role, open_account
from huiyin.registers.people.models import Account, Person, RoleGrant
from huiyin.registers.people.policy import PHONE_CODE
from huiyin.registers.people.refusals import PhoneInUse
from huiyin.registers.people.words import Permission, PostKind, Role
from huiyin.registers.places.models import Place

from .lines import Here
from .refusals import CellMissing

ROLES: dict[PostKind, Role] = {
    PostKind.BUILDING_HEAD: Role.CONTACT,
    PostKind.ENTRANCE_HEAD: Role.CONTACT,
    PostKind.LIAISON: Role.CONTACT,
    PostKind.REPAIR: Role.FIELD,
    PostKind.GUARD: Role.FIELD,
    PostKind.DUTY_LEAD: Role.DUTY,
    PostKind.DESK: Role.DUTY,
    PostKind.MANAGER: Role.DUTY,
}
"""Whom a table may give which role. Offices need a second factor: opened by hand."""


class Accounts:
    """Opens what is missing."""

    def __init__(self, here: Here) -> None:
        here.by.must(Permission.ACCOUNT_WRITE, here.scope_id)
        self.here = here

    def open_for(
        self, person: Person, kind: PostKind, phone: str, place: Place | None, company: Organisation | None,
        scope_id: int,
    ) -> int:  # fmt: skip
        """The account of a post, and its role; how many accounts are new. Raises CellMissing, PhoneInUse."""
        role = ROLES.get(kind)
        if role is None or (role == Role.CONTACT and place is None):
            return 0
        if role != Role.CONTACT and company is None:
            raise CellMissing(column=_("Organisation"))
        account = person.accounts.filter(is_active=True).first()
        new = account is None
        if account is None:
            account = self._open(person, role, phone, scope_id)
        self._grant(account, role, scope_id, place, company)
        return int(new)

    def _open(self, person: Person, role: Role, phone: str, scope_id: int) -> Account:
        """Duty rooms sign in with a second factor: a steward hands them their invitation."""
        if role not in PHONE_CODE:
            return open_account(
                username=f"p{person.pk}", display_name=person.name, scope_id=scope_id, by=self.here.by,
                phone=phone, person=person,
            )  # fmt: skip
        if not phone:
            raise CellMissing(column=_("Telephone"))
        index = crypto.blind_index("phone", phone)
        if Account.objects.filter(phone_index=index, by_phone=True, is_active=True).exists():
            raise PhoneInUse
        return open_account(
            username=f"p{person.pk}", display_name=person.name, scope_id=scope_id, by=self.here.by,
            phone=phone, by_phone=True, person=person,
        )  # fmt: skip

    def _grant(
        self, account: Account, role: Role, scope_id: int, place: Place | None, company: Organisation | None
    ) -> None:
        where = place if role == Role.CONTACT else None
        held = RoleGrant.objects.filter(
            account=account, role=role, scope_id=scope_id, place=where, until=None
        )
        if not held.exists():
            grant_role(
                account=account, role=role, scope_id=scope_id, by=self.here.by,
                place_id=where.pk if where else None, organisation_id=company.pk if company else None,
            )  # fmt: skip
