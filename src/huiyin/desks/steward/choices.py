"""What a steward may choose from: only what lies in the own area."""

from datetime import datetime

from django.utils import timezone

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.reads import categories_for
from huiyin.registers.rules.refusals import NoPack

Choices = list[tuple[str, str]]
NONE = ("", "–")


def scope_choices(viewer: Viewer, permission: str) -> Choices:
    """The areas where the permission holds, in the order of the tree, inner ones indented."""
    tree = scope_tree()
    held = frozenset(tree.paths) if viewer.everywhere else viewer.grants.get(permission, frozenset())
    order = sorted(held & frozenset(tree.paths), key=lambda scope: tree.paths[scope])
    return [(str(scope), "　" * (len(tree.paths[scope]) - 1) + tree.names[scope]) for scope in order]


def organisation_choices(scope_ids: frozenset[int]) -> Choices:
    """The organisations at work in some areas."""
    rows = Organisation.objects.filter(scope_id__in=scope_ids, until=None).order_by("kind", "name")
    return [(str(row.pk), f"{row.name} ({row.get_kind_display()})") for row in rows]


def building_choices(scope_ids: frozenset[int]) -> Choices:
    """The buildings and estates of some areas."""
    kinds = (PlaceKind.ESTATE, PlaceKind.BUILDING)
    rows = Place.objects.filter(scope_id__in=scope_ids, kind__in=kinds, closed_at=None)
    return [(str(row.pk), row.label) for row in rows.order_by("scope_id", "kind", "order", "pk")]


def place_choices(viewer: Viewer, permission: str, within: frozenset[int] | None = None) -> Choices:
    """The places from a community to an entrance where the permission holds; `within`: of these scopes alone.

    Raises NotThere for none.
    """
    kinds = (PlaceKind.COMMUNITY, PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.ENTRANCE)
    scopes = viewer.grants.get(permission, frozenset())
    scopes = scopes if within is None else scopes & within
    found = Place.objects.filter(kind__in=kinds, scope_id__in=scopes, closed_at=None).order_by("label")
    if not found:
        raise NotThere
    return [(str(one.pk), one.label) for one in found]


def duty_choices(scope_id: int, at: datetime | None = None) -> Choices:
    """The duties of the category list that holds in an area (物, 社, 街 …)."""
    try:
        listed = categories_for(scope_tree().up(scope_id), at or timezone.now())
    except NoPack:
        return []
    return [(lead.key, f"{lead.key} {said(lead)}") for lead in listed.leads.values()]
