"""Who is one head: the court's counting rule (SPC-BQ 9). Pure.

A unit with a title is one head; one owner with several units is one head; what the developer has not sold or
not handed over is one head; owners of one unit together are one head. Units owned by the very same people
together are one head too; somebody who owns one unit alone and another with a spouse is two (our reading,
marked R).
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Protocol, TypeVar

from huiyin.registers.rules.words import HeadCount


class Owned(Protocol):
    """A unit as far as heads are concerned."""

    @property
    def owner_ids(self) -> frozenset[Hashable]:
        """Who owns it together; empty when the register does not know."""


T = TypeVar("T", bound=Owned)


def group_heads(units: Iterable[T], count: HeadCount) -> list[Sequence[T]]:
    """The units of each head, in the order of their first unit.

    A unit without a known owner is a head alone.
    """
    groups: dict[Hashable, list[T]] = {}
    for number, unit in enumerate(units):
        together = unit.owner_ids
        key: Hashable = together if together and count is HeadCount.OWNER else number
        groups.setdefault(key, []).append(unit)
    return list(groups.values())
