"""Say in the history of the registers who changed a row, and why.

Triggers write every old and new row of a tracked table; `recorded` adds the viewer under whose name an act
ran.
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar, cast

import pghistory

from .tenancy.viewer import Viewer

P = ParamSpec("P")
R = TypeVar("R")


def recorded(act: Callable[P, R]) -> Callable[P, R]:
    """Decorate an act: its `by` (a Viewer) and `reason` stand beside every row it changes."""

    @wraps(act)
    def entry(*args: P.args, **kwargs: P.kwargs) -> R:
        by = cast("Viewer", kwargs["by"])
        told = {"actor": by.actor, "label": by.label, "act": act.__name__}
        if reason := kwargs.get("reason"):
            told["reason"] = str(reason)[:200]
        with pghistory.context(**told):
            return act(*args, **kwargs)

    return entry
