"""Mediations, their parties and mediators, sealed notes, the agreement and its dates."""

from django.db import models
from django.db.models import F, Q

from .words import Asked, Form, How, Outcome, Ruling, Side

Scope = "ground.Scope"


class Mediation(models.Model):
    """One mediation beside a case. It moves no state, and it bars nobody from the court (3)."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="mediations")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+", help_text="the committee"
    )
    subject = models.CharField(max_length=200)
    asked = models.CharField(max_length=8, choices=Asked)
    opened_by = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(null=True)
    told = models.CharField(
        max_length=500, blank=True, help_text="the other ways the parties were told of (26)"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "no"], name="handling_mediation_no"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="handling_one_open_mediation"
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None) | (~Q(outcome="") & ~Q(ended_at=None)),
                name="handling_mediation_end",
            ),
        )

    def __str__(self) -> str:
        return self.subject


class MediationParty(models.Model):
    """Somebody in dispute, and their own word on whether they want to mediate."""

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="parties")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    side = models.CharField(max_length=10, choices=Side)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    consents = models.BooleanField(null=True)
    consent_how = models.CharField(max_length=8, choices=How, blank=True)
    consent_at = models.DateTimeField(null=True)
    consent_by = models.CharField(max_length=80, blank=True, help_text="who wrote it down")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["mediation", "name"], name="handling_party_once"),
            models.CheckConstraint(
                condition=Q(consents=None) | (~Q(consent_how="") & ~Q(consent_at=None)),
                name="handling_consent_recorded",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Mediator(models.Model):
    """Who mediates. Conflicts found and declared stand here, and whether the parties accept them."""

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="mediators")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    chosen = models.BooleanField(default=False, help_text="by the parties; else appointed")
    declared = models.CharField(max_length=300, blank=True, help_text="an own interest; empty means none")
    conflicts = models.JSONField(default=list)
    accepted = models.BooleanField(default=False, help_text="all parties know and accept")
    appointed_by = models.CharField(max_length=80)
    appointed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["mediation", "account"], condition=Q(ended_at=None), name="handling_mediator_once"
            ),
            models.CheckConstraint(
                condition=Q(conflicts=[]) | Q(accepted=True), name="handling_mediator_conflict"
            ),
        )

    def __str__(self) -> str:
        return str(self.account)


class MediationNote(models.Model):
    """What was said in confidence; encrypted, for this mediation's mediators alone. Never changed."""

    mediation = models.ForeignKey(Mediation, models.PROTECT, related_name="notes")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    body_sealed = models.BinaryField()
    author = models.ForeignKey("people.Account", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class Agreement(models.Model):
    """What the parties agreed (29). Effective when all signed or, if oral, on the day they agreed (30)."""

    mediation = models.OneToOneField(Mediation, models.PROTECT, related_name="agreement")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    form = models.CharField(max_length=8, choices=Form)
    facts = models.TextField(help_text="facts, issues, responsibilities")
    terms = models.TextField(help_text="terms and way of performance")
    confirmable = models.BooleanField(default=True, help_text="no matter of status (身份、收养、婚姻)")
    drawn_by = models.CharField(max_length=80)
    drawn_at = models.DateTimeField()
    effective_on = models.DateField(null=True)
    confirm_by = models.DateField(null=True, help_text="last day of the joint request to the court (33)")
    applied_on = models.DateField(null=True)
    ruling = models.CharField(max_length=10, choices=Ruling, blank=True)
    ruled_on = models.DateField(null=True)
    court_number = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(applied_on=None) | Q(applied_on__lte=F("confirm_by")),
                name="handling_confirmation_in_time",
            ),
            models.CheckConstraint(
                condition=Q(ruling="") | ~Q(applied_on=None), name="handling_ruling_after_request"
            ),
        )

    def __str__(self) -> str:
        return f"{self.mediation} {self.effective_on or '-'}"


class Milestone(models.Model):
    """One thing a party has to do until a day. `no` counts the milestones of a case."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="milestones")
    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="milestones")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    party = models.ForeignKey(MediationParty, models.PROTECT, related_name="milestones")
    what = models.CharField(max_length=200)
    amount_fen = models.PositiveBigIntegerField(
        null=True, help_text="in fen; empty when nothing is to be paid"
    )
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    done_note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "no"], name="handling_milestone_no"),)
        ordering = ("due_on", "no")

    def __str__(self) -> str:
        return f"{self.due_on} {self.what}"
