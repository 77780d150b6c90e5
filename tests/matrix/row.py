"""The shape of one row of the table of writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.matrix.world import World

Values = dict[str, Any]


@dataclass(frozen=True)
class Write:
    """One write: the route's name, who sends it, its content, and what is arranged before.

    `before` may give values for the address that differ from those of the world. `step` is for addresses
    whose last word chooses the act. `quiet`: the write changes nothing but the session.
    """

    route: str
    who: str
    data: Callable[[World], Values] = lambda _world: {}
    before: Callable[[World], Values | None] = lambda _world: None
    step: str = ""
    quiet: bool = False

    @property
    def name(self) -> str:
        """What a failing test calls it."""
        return f"{self.route}/{self.step}" if self.step else self.route


def said(**fields: Any) -> Callable[[World], Values]:
    """The same content in every world."""
    return lambda _world: dict(fields)
