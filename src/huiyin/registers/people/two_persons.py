"""Two persons for high rights: a steward asks, another steward or an auditor of the same area agrees."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from huiyin.ground.clock import now
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer

from .accounts import hand_over, holds_high, keeps, may_ask
from .granting import HIGH
from .models import Account, RoleGrant, TwoPersonRequest
from .refusals import GrantHeld, NotToOneself, SecondPersonNeeded
from .sign_ins import forget_factors
from .words import Permission, Role

GRANT, RESET = "grant", "reset"


@recorded
def ask_for_role(*, account: Account, role: Role, scope_id: int, by: Viewer) -> TwoPersonRequest | RoleGrant:
    """Ask to give a high right. While there is nobody else who could agree, the only steward gives it alone.

    Raises NotThere, NotToOneself, RolesApart, GrantHeld.
    """
    may_ask(account, role, scope_id, by)
    if not _others(by, scope_id):
        return hand_over(account, role, scope_id)
    return _ask(GRANT, account, scope_id, by, role)


@recorded
def ask_for_reset(*, account: Account, by: Viewer) -> TwoPersonRequest:
    """Ask to reset the sign-in of an account that holds a high right.

    Raises NotThere, NotToOneself, GrantHeld.
    """
    if account.pk == by.account_id:
        raise NotToOneself
    grant = RoleGrant.objects.filter(account=account, role__in=HIGH, until=None).first()
    if grant is None or not keeps(by, account, now()):
        raise NotThere
    return _ask(RESET, account, grant.scope_id, by)


@recorded
def decide(*, request: TwoPersonRequest, agree: bool, by: Viewer) -> str:
    """The second person's word. Returns the one-time invitation of a reset, which this person hands over.

    Raises NotThere, NotToOneself, SecondPersonNeeded (whoever asked), GrantHeld.
    """
    if not open_requests(by).filter(pk=request.pk).exists():
        raise NotThere
    if by.account_id is None or request.asked_by_id == by.account_id:
        raise SecondPersonNeeded
    if request.account_id == by.account_id:
        raise NotToOneself
    request.decided_by_id, request.decided_at, request.agreed = by.account_id, now(), agree
    request.save(update_fields=["decided_by", "decided_at", "agreed"])
    if not agree:
        return ""
    if request.what == RESET:
        return forget_factors(request.account) if holds_high(request.account) else ""
    hand_over(request.account, Role(request.role), request.scope_id)
    return ""


def open_requests(viewer: Viewer) -> QuerySet[TwoPersonRequest]:
    """The requests waiting in the scopes where the viewer keeps accounts or audits."""
    scopes = viewer.grants.get(Permission.ACCOUNT_WRITE, frozenset())
    scopes |= viewer.grants.get(Permission.AUDIT_READ, frozenset())
    waiting = TwoPersonRequest.objects.filter(decided_at=None, scope_id__in=scopes)
    return waiting.select_related("account", "asked_by", "scope").order_by("asked_at")


def _others(by: Viewer, scope_id: int) -> bool:
    """Whether anybody else could agree for this scope."""
    above = scope_tree().up(scope_id)
    able = RoleGrant.objects.filter(role__in=HIGH, scope_id__in=above, until=None, account__is_active=True)
    return able.exclude(account_id=by.account_id or 0).exists()


def _ask(what: str, account: Account, scope_id: int, by: Viewer, role: str = "") -> TwoPersonRequest:
    if by.account_id is None:
        raise NotThere
    try:
        with transaction.atomic():
            return TwoPersonRequest.objects.create(
                what=what,
                account=account,
                role=role,
                scope_id=scope_id,
                asked_by_id=by.account_id,
                asked_at=now(),
            )
    except IntegrityError:
        raise GrantHeld from None
