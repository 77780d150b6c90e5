"""A decision and its record."""

from django.db import models
from django.db.models import F, Q

from huiyin.ground.records import ChainedLine

from .words import DecidedBy, DecisionState, Verb

Scope = "ground.Scope"


class Decision(models.Model):
    """What was decided about a place. `code` is public. Nothing of it changes but that it may be withdrawn.

    `source_id`: of the proposal or vote it came of, else ""; `part`: the question of that vote.
    `topic_id`: the shared problem behind it, which casework knows.
    `agreed` of `entitled`: n of N as counted (None: nothing was counted);
    of a proposal the homes that called it solved, of those that rated.
    `challenge_until`: the last day (None: the law names none).
    """

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    words = models.TextField()
    kind = models.CharField(max_length=10, choices=DecidedBy)
    body = models.CharField(max_length=120, help_text="who decided, as the page names it")
    source_id = models.CharField(max_length=40, blank=True)
    part = models.PositiveSmallIntegerField(default=1, db_default=1)
    topic_id = models.UUIDField(null=True)
    pack = models.ForeignKey("rules.RulePack", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=120, blank=True, help_text="the rule, as the page cites it")
    agreed = models.PositiveIntegerField(null=True)
    entitled = models.PositiveIntegerField(null=True)
    decided_on = models.DateField()
    challenge_until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=DecisionState, default=DecisionState.STANDING)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=DecisionState.values), name="decisions_state"),
            models.CheckConstraint(
                condition=Q(agreed=None, entitled=None) | Q(agreed__lte=F("entitled")),
                name="decisions_n_of_n",
            ),
            models.UniqueConstraint(
                fields=["kind", "source_id", "part"],
                condition=~Q(source_id="") & Q(state="standing"),
                name="decisions_source_once",
            ),
        )
        indexes = (
            models.Index(fields=["scope", "-made_at"], name="decisions_list"),
            models.Index(fields=["topic_id"], name="decisions_topic"),
        )

    def __str__(self) -> str:
        return self.title


class DecisionEvent(ChainedLine):
    """A line of the record; the database numbers and chains it (ground/sql/40_chain.sql)."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20, choices=Verb)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["decision", "seq"], name="decisions_line_once"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"
