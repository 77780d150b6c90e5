"""The record of a thing: lines that are added, never changed; some bound to one another by the database."""

import hashlib
import json
from typing import Any, TypeVar

from django.db import models

from huiyin.ground.clock import now
from huiyin.ground.gathering import add
from huiyin.ground.tenancy.viewer import Viewer


class Line(models.Model):
    """A line: when, who, what more there is to know. Its table adds the thing it is about and the verb."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=80, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        abstract = True


class ChainedLine(Line):
    """A line whose number and hash the database gives (`huiyin_chain` of ground/sql/40_chain.sql)."""

    seq = models.PositiveIntegerField(default=0)
    prev = models.BinaryField(default=b"")
    hash = models.BinaryField(default=b"")

    class Meta:
        abstract = True


AnyLine = TypeVar("AnyLine", bound=Line)


def add_line(table: type[AnyLine], *, scope_id: int, by: Viewer, **told: Any) -> AnyLine:
    """Add a line now, or with the others of a gathering. `told`: the thing, the verb, `data`."""
    return add(table(scope_id=scope_id, at=now(), actor=by.actor, actor_label=by.label[:80], **told))


def digest_of(*told: object) -> str:
    """SHA-256 (hex) over what was written, as a record keeps it; verifier/records.py makes the same."""
    text = json.dumps([None if one is None else str(one) for one in told], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
