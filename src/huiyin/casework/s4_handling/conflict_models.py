"""Two people at one job, one of them without network: what came late stands beside what was there."""

from django.db import models
from django.db.models import Q


class Conflict(models.Model):
    """A write that a telephone kept and that no longer fitted when it came.

    `late` is the line that holds what it said, `faster` the line of whoever came first. Which of them holds
    is said by a person (`holds`, a word of `conflicts.Holds`); both lines stay as they are.
    """

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="conflicts")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    late = models.OneToOneField("casefile.Event", models.PROTECT, related_name="+")
    faster = models.ForeignKey("casefile.Event", models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    holds = models.CharField(max_length=8, default="")
    words = models.TextField(default="")
    settled_by = models.CharField(max_length=80, default="")
    settled_by_label = models.CharField(max_length=80, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["scope"], name="handling_open_conflicts", condition=Q(settled_at=None)),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(settled_at=None, holds="") | Q(settled_at__isnull=False) & ~Q(holds=""),
                name="handling_conflict_settled",
            ),
        )

    def __str__(self) -> str:
        return f"{self.faster_id} / {self.late_id}"
