"""The roll and the tally sheets, two worlds that never meet.

The roll knows people (no choice, no time), a tally sheet numbers (no voter). No row and no key leads from
one to the other; tests/commons/test_election.py proves it.
"""

from django.db import models
from django.db.models import F, Q

from huiyin.ground.ids import new_id

from .models import APP, Election, Scope


class ElectionVoter(models.Model):
    """A member who may vote. `received`: whether a ballot was handed over; no time, no number, no choice."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    election = models.ForeignKey(Election, models.PROTECT, related_name="voters")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    received = models.BooleanField(default=False)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["election", "name"], name="voices_voter_once"),)

    def __str__(self) -> str:
        return self.name


class ElectionSheet(models.Model):
    """A tally sheet: sums only, with the photograph of the paper.

    A second person confirms it or sends it back.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    election = models.ForeignKey(Election, models.PROTECT, related_name="sheets")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    outcome = models.JSONField()
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    confirmed = models.BooleanField(null=True)
    confirmed_by = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by="") | ~Q(confirmed_by=F("entered_by")), name="voices_sheet_second"
            ),
            models.UniqueConstraint(
                fields=["election", "round"], condition=Q(confirmed=None) | Q(confirmed=True),
                name="voices_sheet_once",
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.round}"
