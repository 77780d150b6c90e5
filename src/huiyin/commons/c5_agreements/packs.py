"""The rules an agreement was begun under; a later version never changes it."""

from datetime import datetime

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.agreements import AgreementRule
from huiyin.registers.rules.cooperation import Cooperation
from huiyin.registers.rules.reads import USUAL_COOPERATION, HeldPack, cooperation_for, newest, pack_by_id
from huiyin.registers.rules.refusals import NoPack
from huiyin.registers.rules.words import PackKind


def rule_now(scope_id: int, at: datetime) -> tuple[int, AgreementRule]:
    """The rule in force and its pack's row. An area whose pack is older than agreements follows the newest.

    Raises NoPack.
    """
    held = cooperation_for(scope_tree().up(scope_id), at)
    rule = _rule(held)
    if rule is None:
        row = newest(PackKind.COOPERATION, USUAL_COOPERATION)
        held = pack_by_id(row.pk) if row else held
        rule = _rule(held)
    if rule is None:
        raise NoPack(kind=PackKind.COOPERATION.value)
    return held.id, rule


def rule_of(pack_id: int) -> AgreementRule:
    """The rule behind a stored id."""
    rule = _rule(pack_by_id(pack_id))
    assert rule is not None  # noqa: S101 - `rule_now` stores no pack without one
    return rule


def _rule(held: HeldPack) -> AgreementRule | None:
    assert isinstance(held.rules, Cooperation)  # noqa: S101 - cooperation_for takes no other
    return held.rules.agreements
