"""This worker's database: a clone of the empty template, or of one in which a planting already stands.

Planting the town takes a second and hundreds of tests ask for it, so it is planted once for each worker; a
test gets its own copy of the database and of what was planted.
"""

from __future__ import annotations

import importlib
import os
import pickle
from collections.abc import Callable
from typing import Any, TypeVar

from tests.cluster import Cluster

EMPTY = ""
PLANTINGS = {
    "town": "tests.town.plant_town",
    "world": "tests.matrix.world.build",
    "sender": "tests.matrix.world.build_for_writes",
    "community": "tests.api.planting.plant_community",
}
"""The fixture a test asks for → what has to stand in its database."""
Planter = TypeVar("Planter", bound=Callable[[], Any])
_standing: dict[str, bytes] = {}
"""What stands in the database now: the name of its planter → what it gave, pickled."""


def planted(plant: Planter) -> Planter:
    """Mark a planter: where its planting stands already, it answers with a copy and plants nothing."""

    def entry() -> Any:
        kept = _standing.get(entry.planting)  # type: ignore[attr-defined]  # set below
        return plant() if kept is None else pickle.loads(kept)  # noqa: S301 - written by this process

    entry.planting = f"{plant.__module__}.{plant.__qualname__}"  # type: ignore[attr-defined]
    return entry  # type: ignore[return-value]  # same signature


class WorkerDatabase:
    """One database a test uses, renewed only when the test before it committed or had another planting."""

    def __init__(self) -> None:
        self.name = f"test_{os.getpid()}"
        self.wanted = EMPTY
        self.holds: str | None = None
        self.cluster: Cluster | None = None
        self.templates: dict[str, tuple[str, dict[str, bytes]]] = {}

    def open(self, cluster: Cluster) -> None:
        """From now on there is a server."""
        self.cluster, self.templates = cluster, {EMPTY: (cluster.template, {})}
        self.prepare(self.wanted)

    def prepare(self, wanted: str) -> None:
        """Make the database hold `wanted` (a planter, or EMPTY), untouched; at once, or when it opens."""
        self.wanted = wanted
        if self.cluster is None or self.holds == wanted:
            return
        if wanted not in self.templates:
            self._plant(wanted)
        template, standing = self.templates[wanted]
        self._connect(self.name, template, standing)
        self.holds = wanted

    def spoiled(self) -> None:
        """A test committed: the next one gets a new clone."""
        _connection().close()
        self.holds = None

    def close(self) -> None:
        """Remove what this worker made."""
        assert self.cluster is not None, "there is no server yet"
        _connection().close()
        for name in [self.name, *(template for template, _ in self.templates.values())]:
            if name != self.cluster.template:
                self.cluster.drop(name)

    def _plant(self, wanted: str) -> None:
        name = f"test_{os.getpid()}_{len(self.templates)}"
        self._connect(name, "", {})
        module, _, function = wanted.rpartition(".")
        gave = getattr(importlib.import_module(module), function)()
        _connection().close()
        self.templates[wanted] = (name, {wanted: pickle.dumps(gave)})

    def _connect(self, name: str, template: str, standing: dict[str, bytes]) -> None:
        assert self.cluster is not None, "there is no server yet"
        connection = _connection()
        connection.close()
        self.cluster.clone(name, template)
        connection.settings_dict["NAME"] = name
        _standing.clear()
        _standing.update(standing)


def wanted_by(fixtures: list[str]) -> str:
    """What has to stand in the database of a test that asks for these fixtures."""
    return next((PLANTINGS[name] for name in fixtures if name in PLANTINGS), EMPTY)


def _connection() -> Any:
    from django.db import connection

    return connection
