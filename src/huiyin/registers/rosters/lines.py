"""A row as the registers meet it, and what a whole table came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from huiyin.ground.tenancy.viewer import Viewer

from .words import Outcome


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its number as people count, and the text in each column that is known."""

    no: int
    cells: Mapping[str, str]

    def get(self, name: str) -> str:
        """The text of a column on one line, "" where the table has none."""
        return " ".join(self.cells.get(name, "").split())


@dataclass(frozen=True, slots=True)
class Here:
    """For which area a table is read, by whom and when.

    `whole`: the table is the full list, so posts that are not in it end. `accounts`: whoever gets a post that
    works with the program gets an account too.
    """

    scope_id: int
    by: Viewer
    at: datetime
    name: str = ""
    whole: bool = False
    accounts: bool = False


New = Counter[str]
"""How many things of which kind are new, the kind in words."""


@dataclass(slots=True)
class Result:
    """What the rows came to. `notes` are worth a second look."""

    rows: int = 0
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    new: New = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
