"""Open accounts, give and end roles, end an account at once. Every act is in the history with its actor.

An account is kept by those who may keep accounts in every scope where it holds a role.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer

from .granting import HIGH, NEEDS_ORGANISATION, NEEDS_PLACE, together
from .models import Account, ApiToken, Invitation, Person, RoleGrant
from .policy import PHONE_CODE
from .reads import live_grants
from .refusals import (
    GrantHeld,
    LastSteward,
    NameInUse,
    NotToOneself,
    PhoneInUse,
    RoleNeeds,
    RolesApart,
    SecondPersonNeeded,
)
from .words import Permission, Role


def accounts_of(viewer: Viewer) -> QuerySet[Account]:
    """The accounts with a role, now or once, in the scopes where the viewer keeps accounts."""
    if viewer.everywhere:
        return Account.objects.all()
    scopes = viewer.grants.get(Permission.ACCOUNT_WRITE, frozenset())
    asked = Q(grants__scope_id__in=scopes) | Q(requests__scope_id__in=scopes)
    return Account.objects.filter(Q(pk__in=Account.objects.filter(asked).values("pk")))


def account_for(viewer: Viewer, account_id: int) -> Account:
    """One of them. Raises NotThere."""
    account = accounts_of(viewer).select_related("person").filter(pk=account_id).first()
    if account is None:
        raise NotThere
    return account


def keeps(viewer: Viewer, account: Account, at: datetime) -> bool:
    """Whether the viewer may change this account: all its roles lie where the viewer keeps accounts."""
    scopes = live_grants(account.pk, at).values_list("scope_id", flat=True)
    seen = accounts_of(viewer).filter(pk=account.pk).exists()
    return seen and all(viewer.may(Permission.ACCOUNT_WRITE, scope) for scope in scopes)


@recorded
def open_account(
    *,
    username: str,
    display_name: str,
    scope_id: int,
    by: Viewer,
    phone: str = "",
    by_phone: bool = False,
    person: Person | None = None,
) -> Account:
    """A new account without any right; give it a role next. Raises NotThere, NameInUse, PhoneInUse."""
    by.must(Permission.ACCOUNT_WRITE, scope_id)
    account = Account(
        username=username.strip(), display_name=display_name.strip(), person=person, by_phone=by_phone
    )
    account.set_unusable_password()
    if by_phone and phone:
        phone_is_free(phone, None)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        raise NameInUse from None
    if phone:
        seal_phone(account, phone)
    return account


@recorded
def grant_role(
    *,
    account: Account,
    role: Role,
    scope_id: int,
    by: Viewer,
    organisation_id: int | None = None,
    place_id: int | None = None,
) -> RoleGrant:
    """Give a role.

    Raises NotThere (no such right there), NotToOneself, RolesApart, RoleNeeds, GrantHeld, SecondPersonNeeded
    (a high right: see `two_persons.ask_for_role`).
    """
    _may_grant(account, role, scope_id, by)
    if role in HIGH and not by.everywhere:
        raise SecondPersonNeeded
    needed = {Role.CONTACT: place_id, Role.DUTY: organisation_id, Role.FIELD: organisation_id}
    if role in NEEDS_ORGANISATION | NEEDS_PLACE and not needed[role]:
        raise RoleNeeds
    return hand_over(account, role, scope_id, organisation_id=organisation_id, place_id=place_id)


def _may_grant(account: Account, role: Role, scope_id: int, by: Viewer) -> None:
    by.must(Permission.ACCOUNT_WRITE, scope_id)
    if account.pk == by.account_id:
        raise NotToOneself
    held = live_grants(account.pk, now()).values_list("role", flat=True)
    if not together(set(held), role):
        raise RolesApart


def may_ask(account: Account, role: Role, scope_id: int, by: Viewer) -> None:
    """What holds for giving a role holds for asking to give it. Raises as `grant_role`."""
    _may_grant(account, role, scope_id, by)


def hand_over(
    account: Account,
    role: Role,
    scope_id: int,
    *,
    organisation_id: int | None = None,
    place_id: int | None = None,
) -> RoleGrant:
    """Write the grant; the questions have been asked. Raises GrantHeld."""
    if role in PHONE_CODE and not account.by_phone:
        account.by_phone = True
        account.save(update_fields=["by_phone"])
    try:
        with transaction.atomic():
            return RoleGrant.objects.create(
                account=account,
                role=role,
                scope_id=scope_id,
                organisation_id=organisation_id,
                place_id=place_id,
                since=now(),
            )
    except IntegrityError:
        raise GrantHeld from None


@recorded
def end_grant(*, grant: RoleGrant, by: Viewer, reason: str = "") -> RoleGrant:  # noqa: ARG001 - kept in the history
    """Take a role away; it ends with the next request. Raises NotThere, NotToOneself, LastSteward."""
    by.must(Permission.ACCOUNT_WRITE, grant.scope_id)
    if grant.account_id == by.account_id:
        raise NotToOneself
    if grant.until is None:
        _not_the_last(grant.account_id, grant.role)
        grant.until = now()
        grant.save(update_fields=["until"])
    return grant


@recorded
def deactivate(*, account: Account, by: Viewer, reason: str = "") -> Account:  # noqa: ARG001 - kept in the history
    """End an account at once: sessions, tokens and invitations with it (assurance S-67).

    Raises NotThere, NotToOneself, LastSteward.
    """
    must_keep(account, by)
    for role in live_grants(account.pk, now()).values_list("role", flat=True):
        _not_the_last(account.pk, role)
    at = now()
    account.is_active, account.session_epoch = False, account.session_epoch + 1
    account.save(update_fields=["is_active", "session_epoch"])
    ApiToken.objects.filter(account=account, revoked_at=None).update(revoked_at=at)
    Invitation.objects.filter(account=account, used_at=None).update(used_at=at)
    return account


@recorded
def reactivate(*, account: Account, by: Viewer) -> Account:
    """Let an ended account sign in again with the roles that were not ended.

    Raises NotThere, NotToOneself.
    """
    must_keep(account, by)
    account.is_active = True
    account.save(update_fields=["is_active"])
    return account


def holds_high(account: Account) -> bool:
    """Whether the account holds a right that needs two persons."""
    return live_grants(account.pk, now()).filter(role__in=HIGH).exists()


def must_keep(account: Account, by: Viewer) -> None:
    """Refuse whoever does not keep this account, and everybody for the own one."""
    if account.pk == by.account_id:
        raise NotToOneself
    if not by.everywhere and not keeps(by, account, now()):
        raise NotThere


def _not_the_last(account_id: int, role: str) -> None:
    """The stewards of the whole installation never run out."""
    roots = [scope for scope, path in scope_tree().paths.items() if len(path) == 1]
    stewards = RoleGrant.objects.filter(
        role=Role.STEWARD, scope_id__in=roots, until=None, account__is_active=True
    )
    if role == Role.STEWARD and not stewards.exclude(account_id=account_id).exists():
        raise LastSteward


def phone_is_free(phone: str, account: Account | None) -> None:
    """Refuse a phone with which another account signs in."""
    same = Account.objects.filter(
        phone_index=crypto.blind_index("phone", phone), by_phone=True, is_active=True
    )
    if (same.exclude(pk=account.pk) if account else same).exists():
        raise PhoneInUse


def seal_phone(account: Account, phone: str) -> None:
    """Keep a phone so that only its owner's sign-in finds it."""
    account.phone_sealed = crypto.seal(phone, aad=account.phone_aad)
    account.phone_index = crypto.blind_index("phone", phone)
    account.save(update_fields=["phone_sealed", "phone_index"])
