"""Which company followed which in an estate. Four in five years (report 001) is nothing unusual."""

from django.db import models
from django.db.models import Q


class Takeover(models.Model):
    """`new` took the scope over from `old`: directly, or because it followed somebody who had.

    While `until` is empty, `new` may read the history of `old` there.
    """

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="takeovers")
    old = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="succeeded")
    new = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    direct = models.BooleanField(default=True)
    until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200)
    made_by = models.CharField(max_length=80)
    passed_on = models.PositiveIntegerField(default=0, help_text="open cases that went along")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["scope", "old", "new"], condition=Q(until=None), name="dispatch_takeover_once"
            ),
            models.CheckConstraint(condition=~Q(old=models.F("new")), name="dispatch_takeover_two"),
        )

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
