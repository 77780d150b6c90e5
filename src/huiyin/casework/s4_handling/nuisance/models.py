"""A mark that a report, or all reports of one telephone, may be a nuisance. Nobody is refused by it."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q


class NuisanceMark(models.Model):
    """Proposed on a case with a reason, confirmed by a second person, over at `until` or when lifted.

    `phone_index` empty: the mark is on this one case. Else it is on the telephone that brought it (blind
    index; the number stays where it is), for `scope` and what lies below. `proved_true`: whoever lifted it on
    the case `lifted_on` says that there was something to that one.
    """

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="nuisance_marks")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    phone_index = models.BinaryField(default=b"")
    reason = models.CharField(max_length=300)
    until = models.DateTimeField()
    pack = models.CharField(max_length=80, help_text="the procedure pack its length was measured by")
    asked_by = models.CharField(max_length=80)
    asked_by_label = models.CharField(max_length=80, default="")
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, default="")
    decided_by_label = models.CharField(max_length=80, default="")
    decided_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)
    lifted_by = models.CharField(max_length=80, default="")
    lifted_by_label = models.CharField(max_length=80, default="")
    lifted_at = models.DateTimeField(null=True)
    lifted_why = models.CharField(max_length=300, default="")
    lifted_on = models.ForeignKey("casefile.Case", models.PROTECT, null=True, related_name="+")
    proved_true = models.BooleanField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["until"], name="handling_marks_standing", condition=Q(confirmed=True, lifted_at=None)
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(decided_at=None), name="handling_one_open_mark"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="handling_mark_reason"),
            models.CheckConstraint(
                condition=Q(decided_by="") | ~Q(decided_by=F("asked_by")), name="handling_marked_by_two"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | ~Q(lifted_why=""), name="handling_mark_lifted_why"
            ),
        )

    def __str__(self) -> str:
        return self.reason

    @property
    def last_day(self) -> datetime:
        """A moment on the last day for which it stands; `until` is that day's end."""
        return self.until - timedelta(seconds=1)
