"""Who handles a case, from when to when."""

from django.db import models
from django.db.models import Q

from .shares.models import Share, SupervisionCopy
from .takeover.models import Takeover
from .whistles.models import Call, Whistle

__all__ = ["Assignment", "Call", "Share", "SupervisionCopy", "Takeover", "Whistle"]


class Assignment(models.Model):
    """A case lies with an organisation and a named person. At most one stands at any time."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="assignments")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(
        max_length=200, default="", help_text="why these: catalogue row or a clerk's words"
    )
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    designated = models.BooleanField(default=False, help_text="given for good: it cannot be returned")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="dispatch_one_lead"),
        )
        indexes = (
            models.Index(fields=["organisation", "case"], name="dispatch_by_org", condition=Q(ended_at=None)),
            models.Index(fields=["account", "case"], name="dispatch_by_account", condition=Q(ended_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.organisation} / {self.account or '-'}"
