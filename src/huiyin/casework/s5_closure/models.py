"""Verdicts, follow-up calls and reviews of cases that were not accepted."""

from django.db import models
from django.db.models import Q

from .platform.models import PlatformCall, PlatformRequest
from .words import GivenBy, LegalOutcome, OwedKind, Satisfaction, VerdictBy, WithdrawalReason

__all__ = [
    "DeclineReview", "FollowUpCall", "GivenBack", "Owed", "PlatformCall", "PlatformRequest", "Verdict",
    "Withdrawal",
]  # fmt: skip


class Verdict(models.Model):
    """The requester's word on one answer: solved? satisfied? One per round (a reopened case gets another)."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="verdicts")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    solved = models.BooleanField()
    satisfied = models.CharField(max_length=6, choices=Satisfaction, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    by = models.CharField(max_length=10, choices=VerdictBy)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "round"], name="closure_one_verdict_a_round"),)

    def __str__(self) -> str:
        return f"{self.solved}/{self.satisfied}"


class FollowUpCall(models.Model):
    """One attempt to reach the requester, by somebody who did not handle the case."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="calls")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    reached = models.BooleanField()
    contacted = models.BooleanField(null=True, help_text="had the handler been in touch? (接诉即办条例 23)")
    solved = models.BooleanField(null=True)
    satisfied = models.CharField(max_length=6, choices=Satisfaction, default="", blank=True)
    note = models.CharField(max_length=500, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{'reached' if self.reached else 'not reached'} {self.at:%m-%d %H:%M}"


class Withdrawal(models.Model):
    """The requester takes a request back, in the own words; one per round."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="withdrawals")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=12, choices=WithdrawalReason)
    words = models.CharField(max_length=1000, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "round"], name="closure_one_withdrawal_a_round"),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(words=""), name="closure_withdrawn_in_words"
            ),
        )

    def __str__(self) -> str:
        return self.reason


class DeclineReview(models.Model):
    """Not accepting a case needs a lawful outcome, words for the resident and a second person."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="declines")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=14, choices=LegalOutcome)
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, default="")
    decided_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at=None), name="closure_one_open_decline"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=models.F("asked_by")), name="closure_second_person"
            ),
        )

    def __str__(self) -> str:
        return self.outcome


class Owed(models.Model):
    """A slip or written reply that the way a request came in asks for, with the other side's number and days.

    It is ready when the case has a written answer. `done_at` is when the first one went out; after a reopened
    case another may go.
    """

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="owed")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=OwedKind)
    to = models.CharField(max_length=120, help_text="the platform, or the delegate with the office held")
    ref = models.CharField(max_length=80, blank=True, help_text="the number it has there")
    accept_by = models.DateTimeField(null=True)
    contact_by = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "kind"], name="closure_owed_once"),)
        indexes = (
            models.Index(fields=["scope", "due_at"], name="closure_owed_open", condition=Q(done_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.to} {self.ref}"


class GivenBack(models.Model):
    """One slip or reply as it went out, with what the other side said to it. Never changed."""

    owed = models.ForeignKey(Owed, models.PROTECT, related_name="given")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=GivenBy)
    body = models.JSONField(help_text="the fields of the slip, or the words of the reply")
    receipt = models.CharField(max_length=120, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.how} {self.at:%m-%d %H:%M}"
