"""A proposal, the ways to solve it, answers, opinions, ratings, its record.

`round` counts how often it went to the table: what a round brought stays when it is sent back.
"""

from django.db import models
from django.db.models import Q

from huiyin.ground.records import Line

from .words import Origin, ProposalState, Stance, Verb, VoteOutcome, Way

Scope = "ground.Scope"
APP = "proposals"


class Proposal(models.Model):
    """A matter that neighbours settle together. `code` is public; `place`: whom it concerns."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=120)
    words = models.TextField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    pack = models.ForeignKey("rules.RulePack", models.PROTECT, related_name="+")
    origin_kind = models.CharField(max_length=10, choices=Origin)
    origin_id = models.CharField(max_length=40, blank=True)
    origin_words = models.CharField(max_length=120, blank=True)
    matter = models.CharField(max_length=20, blank=True, help_text="of Civil Code 278; empty: none")
    vote_outcome = models.CharField(max_length=10, choices=VoteOutcome, default=VoteOutcome.NONE, blank=True)
    raised_by = models.CharField(max_length=80, blank=True, help_text="the branch, as the page names it")
    council = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.DRAFT)
    round = models.PositiveSmallIntegerField(default=1)
    step_since = models.DateTimeField()
    step_due = models.DateField(null=True)
    rate_until = models.DateField(null=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="proposals_state"),
            models.CheckConstraint(
                condition=Q(matter="")
                | Q(vote_outcome="passed")
                | ~Q(state__in=["answered", "rating", "settled"]),
                name="proposals_needs_its_vote",
            ),
        )
        indexes = (
            models.Index(fields=["scope", "state", "-made_at"], name="proposals_board"),
            models.Index(fields=["origin_kind", "origin_id"], name="proposals_origin"),
        )

    def __str__(self) -> str:
        return self.title


class Choice(models.Model):
    """A way to solve it, with what it costs (fen; None: not known) and who would bear it."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="choices")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    no = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500)
    cost = models.BigIntegerField(null=True)
    bearer = models.CharField(max_length=120, blank=True)
    chosen = models.BooleanField(default=False)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["proposal", "round", "no"], name="proposals_choice_no"),
            models.UniqueConstraint(
                fields=["proposal", "round"], condition=Q(chosen=True), name="proposals_one_is_chosen"
            ),
        )
        ordering = ("no",)

    def __str__(self) -> str:
        return self.words


class Answer(models.Model):
    """What a unit was asked, and what it promises (measure, owner, day, cost) or why it refuses."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="answers")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_on = models.DateField(help_text="until when it has to answer")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    refused = models.BooleanField(default=False)
    reason = models.CharField(max_length=1000, blank=True)
    measure = models.CharField(max_length=1000, blank=True)
    owner = models.CharField(max_length=80, blank=True)
    promised_on = models.DateField(null=True)
    cost = models.BigIntegerField(null=True, help_text="fen; empty: none")
    done_at = models.DateTimeField(null=True)
    done_words = models.CharField(max_length=1000, blank=True)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(
                fields=["proposal", "round", "organisation"], name="proposals_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None)
                | (Q(refused=True) & ~Q(reason=""))
                | (Q(refused=False) & ~Q(measure="") & ~Q(owner="") & Q(promised_on__isnull=False)),
                name="proposals_answer_is_whole",
            ),
        )

    def __str__(self) -> str:
        return self.measure or self.reason


class Opinion(models.Model):
    """An opinion in one tap. With a home it counts once for that home; without it is only heard."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="opinions")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    home = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    stance = models.CharField(max_length=8, choices=Stance)
    words = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=6, choices=Way)
    at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(
                fields=["proposal", "round", "home"], name="proposals_one_opinion_a_home"
            ),
        )

    def __str__(self) -> str:
        return self.stance


class Rating(models.Model):
    """What one home says of the outcome; the last word counts until the rating ends."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="ratings")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    home = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    solved = models.BooleanField()
    satisfied = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=6, choices=Way)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["proposal", "round", "home"], name="proposals_one_rating_a_home"),
        )

    def __str__(self) -> str:
        return f"{self.home} {self.solved} {self.satisfied}"


class ProposalEvent(Line):
    """A line of the record. Public but for `actor`; it never holds a home's opinion or rating."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=12, choices=Verb)
    round = models.PositiveSmallIntegerField()

    class Meta:
        app_label = APP
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.verb
