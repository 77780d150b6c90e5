"""The clocks of a case: promises, the ledgers that are their truth, what holds them, and their timers."""

from django.db import models
from django.db.models import Q

from huiyin.ground.ids import new_id

from .references import inner, kept_for_good, scope_of_case


class Clock(models.Model):
    """One running promise. Its ledger (`entries`) is the truth; `due_at` and `stopped_at` are projections."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="clocks", db_index=False)
    scope = scope_of_case()
    kind = models.CharField(max_length=12)
    tier = models.CharField(max_length=12, default="")
    generation = models.PositiveSmallIntegerField(default=1)
    pack = kept_for_good("rules.RulePack")
    target_no = models.PositiveSmallIntegerField(help_text="position of the target in its pack")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, default="running")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "kind", "generation"], name="casefile_clock_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind}/{self.generation}"


class ClockEntry(models.Model):
    """One line of a clock's ledger; append-only, of the kinds `clocks.What` names.

    `until` is the planned end of a pause.
    """

    clock = inner("casefile.Clock", "entries")
    scope = scope_of_case()
    seq = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=10)
    at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, default="", blank=True)
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["clock", "seq"], name="casefile_entry_seq"),)
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.what} {self.at:%H:%M:%S}"


class Hold(models.Model):
    """Why clocks of a case stand still whoever handles it: an incident, the pending list.

    As long as a hold stands, clocks of its kinds (all, when none is named) are paused with its reason, those
    started meanwhile as well.
    """

    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="holds")
    scope = scope_of_case()
    reason = models.CharField(max_length=12)
    kinds = models.JSONField(default=list)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "reason"], condition=Q(until=None), name="casefile_hold_once"
            ),
        )

    def __str__(self) -> str:
        return self.reason

    def covers(self, kind: str) -> bool:
        """Whether a clock of this kind stands still."""
        return not self.kinds or kind in self.kinds


class Timer(models.Model):
    """A moment at which something must happen. Firing it and doing its effect is one transaction.

    A clock has one timer at a time: firing it writes the next (`step` counts the moments of
    casefile/moments.py).
    """

    case = inner("casefile.Case", "timers")
    scope = scope_of_case()
    clock = inner("casefile.Clock", "timers", null=True)
    what = models.CharField(max_length=12)
    generation = models.PositiveSmallIntegerField(default=1)
    step = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    fired_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case", "clock", "what", "generation", "step"],
                name="casefile_timer_once",
                nulls_distinct=False,
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at"], name="casefile_timer_due", condition=Q(fired_at=None, cancelled_at=None)
            ),
            # the leader's page asks of every open case whether it waits (s4_handling/waits.py)
            models.Index(
                fields=["case"], name="casefile_timer_waits", condition=Q(what="wait", cancelled_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.what}/{self.generation}.{self.step}"
