"""Merge, split, make permanent. Every act is in the history with its actor and reason."""

from collections.abc import Collection, Sequence
from datetime import datetime

from huiyin.ground.clock import now
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.words import Permission

from .models import GovernanceUnit, UnitBuilding, UnitKind
from .refusals import NotTemporary, TooFewUnits, UnitOver, WrongBuildings


@recorded
def merge_units(
    *,
    unit_ids: Collection[int],
    name: str,
    temporary: bool,
    by: Viewer,
    reason: str,  # noqa: ARG001 - kept in the history
) -> GovernanceUnit:
    """Several units become one zone; the old ones end. Raises NotThere, TooFewUnits, UnitOver."""
    units = [_lock(unit_id, by) for unit_id in sorted(set(unit_ids))]
    if len(units) < 2:  # noqa: PLR2004 - two make one
        raise TooFewUnits
    at = now()
    scope_id = _around([unit.scope_id for unit in units])
    with seen_as(SYSTEM):  # the zone may lie in the area around the units, which the steward only reads
        zone = GovernanceUnit.objects.create(
            scope_id=scope_id, kind=UnitKind.ZONE, name=name.strip(), temporary=temporary, since=at
        )
        held = UnitBuilding.objects.filter(unit__in=units, until=None)
        _move(list(held), zone, at)
        GovernanceUnit.objects.filter(pk__in=[unit.pk for unit in units]).update(until=at)
    return zone


@recorded
def split_unit(
    *,
    unit_id: int,
    name: str,
    building_ids: Collection[int],
    temporary: bool,
    by: Viewer,
    reason: str,  # noqa: ARG001 - kept in the history
) -> GovernanceUnit:
    """Some buildings leave a unit and make a new one. Raises NotThere, UnitOver, WrongBuildings."""
    unit = _lock(unit_id, by)
    held = list(UnitBuilding.objects.filter(unit=unit, until=None))
    leaving = [row for row in held if row.building_id in set(building_ids)]
    if not leaving or len(leaving) == len(held) or len(leaving) != len(set(building_ids)):
        raise WrongBuildings
    at = now()
    scope_id = _around([row.scope_id for row in leaving])
    part = GovernanceUnit.objects.create(
        scope_id=scope_id, kind=UnitKind.ZONE, name=name.strip(), temporary=temporary, since=at
    )
    _move(leaving, part, at)
    return part


@recorded
def make_permanent(*, unit_id: int, by: Viewer, reason: str) -> GovernanceUnit:  # noqa: ARG001 - kept in the history
    """A temporary unit stays for good. Raises NotThere, UnitOver, NotTemporary."""
    unit = _lock(unit_id, by)
    if not unit.temporary:
        raise NotTemporary
    unit.temporary = False
    unit.save(update_fields=["temporary"])
    return unit


def _lock(unit_id: int, by: Viewer) -> GovernanceUnit:
    unit = GovernanceUnit.objects.select_for_update().filter(pk=unit_id).first()
    if unit is None:
        raise NotThere
    by.must(Permission.REGISTER_WRITE, unit.scope_id)
    if unit.until is not None:
        raise UnitOver
    return unit


def _move(rows: Sequence[UnitBuilding], unit: GovernanceUnit, at: datetime) -> None:
    UnitBuilding.objects.filter(pk__in=[row.pk for row in rows]).update(until=at)
    UnitBuilding.objects.bulk_create(
        UnitBuilding(unit=unit, building_id=row.building_id, scope_id=row.scope_id, since=at) for row in rows
    )


def _around(scope_ids: Collection[int]) -> int:
    """The nearest scope that holds all of these."""
    ways = [scope_tree().up(scope_id) for scope_id in scope_ids]
    return next(scope for scope in ways[0] if all(scope in way for way in ways))
