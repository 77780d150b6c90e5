"""Where a row is: from community and estate down to the home, in columns of their own or in one."""

from huiyin.reading.places import find_places
from huiyin.registers.places.words import PlaceKind

from .lines import Line
from .refusals import CommunityMissing, EstateMissing, PlaceUnknown
from .tree import Node, proper

Parts = list[tuple[PlaceKind, str]]
_DEEP = (PlaceKind.BUILDING, PlaceKind.ENTRANCE, PlaceKind.HOME)


def parts_of(line: Line) -> Parts:
    """Building, entrance and home as the row says them; "3-2-501" in one column is three."""
    said = {kind: line.get(kind.value) for kind in _DEEP}
    if not said[PlaceKind.BUILDING]:
        mention = next((one for one in find_places(said[PlaceKind.HOME]) if one.building), None)
        if mention is not None:
            said = {kind: getattr(mention, kind.value) for kind in _DEEP}
    return [(kind, proper(kind, text)) for kind, text in said.items() if text]


def estate_of(line: Line, root: Node, *, plan: bool) -> tuple[Node, list[Node]]:
    """The estate of a row, and what is planned for it. Raises as `found_at`."""
    if root.kind == PlaceKind.ESTATE:
        return root, []
    community, planned = _community_of(line, root, plan=plan)
    name = line.get("estate")
    if not name:
        estates = community.all_of(PlaceKind.ESTATE)
        if len(estates) != 1:
            raise EstateMissing
        return estates[0], planned
    return _step(community, PlaceKind.ESTATE, name, planned, plan=plan)


def _community_of(line: Line, root: Node, *, plan: bool) -> tuple[Node, list[Node]]:
    if root.kind == PlaceKind.COMMUNITY:
        return root, []
    name, known = line.get("community"), root.all_of(PlaceKind.COMMUNITY)
    if name:
        return _step(root, PlaceKind.COMMUNITY, name, [], plan=plan)
    having = [one for one in known if one.under(PlaceKind.ESTATE, line.get("estate")) is not None]
    found = known if len(known) == 1 else having
    if len(found) != 1:
        raise CommunityMissing
    return found[0], []


def _step(
    above: Node, kind: PlaceKind, name: str, planned: list[Node], *, plan: bool
) -> tuple[Node, list[Node]]:
    if plan:
        node, new = above.find_or_plan(kind, name)
        return node, [*planned, node] if new else planned
    found = above.under(kind, name)
    if found is None:
        raise PlaceUnknown(value=name)
    return found, planned


def found_at(line: Line, root: Node) -> Node | None:
    """The registered place a row names, the deepest it says; None when it names none.

    Raises PlaceUnknown, EstateMissing, CommunityMissing.
    """
    parts = parts_of(line)
    if not parts and not line.get("estate"):
        return None
    node, _planned = estate_of(line, root, plan=False)
    for kind, name in parts:
        inside = node.under(kind, name)
        if inside is None:
            raise PlaceUnknown(value=f"{node.name} {name}")
        node = inside
    return node
