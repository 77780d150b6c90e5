"""The rules a proposal or a meeting was begun under; a later version never changes it."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from huiyin.ground.ids import CROCKFORD
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.deliberations import Deliberation
from huiyin.registers.rules.reads import deliberation_for, pack_by_id

ZONE = ZoneInfo("Asia/Shanghai")
CODE_LENGTH = 6


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


def public_code(letter: str, at: datetime) -> str:
    """Such as "P2611-7KQ2MX": it stands in addresses and on paper."""
    tail = "".join(secrets.choice(CROCKFORD) for _place in range(CODE_LENGTH))
    return f"{letter}{at.astimezone(ZONE):%y%m}-{tail}"
