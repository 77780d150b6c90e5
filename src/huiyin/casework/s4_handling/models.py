"""What handlers leave behind: plans, changes of class, shifts, standard answers, suspensions."""

import pghistory
from django.db import models
from django.db.models import Q

from huiyin.ground.ids import new_id

from .conflict_models import Conflict
from .incident_models import Incident, IncidentCase, IncidentChange
from .mediation.models import (
    Agreement,
    Mediation,
    MediationNote,
    MediationParty,
    Mediator,
    Milestone,
)
from .nuisance.models import NuisanceMark
from .returns.models import Dispute, Return

__all__ = [
    "Agreement",
    "Conflict",
    "Dispute",
    "Incident",
    "IncidentCase",
    "IncidentChange",
    "Mediation",
    "MediationNote",
    "MediationParty",
    "Mediator",
    "Milestone",
    "NuisanceMark",
    "Plan",
    "RegradeRequest",
    "Return",
]


class Plan(models.Model):
    """The plan a complex case owes within its limit (report 004): steps, owner, date, cost."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="plans")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    steps = models.TextField()
    owner = models.CharField(max_length=60)
    done_by = models.DateField()
    cost_fen = models.PositiveBigIntegerField(null=True, help_text="in fen; empty when nothing is to be paid")
    made_by = models.CharField(max_length=80)
    told_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.owner} {self.done_by}"


class RegradeRequest(models.Model):
    """A worker asks for a higher class; a second person decides before the running clock ends."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="regrades")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    tier = models.CharField(max_length=12)
    reason = models.CharField(max_length=200)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, default="")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    by_phone = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at=None), name="handling_one_open_regrade"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=models.F("asked_by")),
                name="handling_second_person",
            ),
        )

    def __str__(self) -> str:
        return self.tier


@pghistory.track(exclude=["sheet"])
class Handover(models.Model):
    """A shift handed over: the sheet both signed.

    `sheet` is what `sheets.sheet_of` said at the first signature.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    outgoing = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    incoming = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    note = models.TextField(default="", blank=True)
    sheet = models.JSONField(default=list)
    outgoing_signed_at = models.DateTimeField()
    incoming_signed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "scope"],
                condition=Q(incoming_signed_at=None, withdrawn_at=None),
                name="handling_one_open_handover",
            ),
            models.CheckConstraint(
                condition=~Q(outgoing=models.F("incoming")), name="handling_handover_two_people"
            ),
        )
        indexes = (models.Index(fields=["organisation", "-outgoing_signed_at"], name="handling_handovers"),)

    def __str__(self) -> str:
        return f"{self.outgoing} → {self.incoming} {self.outgoing_signed_at:%Y-%m-%d %H:%M}"


@pghistory.track()
class StandardAnswer(models.Model):
    """Words that a community gives again and again, with variables and blanks (see `standard`)."""

    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    category = models.CharField(max_length=4, default="", blank=True, help_text="empty: for every category")
    text = models.TextField()
    made_by = models.CharField(max_length=80)
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["scope", "name"], condition=Q(closed_at=None), name="handling_answer_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class BulkState(models.TextChoices):
    """Where an act on many cases stands."""

    HELD = "held"
    DONE = "done"
    UNDONE = "undone"


class Bulk(models.Model):
    """One act on many cases. `rows` holds [number, code, words] per case; the code "" means not done yet."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=[("dispatch", "dispatch"), ("answer", "answer")])
    words = models.TextField(default="", help_text="the answer, or whom the cases go to")
    rows = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=BulkState)
    made_at = models.DateTimeField()
    until = models.DateTimeField(help_text="how long it can be taken back")

    def __str__(self) -> str:
        return f"{self.what} × {len(self.rows)}"


class Suspension(models.Model):
    """A case is asked onto the pending list (挂账), decided by another person, looked at again by a day.

    Asked: `decided_at` empty. Standing: approved and `ended_at` empty. A renewal is a new row beside the one
    that stands; the old one ends when the new one is approved.
    """

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="suspensions")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=20, help_text="a class of the procedure pack")
    why = models.CharField(max_length=500, help_text="told to the resident")
    plan = models.CharField(max_length=500)
    review_on = models.DateField()
    pack = models.CharField(max_length=80, help_text="the procedure pack it was measured by")
    state_before = models.CharField(max_length=12, default="")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, default="")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    note = models.CharField(max_length=500, default="", blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, default="")
    ended_why = models.CharField(max_length=20, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at=None), name="handling_one_open_suspension"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(approved=True, ended_at=None), name="handling_one_suspension"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=models.F("asked_by")),
                name="handling_suspended_by_two",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reason} {self.review_on}"


class ExtensionRequest(models.Model):
    """More time on one clock, as much as its pack gives: asked with a reason, granted by a second person."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="extensions")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    clock = models.ForeignKey("casefile.Clock", models.PROTECT, related_name="extensions")
    reason = models.CharField(max_length=200, help_text="told to the resident")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, default="")
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    due_before = models.DateTimeField(null=True)
    due_after = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at=None), name="handling_one_open_extension"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=models.F("asked_by")),
                name="handling_extended_by_two",
            ),
        )

    def __str__(self) -> str:
        return self.reason
