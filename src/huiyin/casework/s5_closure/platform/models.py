"""Questions to the platform of a work order, its answers, and the follow-up calls it made itself."""

from django.db import models
from django.db.models import Q

from huiyin.casework.s5_closure.words import GivenBy, RequestKind, Satisfaction


class PlatformRequest(models.Model):
    """More time (延期) or taking the order back (退单), asked of the platform that sent it.

    Asked: `sent_at` empty; sent: `decided_at` empty; decided: `granted`. `due_at`: the day it gave.
    """

    owed = models.ForeignKey("closure.Owed", models.PROTECT, related_name="requests")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=9, choices=RequestKind)
    reason = models.CharField(
        max_length=200, help_text="of an extension; the resident is told when it is granted"
    )
    legal_basis = models.CharField(max_length=200, default="", blank=True)
    suggested = models.CharField(
        max_length=120, default="", blank=True, help_text="who should have it instead"
    )
    wanted_at = models.DateTimeField(null=True, help_text="until when more time is asked for")
    asked_by = models.CharField(max_length=80)
    asked_by_label = models.CharField(max_length=80, default="")
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    sent_how = models.CharField(max_length=8, choices=GivenBy, default="", blank=True)
    receipt = models.CharField(max_length=120, default="", blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_how = models.CharField(max_length=8, choices=GivenBy, default="", blank=True)
    granted = models.BooleanField(null=True)
    due_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["owed", "kind"], condition=Q(decided_at=None), name="closure_one_open_request"
            ),
            models.CheckConstraint(
                condition=~Q(kind=RequestKind.RETURN) | (~Q(legal_basis="") & ~Q(suggested="")),
                name="closure_return_founded",
            ),
        )
        indexes = (
            models.Index(
                fields=["scope", "asked_at"], name="closure_request_open", condition=Q(decided_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.owed_id}"


class PlatformCall(models.Model):
    """A follow-up call (回访) the platform made itself, as it told us. Never changed."""

    owed = models.ForeignKey("closure.Owed", models.PROTECT, related_name="calls")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, help_text="the platform's number of the call, else a fingerprint")
    called_at = models.DateTimeField(null=True)
    contacted = models.BooleanField(null=True)
    solved = models.BooleanField(null=True)
    satisfied = models.CharField(max_length=6, choices=Satisfaction, default="", blank=True)
    words = models.CharField(max_length=1000, default="", blank=True)
    how = models.CharField(max_length=8, choices=GivenBy)
    actor = models.CharField(max_length=80)
    heard_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["owed", "key"], name="closure_call_once"),)

    def __str__(self) -> str:
        return self.key
