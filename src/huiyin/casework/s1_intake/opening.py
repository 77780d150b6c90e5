"""The clocks a case opens with: those in natural seconds that start at intake. The rest wait for dispatch."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from huiyin.casework.casefile.moments import DUE, LATE, WARN
from huiyin.ground.ids import new_id
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.categories import Category
from huiyin.registers.rules.reads import HeldPack, categories_for, service_level_for
from huiyin.registers.rules.service_levels import ServiceLevel
from huiyin.registers.rules.targets import Target
from huiyin.registers.rules.words import StartEvent, Unit, Urgency


@dataclass(frozen=True, slots=True)
class Opening:
    """What the rules say of a new case: its category row, urgency, clocks and their timers (JSON shapes)."""

    category: Category | None
    urgency: Urgency
    clocks: list[dict[str, Any]]
    timers: list[dict[str, Any]]


def opening_of(*, scope_id: int, code: str, danger: bool, running: bool = True) -> Opening:
    """Ask the packs of the scope.

    Unknown codes count as no category. `running=False`: an old record, no clocks.
    """
    path, at = scope_tree().up(scope_id), datetime.now(UTC)
    category = categories_for(path, at).get(code) if code else None
    urgency = Urgency.E0 if danger else category.urgency if category else Urgency.N
    if not running:
        return Opening(category, urgency, [], [])
    held = service_level_for(path, category, at)
    clocks = list(_clocks(held, category, urgency))
    timers = [_first_timer(target, clock["id"]) for clock, target in clocks]
    settle = {"clock_id": None, "what": "settle", "step": 0, "after": 0}
    return Opening(category, urgency, [clock for clock, _target in clocks], [settle, *timers])


def _clocks(
    held: HeldPack, category: Category | None, urgency: Urgency
) -> Iterator[tuple[dict[str, Any], Target]]:
    level = held.rules
    assert isinstance(level, ServiceLevel)  # noqa: S101 - service_level_for returns no other kind
    for target in level.targets_for(category, urgency):
        if target.starts_on is StartEvent.INTAKE and target.unit is Unit.NATURAL_SECONDS:
            number = level.targets.index(target)
            yield (
                {
                    "id": str(new_id()),
                    "kind": target.clock.value,
                    "tier": target.tier or "",
                    "pack_id": held.id,
                    "target_no": number,
                    "seconds": target.amount,
                },
                target,
            )


def _first_timer(target: Target, clock_id: str) -> dict[str, Any]:
    """The timer of the clock's first moment (casefile/moments.py); `after` in seconds from the start."""
    warnings = [
        target.amount * warn.fraction if warn.fraction is not None else target.amount - (warn.seconds or 0)
        for warn in target.warn
    ]
    before = sorted(seconds for seconds in warnings if 0 < seconds < target.amount)
    if before:
        return {"clock_id": clock_id, "what": WARN, "step": 1, "after": before[0]}
    return {"clock_id": clock_id, "what": DUE, "step": 0, "after": target.amount + LATE.total_seconds()}
