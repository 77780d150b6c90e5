"""The scope tree in memory: small, read often, re-read every few seconds."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from .models import Scope

_LIFETIME = 5.0  # seconds; a new estate shows up within this time in every process


@dataclass(frozen=True, slots=True)
class Tree:
    """The whole tree: `paths[id]` is the chain of ids from the root down to the scope itself."""

    paths: dict[int, tuple[int, ...]]
    names: dict[int, str]
    regions: dict[int, str]
    kinds: dict[int, str]

    def under(self, roots: Iterable[int]) -> frozenset[int]:
        """The scopes at or below any of the roots."""
        wanted = set(roots)
        return frozenset(id_ for id_, path in self.paths.items() if wanted.intersection(path))

    def up(self, scope_id: int) -> tuple[int, ...]:
        """The scope and its ancestors, nearest first; empty when unknown."""
        return tuple(reversed(self.paths.get(scope_id, ())))


_held: tuple[float, Tree] | None = None


def scope_tree() -> Tree:
    """The current tree, at most five seconds old."""
    global _held  # noqa: PLW0603 - one cache per process, replaced whole
    if _held is None or time.monotonic() - _held[0] > _LIFETIME:
        _held = (time.monotonic(), _load())
    return _held[1]


def forget_tree() -> None:
    """Read the tree anew at the next use (after an act that changed it)."""
    global _held  # noqa: PLW0603 - see scope_tree
    _held = None


def _load() -> Tree:
    rows = Scope.objects.values_list("id", "path", "name", "region", "kind")
    paths, names, regions, kinds = {}, {}, {}, {}
    for id_, path, name, region, kind in rows:
        paths[id_] = tuple(int(part) for part in (path or "").strip("/").split("/") if part)
        names[id_], regions[id_], kinds[id_] = name, region, kind
    return Tree(paths, names, regions, kinds)
