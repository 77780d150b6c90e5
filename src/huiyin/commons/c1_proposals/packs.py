"""The rules a proposal or a meeting was begun under; a later version never changes it."""

from datetime import datetime

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.deliberations import Deliberation
from huiyin.registers.rules.reads import deliberation_for, pack_by_id


def pack_now(scope_id: int, at: datetime) -> tuple[int, Deliberation]:
    """The pack in force and its row's id. Raises NoPack."""
    held = deliberation_for(scope_tree().up(scope_id), at)
    assert isinstance(held.rules, Deliberation)  # noqa: S101 - deliberation_for takes no other
    return held.id, held.rules


def pack_of(pack_id: int) -> Deliberation:
    """The rules behind a stored id."""
    rules = pack_by_id(pack_id).rules
    assert isinstance(rules, Deliberation)  # noqa: S101 - `pack_now` takes no other pack
    return rules
