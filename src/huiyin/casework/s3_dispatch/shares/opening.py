"""Open a case to a unit that works elsewhere, as far as it needs: its own people, reading."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from huiyin.casework.casefile.models import Case
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import RoleGrant

from .models import Share

BY_CALL = "call"
"""The reason of a share that came with a call and ends with it."""


def open_to(*, case: Case, organisation: Organisation, by: Viewer, at: datetime) -> int:
    """Share the case with the scopes in which a called unit's people work, where they do not see it anyway.

    Returns the scope in which the unit reads its messages. A part of a call, which writes the line.
    """
    path = scope_tree().up(case.scope_id)
    grants = RoleGrant.objects.filter(organisation=organisation, until=None, account__is_active=True)
    works = set(grants.values_list("scope_id", flat=True))
    if not works or works & set(path):
        return case.scope_id
    outside = sorted(works)
    for scope_id in outside:
        Share.objects.get_or_create(
            case=case, to_scope_id=scope_id, organisation=organisation, revoked_at=None,
            defaults={"scope_id": case.scope_id, "reason": BY_CALL, "made_by": by.actor, "made_at": at},
        )  # fmt: skip
    return outside[0]


def close_to(*, case_id: UUID, organisation_id: int, at: datetime) -> None:
    """End what a call had opened. A part of taking the call back, which writes the line."""
    Share.objects.filter(
        case_id=case_id, organisation_id=organisation_id, reason=BY_CALL, revoked_at=None
    ).update(revoked_at=at)


def names_of(scope_ids: Iterable[int]) -> str:
    """Scopes as people call them."""
    return "、".join(scope_tree().names.get(scope_id, "") for scope_id in scope_ids)
