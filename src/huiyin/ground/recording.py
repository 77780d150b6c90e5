"""Say in the history of the registers who changed a row, and why.

Triggers (pghistory's) write every old and new row of a tracked table; `recorded` adds the viewer under whose
name an act ran. pghistory's own context puts its words before every statement, which a prepared statement
cannot take; here the transaction is told once, in the settings that its triggers read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar, cast
from uuid import UUID, uuid4

from django.db import connection, transaction

from .tenancy.viewer import Viewer

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class _Told:
    """What stands beside the rows; an act inside another adds its words to the same entry."""

    id: UUID
    facts: dict[str, str]


_told: ContextVar[_Told | None] = ContextVar("told", default=None)


def recorded(act: Callable[P, R]) -> Callable[P, R]:
    """Decorate an act: its `by` (a Viewer) and `reason` stand beside every row it changes."""

    @wraps(act)
    def entry(*args: P.args, **kwargs: P.kwargs) -> R:
        by = cast("Viewer", kwargs["by"])
        facts = {"actor": by.actor, "label": by.label, "act": act.__name__}
        if reason := kwargs.get("reason"):
            facts["reason"] = str(reason)[:200]
        with _telling(facts):
            return act(*args, **kwargs)

    return entry


@contextmanager
def _telling(facts: dict[str, str]) -> Iterator[None]:
    """Tell the transaction until the block ends; a block that fails takes its words back with its rows."""
    outer = _told.get()
    told = outer or _Told(uuid4(), {})
    told.facts.update(facts)
    token = _told.set(told)
    try:
        with transaction.atomic():
            _tell(told)
            yield
            if outer is None:
                _tell(None)
    finally:
        _told.reset(token)


def _tell(told: _Told | None) -> None:
    words = (str(told.id), json.dumps(told.facts, ensure_ascii=False)) if told else ("", "")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true),"
            " set_config('pghistory.context_metadata', %s, true)",
            words,
        )
