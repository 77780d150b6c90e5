"""What is reported already at a door, as a stranger may read it: what, when, how far; never who or where."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.casework.s2_triage.joining import reported_near
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.places.reads import FoundCode
from huiyin.registers.rules.reads import categories_for

from .tiles import Tile


@dataclass(frozen=True, slots=True)
class Known:
    """One matter reported in the building; the shape of the part `reported.html`."""

    category: str
    label: str
    at: datetime
    state: str
    times: int


def reported_here(found: FoundCode, tile: Tile) -> list[Known]:
    """Open matters of the tile's categories in the building of a code. Call it seen as a guest around it."""
    rows = reported_near(found.place_id, tile.categories) if tile.categories else []
    if not rows:
        return []
    listed = categories_for(scope_tree().up(found.scope_id), now())
    named = [(row, listed.get(row.category)) for row in rows]
    return [
        Known(row.category, _(category.name), row.at, str(row.state.label), row.times)
        for row, category in named
        if category is not None and not category.private
    ]
