"""What handlers leave behind: plans, changes of class, standard answers, acts on many cases, shifts."""

import pghistory
from django.db import models
from django.db.models import Q

from huiyin.ground.ids import new_id

from .mediation.models import (
    Agreement,
    Mediation,
    MediationNote,
    MediationParty,
    Mediator,
    Milestone,
)
from .returns.models import Dispute, Return

__all__ = [
    "Agreement",
    "Dispute",
    "Mediation",
    "MediationNote",
    "MediationParty",
    "Mediator",
    "Milestone",
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
