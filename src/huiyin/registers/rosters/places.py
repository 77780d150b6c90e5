"""Rows of places: an estate, a building, an entrance, a home with its area, a gate, a facility."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from huiyin.ground.recording import recorded
from huiyin.ground.tenancy.acts import plant_scope
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.words import Permission
from huiyin.registers.places.acts import LONGEST_LABEL, label_of, number_in, short_of
from huiyin.registers.places.models import Home, Place
from huiyin.registers.places.words import SCOPED, PlaceKind

from .lines import Here, Line, New, Result
from .refusals import CellMissing, CellTooLong, CellUnread
from .spot import estate_of, parts_of
from .tree import Node, tree_of
from .words import Outcome

LONGEST_NAME = 60
SPARE = 12
"""Characters for the spaces between names, and for "号楼" and "单元" behind bare numbers."""
BATCH = 1000
_AREA = re.compile(r"(\d{1,6}(?:\.\d{1,4})?)\s*(?:㎡|m2|m²|平方米|平米|平)?", re.IGNORECASE)
_FLOOR = re.compile(r"(-?\d{1,3})\s*[层楼]?")
_LEAVES = (("gate", PlaceKind.GATE), ("facility", PlaceKind.FACILITY))
Figures = tuple[int | None, int | None]
"""Floor, and area in hundredths of a square metre."""


class Places:
    """Takes rows of places. Everything is planned in memory and written at the end, level by level."""

    writes = False

    def __init__(self, here: Here) -> None:
        here.by.must(Permission.REGISTER_WRITE, here.scope_id)
        self.here, self.root = here, tree_of(here.scope_id)
        self.planned: list[Node] = []
        self.figures: dict[Node, Figures] = {}

    def take(self, line: Line, new: New) -> Outcome:
        """Plan a row. Raises RowRefused, PlaceClosed."""
        self._must_fit(line)
        figures = _floor(line), read_area(line)
        parts = self._parts(line)
        node, planned = estate_of(line, self.root, plan=True)
        for kind, name in parts:
            node, is_new = node.find_or_plan(kind, name)
            planned += [node] if is_new else []
        self.planned += planned
        new.update(str(one.kind.label) for one in planned)
        changed = node.kind == PlaceKind.HOME and self._figures(node, figures)
        if planned:
            return Outcome.ADDED
        return Outcome.CHANGED if changed else Outcome.SAME

    def finish(self, result: Result) -> None:
        """Write what was planned."""
        write_places(nodes=self.planned, figures=self.figures, by=self.here.by, reason=self.here.name)
        words = _("New: %(kind)s “%(name)s”. If it exists under another name, correct the table.")
        result.notes += [
            words % {"kind": node.kind.label, "name": node.name}
            for node in self.planned
            if node.kind in SCOPED
        ]

    def _parts(self, line: Line) -> list[tuple[PlaceKind, str]]:
        parts = parts_of(line)
        kinds = {kind for kind, _name in parts}
        if parts and PlaceKind.BUILDING not in kinds:
            raise CellMissing(column=PlaceKind.BUILDING.label)
        if parts and PlaceKind.HOME in kinds:
            return parts
        for field, kind in _LEAVES:
            if name := line.get(field):
                return [(kind, name)] if kind == PlaceKind.GATE else [*parts, (kind, name)]
        if not parts and not line.get("estate"):
            raise CellMissing(column=PlaceKind.BUILDING.label)
        return parts

    def _must_fit(self, line: Line) -> None:
        """Each name, and all of them together with the words that belong to bare numbers."""
        names = {name: line.get(name) for name in line.cells if name not in ("area", "floor")}
        for name, text in names.items():
            if len(text) > LONGEST_NAME:
                raise CellTooLong(column=PlaceKind(name).label, limit=LONGEST_NAME)
        estate = 0 if names.get("estate") else LONGEST_NAME  # the one the row leaves out
        if sum(map(len, names.values())) + estate + SPARE > LONGEST_LABEL:
            raise CellTooLong(column=_("Place"), limit=LONGEST_LABEL - SPARE)

    def _figures(self, node: Node, said: Figures) -> bool:
        """Keep what a row says about a home; whether it differs from the register."""
        home = getattr(node.place, "home", None) if node.place is not None else None
        known = self.figures.get(node) or ((home.floor, home.area) if home else (None, None))
        wanted = tuple(new if new is not None else old for new, old in zip(said, known, strict=True))
        if wanted == known and (home is not None or node in self.figures):
            return False
        self.figures[node] = (wanted[0], wanted[1])
        return True


def read_area(line: Line) -> int | None:
    """Hundredths of a square metre, None where the row says nothing. Raises CellUnread."""
    text = unicodedata.normalize("NFKC", line.get("area")).replace(",", "")
    if not text:
        return None
    found = _AREA.fullmatch(text)
    if found is None or Decimal(found[1]) <= 0:
        raise CellUnread(column=_("Floor area"), value=text)
    return int((Decimal(found[1]) * 100).to_integral_value(ROUND_HALF_UP))


def _floor(line: Line) -> int | None:
    text = unicodedata.normalize("NFKC", line.get("floor"))
    if not text:
        return None
    found = _FLOOR.fullmatch(text)
    if found is None:
        raise CellUnread(column=_("Floor"), value=text)
    return int(found[1])


@recorded
def write_places(*, nodes: Sequence[Node], figures: dict[Node, Figures], by: Viewer, reason: str) -> None:  # noqa: ARG001 - `recorded` takes them
    """Write planned places and the figures of homes, each level in one statement.

    The right was asked for the area above; new estates lie below it and are in nobody's rights yet.
    """
    with seen_as(SYSTEM):
        for kind in PlaceKind:
            level = [node for node in nodes if node.kind == kind]
            if kind in SCOPED:
                for node in level:
                    _settle(node)
            else:
                _write(level)
        _write_homes(figures)


def _settle(node: Node) -> None:
    above = _place(node.parent)
    scope = plant_scope(name=node.name, kind=node.kind, parent=above.scope)
    node.place = Place.objects.create(
        scope=scope, parent=above, kind=node.kind, name=node.name, label=node.name, order=number_in(node.name)
    )


def _write(level: Sequence[Node]) -> None:
    rows = []
    for node in level:
        above = _place(node.parent)
        node.place = Place(
            scope=above.scope, parent=above, kind=node.kind, name=node.name, order=number_in(node.name),
            label=label_of(above, node.kind, node.name), short=short_of(above, node.kind, node.name),
        )  # fmt: skip
        rows.append(node.place)
    Place.objects.bulk_create(rows, batch_size=BATCH)


def _write_homes(figures: dict[Node, Figures]) -> None:
    new, changed = [], []
    for node, (floor, area) in figures.items():
        place = _place(node)
        home = getattr(place, "home", None)
        if home is None:
            new.append(Home(place=place, scope=place.scope, floor=floor, area=area))
        else:
            home.floor, home.area = floor, area
            changed.append(home)
    Home.objects.bulk_create(new, batch_size=BATCH)
    Home.objects.bulk_update(changed, ["floor", "area"], batch_size=BATCH)


def _place(node: Node | None) -> Place:
    assert node is not None  # noqa: S101 - what has a parent in the plan has one in the register
    assert node.place is not None  # noqa: S101 - parents are written before children
    return node.place
