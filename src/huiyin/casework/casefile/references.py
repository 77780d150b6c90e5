"""How rows of a case point to others where the database need not check: what is meant is never deleted."""

from typing import Any

from django.db import models

Scope = "ground.Scope"


def kept_for_good(to: str, *, null: bool = False) -> "models.ForeignKey[Any, Any]":
    """A reference to a row that is never deleted (scope, place, rule pack; their tables refuse it).

    A foreign key would lock the one row of a busy door for every request and write a multixact each time.
    """
    return models.ForeignKey(
        to, models.PROTECT, null=null, related_name="+", db_constraint=False, db_index=False
    )


def scope_of_case() -> "models.ForeignKey[Any, Any]":
    """The scope of what hangs on a case: copied for the wall, so neither checked nor indexed again."""
    return models.ForeignKey(Scope, models.PROTECT, related_name="+", db_constraint=False, db_index=False)


def inner(to: str, related_name: str, *, null: bool = False) -> "models.ForeignKey[Any, Any]":
    """A reference from a clock's inner rows (ledger lines, timers), written together with what they point to.

    Only intake and the ledger write them and nothing they point to is ever deleted, so a check of the key at
    every commit proves nothing: it was two thirds of the checks a new case paid for. Their unique
    constraints serve as index.
    """
    return models.ForeignKey(
        to, models.PROTECT, null=null, related_name=related_name, db_constraint=False, db_index=False
    )
