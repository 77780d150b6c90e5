"""The kinds of place."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    """The place tree from the sub-district down to a home; gates and facilities hang where they stand."""

    SUBDISTRICT = "subdistrict", _("Sub-district")
    COMMUNITY = "community", _("Community")
    ESTATE = "estate", _("Estate")
    ZONE = "zone", _("Zone")
    GRID = "grid", _("Grid cell")
    BUILDING = "building", _("Building")
    ENTRANCE = "entrance", _("Entrance")
    HOME = "home", _("Home")
    GATE = "gate", _("Gate")
    FACILITY = "facility", _("Facility")


SCOPED = (PlaceKind.SUBDISTRICT, PlaceKind.COMMUNITY, PlaceKind.ESTATE)
"""Kinds that are a node of the tenancy tree themselves."""

CHILDREN: dict[PlaceKind, tuple[PlaceKind, ...]] = {
    PlaceKind.SUBDISTRICT: (PlaceKind.COMMUNITY,),
    PlaceKind.COMMUNITY: (PlaceKind.ESTATE, PlaceKind.ZONE, PlaceKind.GRID),
    PlaceKind.ESTATE: (PlaceKind.BUILDING, PlaceKind.GATE, PlaceKind.FACILITY),
    PlaceKind.BUILDING: (PlaceKind.ENTRANCE, PlaceKind.HOME, PlaceKind.FACILITY),
    PlaceKind.ENTRANCE: (PlaceKind.HOME, PlaceKind.FACILITY),
}
"""What may lie directly in what."""

CODED = (PlaceKind.ENTRANCE, PlaceKind.GATE, PlaceKind.FACILITY)
"""Kinds that carry a printed code."""
