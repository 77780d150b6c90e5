"""A use of the fund, the homes that share the part, its record."""

from django.db import models
from django.db.models import Q

from huiyin.ground.records import ChainedLine

from .words import Path, Ratified, UseState, Verb

Scope = "ground.Scope"
APP = "fund"


class FundUse(models.Model):
    """A use of the maintenance fund for a common part. `code` is public. Money in fen, area in 0.01 m².

    `part` is a key of the pack. `homes` and `area` are those of the units that share the part.
    `approved_fen` is fixed when it goes before the owners, or, in an emergency, when it is posted; 0 until
    then. `post_until`: the last day of the posting. `danger`, `confirmed_by`, `confirmed_at`, `post_by`,
    `ratify_by`: of an emergency alone; the last two are the days by which it has to be posted and put before
    the owners.
    """

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    part = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    words = models.TextField()
    path = models.CharField(max_length=10, choices=Path, default=Path.ORDINARY)
    pack = models.ForeignKey("rules.RulePack", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=UseState, default=UseState.DRAFT)
    state_since = models.DateTimeField()
    homes = models.PositiveIntegerField(default=0)
    area = models.PositiveBigIntegerField(default=0, help_text="hundredths of a square metre")
    scope_why = models.CharField(max_length=300, blank=True)
    approved_fen = models.BigIntegerField(default=0)
    vote = models.ForeignKey("voices.OwnersVote", models.PROTECT, null=True, related_name="fund_uses")
    project = models.ForeignKey("works.Project", models.PROTECT, null=True, related_name="fund_uses")
    danger = models.CharField(max_length=20, blank=True)
    confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    post_by = models.DateField(null=True)
    ratify_by = models.DateField(null=True)
    ratified = models.CharField(max_length=4, choices=Ratified, default=Ratified.NOT_OWED, blank=True)
    posted_at = models.DateTimeField(null=True)
    post_until = models.DateField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(condition=Q(state__in=UseState.values), name="fund_state"),
            models.CheckConstraint(condition=Q(path__in=Path.values), name="fund_path"),
            models.CheckConstraint(condition=Q(ratified__in=Ratified.values), name="fund_ratified"),
            models.CheckConstraint(
                condition=Q(path="ordinary", danger="", confirmed_at=None, ratified="")
                | (Q(path="emergency") & ~Q(danger="") & ~Q(confirmed_by="") & ~Q(ratified="")),
                name="fund_emergency_is_told",
            ),
            models.UniqueConstraint(fields=["vote"], condition=~Q(state="stopped"), name="fund_vote_once"),
        )
        indexes = (
            models.Index(fields=["scope", "-made_at"], name="fund_list"),
            models.Index(fields=["ratify_by"], condition=Q(path="emergency"), name="fund_emergencies"),
        )

    def __str__(self) -> str:
        return self.title


class FundUnit(models.Model):
    """A home that shares the part, with its area when the homes were settled and what it bears (fen)."""

    use = models.ForeignKey(FundUse, models.PROTECT, related_name="units")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveIntegerField()
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    label = models.CharField(max_length=160)
    area = models.PositiveBigIntegerField(help_text="hundredths of a square metre")
    amount_fen = models.BigIntegerField(default=0)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["use", "place"], name="fund_unit_once"),
            models.CheckConstraint(condition=Q(area__gt=0, amount_fen__gte=0), name="fund_unit_has_area"),
        )
        ordering = ("no",)

    def __str__(self) -> str:
        return self.label


class FundEvent(ChainedLine):
    """A line of the record; the database numbers and chains it (ground/sql/40_chain.sql)."""

    use = models.ForeignKey(FundUse, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20, choices=Verb)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["use", "seq"], name="fund_line_once"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"
