"""Units, their buildings, and where a building belonged when."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind

from .models import GovernanceUnit, UnitBuilding

LIVE = Q(until=None)


def units_of(viewer: Viewer) -> QuerySet[GovernanceUnit]:
    """The units of the viewer's register, living ones first, each with `held` buildings. One query."""
    scopes = viewer.grants.get(Permission.REGISTER_READ, frozenset())
    rows = GovernanceUnit.objects.filter(scope_id__in=scopes).select_related("scope")
    held = Count("buildings", filter=Q(buildings__until=None))
    return rows.annotate(held=held).order_by("-until", "scope_id", "name")


def unit_for(viewer: Viewer, unit_id: int) -> GovernanceUnit:
    """One of them. Raises NotThere."""
    found = units_of(viewer).filter(pk=unit_id).first()
    if found is None:
        raise NotThere
    return found


def buildings_of(unit: GovernanceUnit) -> Sequence[UnitBuilding]:
    """Every building that ever belonged to the unit, those that belong now first."""
    rows = unit.buildings.select_related("building").order_by("building__label", "since")
    return sorted(rows, key=lambda row: row.until is not None)


def unit_at(building_id: int, at: datetime) -> GovernanceUnit | None:
    """The one unit a building belonged to at a moment."""
    rows = UnitBuilding.objects.filter(
        Q(until=None) | Q(until__gt=at), building_id=building_id, since__lte=at
    )
    row = rows.select_related("unit").first()
    return row.unit if row else None


def coverage_of(viewer: Viewer) -> tuple[int, int]:
    """How many of how many open buildings belong to a unit now; the database keeps the two equal."""
    scopes = viewer.grants.get(Permission.REGISTER_READ, frozenset())
    open_ones = Place.objects.filter(scope_id__in=scopes, kind=PlaceKind.BUILDING, closed_at=None)
    belongs = UnitBuilding.objects.filter(building_id=OuterRef("pk"), until=None)
    return open_ones.filter(Exists(belongs)).count(), open_ones.count()
