"""A whistle and the parties it calls. Facts beside the case: they never move its state or its lead."""

from django.db import models
from django.db.models import Q

from huiyin.casework.casefile.references import kept_for_good

from .words import KINDS, Ground, Mark


class Whistle(models.Model):
    """One call for several parties at once, with its reason; a second person reviews it."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="whistles")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=KINDS)
    ground = models.CharField(max_length=12, choices=Ground)
    reason = models.CharField(max_length=500, help_text="why the caller cannot do without the others")
    template = models.CharField(max_length=20, blank=True, help_text="key in the pack; empty: chosen freely")
    pack = kept_for_good("rules.RulePack")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+", help_text="who blew it"
    )
    blown_by = models.CharField(max_length=80)
    blown_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=80, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    justified = models.BooleanField(null=True)
    review_note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="dispatch_whistle_reason"),
            models.CheckConstraint(
                condition=Q(reviewed_by="") | ~Q(reviewed_by=models.F("blown_by")),
                name="dispatch_whistle_second_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.blown_at:%m-%d %H:%M}"


class Call(models.Model):
    """One called party with its own two limits: report in, deliver. `no` counts the calls of a case."""

    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="calls")
    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="whistle_calls")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    account = models.ForeignKey("people.Account", models.PROTECT, null=True, related_name="+")
    seat = models.CharField(max_length=20, blank=True, help_text="key of the seat in the template")
    task = models.CharField(max_length=300, blank=True)
    called_at = models.DateTimeField()
    report_due_at = models.DateTimeField()
    deliver_due_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    reported_by = models.CharField(max_length=80, blank=True)
    present_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.CharField(max_length=80, blank=True)
    result = models.TextField(blank=True)
    progress = models.TextField(blank=True, help_text="how far it is and why not further (条例 14)")
    off_at = models.DateTimeField(null=True)
    off_why = models.CharField(max_length=200, blank=True)
    mark = models.CharField(max_length=8, choices=Mark, blank=True)
    mark_note = models.CharField(max_length=300, blank=True)
    marked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "no"], name="dispatch_call_no"),
            models.UniqueConstraint(
                fields=["case", "organisation"],
                condition=Q(delivered_at=None, off_at=None),
                name="dispatch_one_open_call",
            ),
        )
        indexes = (
            models.Index(fields=["organisation", "called_at"], name="dispatch_call_org"),
            models.Index(
                fields=["report_due_at"],
                name="dispatch_call_missing",
                condition=Q(reported_at=None, delivered_at=None, off_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation} ({self.no})"
