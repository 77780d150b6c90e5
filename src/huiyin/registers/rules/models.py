"""Packs as loaded, and which scope follows which pack from when. Both only grow: see sql/10_frozen.sql."""

import pghistory
from django.db import models

from .words import PackKind

KINDS = [(kind.value, kind.value) for kind in PackKind]


class RulePack(models.Model):
    """One version of one pack. Never changed, never deleted: old cases go on living by it."""

    kind = models.CharField(max_length=20, choices=KINDS)
    name = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    effective_from = models.DateField()
    effective_to = models.DateField(null=True, blank=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content in canonical JSON")
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["kind", "name", "version"], name="rules_pack_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in PackKind]), name="rules_pack_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}/{self.name}@{self.version}"


@pghistory.track()
class ScopePack(models.Model):
    """From `since` on, this scope and what lies below it follow the pack; without one it inherits again."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=KINDS)
    pack = models.ForeignKey(RulePack, models.PROTECT, null=True, blank=True, related_name="adoptions")
    since = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scope", "kind", "since"], name="rules_one_pack_at_a_time"),
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in PackKind]), name="rules_scope_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.scope_id} {self.kind} {self.pack_id} {self.since}"
