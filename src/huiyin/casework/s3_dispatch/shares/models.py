"""Who else sees a case, until when; and who was told of a direct dispatch."""

from django.db import models
from django.db.models import Q


class Share(models.Model):
    """A case is seen from another scope as well. With `organisation` only that unit's people see it.

    PostgreSQL's policies honour the row (sql/20_shares.sql): it lets read, never write.
    """

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="shares")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    to_scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(max_length=200)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    revoked_by = models.CharField(max_length=80, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "to_scope", "organisation"],
                condition=Q(revoked_at=None),
                name="dispatch_share_once",
                nulls_distinct=False,
            ),
        )
        indexes = (
            models.Index(fields=["to_scope", "case"], name="dispatch_shared", condition=Q(revoked_at=None)),
        )

    def __str__(self) -> str:
        return f"→ {self.to_scope}"


class SupervisionCopy(models.Model):
    """A case went straight to a community: the level above was told, to supervise (条例 12)."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="supervision_copies")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    to_scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["to_scope", "made_at"], name="dispatch_copies"),)

    def __str__(self) -> str:
        return f"{self.organisation} → {self.to_scope}"
