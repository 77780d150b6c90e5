"""Returns (退单) and disputes (派单异议) of a dispatch. The limits of the case run on meanwhile."""

from django.db import models
from django.db.models import F, Q

Organisation = "organisations.Organisation"


class Return(models.Model):
    """A unit asks to give a dispatch back: by which rule, and who should have it instead."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="returns")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    assignment = models.ForeignKey("dispatch.Assignment", models.PROTECT, related_name="returns")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    legal_basis = models.CharField(max_length=200)
    suggested = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    suggested_words = models.CharField(max_length=120, blank=True, help_text="a unit that is not registered")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField()
    until = models.DateTimeField(help_text="the end of the window in which a return could be asked for")
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    given_to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(decided_at=None), name="handling_one_open_return"
            ),
            models.CheckConstraint(condition=~Q(legal_basis=""), name="handling_return_basis"),
            models.CheckConstraint(
                condition=~Q(suggested=None) | ~Q(suggested_words=""), name="handling_return_owner"
            ),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("asked_by")), name="handling_return_second"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.legal_basis}"


class Dispute(models.Model):
    """A unit objects to a dispatch; somebody who had no part in it reviews, with an outcome."""

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="disputes")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    assignment = models.ForeignKey("dispatch.Assignment", models.PROTECT, related_name="disputes")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    grounds = models.CharField(max_length=500)
    raised_by = models.CharField(max_length=80)
    raised_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=80, blank=True)
    reviewed_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)
    given_to = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(reviewed_at=None), name="handling_one_open_dispute"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by="") | ~Q(reviewed_by=F("raised_by")), name="handling_dispute_second"
            ),
        )

    def __str__(self) -> str:
        return f"{self.organisation}: {self.grounds}"
