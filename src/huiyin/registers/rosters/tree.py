"""The places of an area in memory: found as people write them, new ones planned before they are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.reading.numerals import number
from huiyin.registers.places.models import Place
from huiyin.registers.places.refusals import PlaceClosed
from huiyin.registers.places.words import SCOPED, PlaceKind

_ENDING = re.compile(r"(号楼|号栋|号门|单元|门栋|[号栋幢座楼门室户#])$")
_BARE = re.compile(r"[a-z]?\d{1,4}")


@dataclass(eq=False)
class Node:
    """A place, written or only planned (`place` is None)."""

    kind: PlaceKind
    name: str
    parent: Node | None
    place: Place | None = None
    children: dict[tuple[PlaceKind, str], list[Node]] = field(default_factory=dict)

    def under(self, kind: PlaceKind, said: str) -> Node | None:
        """The child people mean: by its very name, else the only one of that number."""
        same = self.children.get((kind, plain(said)), [])
        exact = [node for node in same if node.name == said]
        found = exact or same
        return found[0] if len(found) == 1 or exact else None

    def all_of(self, kind: PlaceKind) -> list[Node]:
        """Every open child of a kind."""
        nodes = (node for (own, _), same in self.children.items() if own == kind for node in same)
        return [node for node in nodes if node.place is None or node.place.closed_at is None]

    def add(self, kind: PlaceKind, name: str, place: Place | None = None) -> Node:
        """Hang a child."""
        node = Node(kind, name, self, place)
        self.children.setdefault((kind, plain(name)), []).append(node)
        return node

    def find_or_plan(self, kind: PlaceKind, said: str) -> tuple[Node, bool]:
        """The child people mean, else a planned one; whether it is planned now. Raises PlaceClosed."""
        found = self.under(kind, said)
        if found is None:
            return self.add(kind, said), True
        if found.place is not None and found.place.closed_at is not None:
            raise PlaceClosed
        return found, False

    def walk(self) -> Iterator[Node]:
        """Everything inside, parents before children."""
        for same in self.children.values():
            for node in same:
                yield node
                yield from node.walk()


def plain(said: str) -> str:
    """What tells places of one kind apart: "3号楼", "三栋", "3#" and "3" are one, "A3" another."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", said)).lower()
    while (shorter := _ENDING.sub("", text)) and shorter != text:
        text = shorter
    value = number(text) if text else None
    return str(value) if value is not None else text


def proper(kind: PlaceKind, said: str) -> str:
    """A bare number with the word that belongs to it; anything else as it is said."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", said)).rstrip("#")
    bare = bool(_BARE.fullmatch(text.lower()))
    if kind == PlaceKind.BUILDING and bare:
        return f"{text}号楼"
    if kind == PlaceKind.ENTRANCE and bare:
        return f"{text}单元"
    if kind == PlaceKind.HOME:
        return re.sub(r"(?<=\d)[室号户]$", "", text)
    return text if kind in (PlaceKind.BUILDING, PlaceKind.ENTRANCE) else said.strip()


def tree_of(scope_id: int) -> Node:
    """The register at and below a scope. One query. The root is the scope's own place."""
    scopes = scope_tree().under([scope_id])
    rows = Place.objects.filter(scope_id__in=scopes).select_related("scope", "home")
    nodes: dict[int, Node] = {}
    root: Node | None = None
    for place in sorted(rows, key=lambda place: _DEPTH.get(PlaceKind(place.kind), 9)):
        above = nodes.get(place.parent_id or 0)
        if above is not None:
            nodes[place.pk] = above.add(PlaceKind(place.kind), place.name, place)
        elif place.scope_id == scope_id and place.kind in SCOPED:
            root = nodes[place.pk] = Node(PlaceKind(place.kind), place.name, None, place)
    assert root is not None, f"scope {scope_id} has no place"  # noqa: S101 - every scope is made with one
    return root


_DEPTH = {kind: depth for depth, kind in enumerate(PlaceKind)}
"""The kinds stand in the order in which they lie in each other."""
