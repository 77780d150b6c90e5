"""The election, its steps with documents and objections, who was named, the record."""

from django.db import models
from django.db.models import Q

from huiyin.ground.ids import new_id
from huiyin.ground.records import ChainedLine

from .words import ElectionState, Origin, Verb

Scope = "ground.Scope"
APP = "voices"


class Election(models.Model):
    """One election. `code` is public. `seats` may be reduced by the meeting."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=120)
    body = models.CharField(max_length=120, help_text="which branch elects")
    called_by = models.CharField(max_length=120)
    seats = models.PositiveSmallIntegerField()
    pack = models.ForeignKey("rules.RulePack", models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField(default=1, help_text="the number of the step that is on")
    state = models.CharField(max_length=10, choices=ElectionState, default=ElectionState.RUNNING)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ElectionState.values), name="voices_election_state"),
        )
        indexes = (models.Index(fields=["scope", "-made_at"], name="voices_election_list"),)

    def __str__(self) -> str:
        return self.title


class ElectionStage(models.Model):
    """One step of the chain, as the pack names it; `posted_at` begins its days for objections."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="stages")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=20)
    posted_at = models.DateTimeField(null=True)
    object_until = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["election", "no"], name="voices_stage_no"),)
        ordering = ("no",)

    def __str__(self) -> str:
        return self.key


class StageFile(models.Model):
    """A document of a step: words, and a picture where there is one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stage = models.ForeignKey(ElectionStage, models.PROTECT, related_name="files")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    words = models.CharField(max_length=2000, blank=True)
    body = models.BinaryField(default=b"")
    sha256 = models.CharField(max_length=64, blank=True)
    filed_by = models.CharField(max_length=80)
    filed_at = models.DateTimeField()

    class Meta:
        app_label = APP

    def __str__(self) -> str:
        return self.title


class StageObjection(models.Model):
    """Somebody objects to what a step posted; it blocks the next step until it is answered."""

    stage = models.ForeignKey(ElectionStage, models.PROTECT, related_name="objections")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    text = models.CharField(max_length=2000)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True)
    upheld = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, upheld=None) | (~Q(answer="") & ~Q(upheld=None)),
                name="voices_stage_answer",
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]


class Candidate(models.Model):
    """Somebody who was named. `fit`: not checked, fit or not, then with the reason in writing."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="candidates")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    origin = models.CharField(max_length=8, choices=Origin)
    fit = models.BooleanField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    tie = models.PositiveSmallIntegerField(default=0, help_text="arranged among equal strokes")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(
                fields=["election", "name"], condition=Q(withdrawn_at=None), name="voices_candidate_once"
            ),
            models.CheckConstraint(condition=~Q(fit=False) | ~Q(reason=""), name="voices_unfit_has_a_reason"),
        )

    def __str__(self) -> str:
        return self.name


class ElectionEvent(ChainedLine):
    """A line of the election's record, bound to the one before it (ground/sql/40_chain.sql)."""

    election = models.ForeignKey(Election, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=14, choices=Verb)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["election", "seq"], name="voices_election_seq"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"
