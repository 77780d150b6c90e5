"""Mass incidents: what happens, what was said of it when, and the cases that belong to it."""

from django.db import models
from django.db.models import Q


class Incident(models.Model):
    """One thing that many people report: a burst main. It lasts from `begun_at` until somebody ends it."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    category = models.CharField(max_length=4)
    title = models.CharField(max_length=80)
    told = models.CharField(max_length=500, help_text="what residents are told while it lasts")
    begun_at = models.DateTimeField()
    expected_at = models.DateTimeField(null=True)
    absorbs_new = models.BooleanField(default=True)
    pauses = models.JSONField(default=list, help_text="clock kinds, from the procedure pack of that moment")
    opened_by = models.CharField(max_length=80)
    opened_by_label = models.CharField(max_length=80, default="")
    opened_at = models.DateTimeField()
    answer = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, default="")
    ended_by_label = models.CharField(max_length=80, default="")

    class Meta:
        indexes = (
            models.Index(fields=["category"], name="handling_incident_now", condition=Q(ended_at=None)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["place", "category"], condition=Q(ended_at=None), name="handling_incident_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(answer=""), name="handling_incident_answered"
            ),
        )

    def __str__(self) -> str:
        return self.title


class IncidentChange(models.Model):
    """An open incident got other words or another expected end; what stood before is kept. Never changed."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="changes")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    told = models.CharField(max_length=500)
    expected_at = models.DateTimeField(null=True)
    told_before = models.CharField(max_length=500)
    expected_before = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=80)
    changed_by_label = models.CharField(max_length=80, default="")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.told


class IncidentCase(models.Model):
    """A case belongs to an incident until released; rows stay as history.

    `heard`: the newest change its timeline tells of; `told_at`: when its requester last got a message.
    """

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="members")
    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="incidents")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    absorbed_by = models.CharField(max_length=80)
    absorbed_at = models.DateTimeField()
    released_by = models.CharField(max_length=80, default="")
    released_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, default="", blank=True)
    heard = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(released_at=None), name="handling_one_incident"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} ∈ {self.incident_id}"
