"""A project, its stages, its photographs, the words of homes on it, its record."""

from django.db import models
from django.db.models import Q

from huiyin.ground.ids import new_id
from huiyin.ground.records import ChainedLine

from .words import AcceptedBy, Moment, ProjectState, Verb, Way

Scope = "ground.Scope"
APP = "works"


class Project(models.Model):
    """Work that follows a decision. `code` is public. `pack`: the rules homes accept it by.

    `accept_until`: the last day on which homes say whether it is fit; only while it is done.
    """

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="projects")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    words = models.TextField(blank=True)
    contractor = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    budget_fen = models.BigIntegerField(null=True)
    pack = models.ForeignKey("rules.RulePack", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ProjectState, default=ProjectState.PLANNED)
    state_since = models.DateTimeField()
    round = models.PositiveSmallIntegerField(default=1, help_text="how often it was reported done")
    accept_until = models.DateField(null=True)
    accepted_by = models.CharField(max_length=10, choices=AcceptedBy, default=AcceptedBy.NONE, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ProjectState.values), name="works_state"),
            models.CheckConstraint(
                condition=Q(state="accepted") ^ Q(accepted_by=""), name="works_accepted_by_something"
            ),
        )
        indexes = (models.Index(fields=["scope", "-made_at"], name="works_list"),)

    def __str__(self) -> str:
        return self.title


class ConcernedHome(models.Model):
    """A home the project concerns, named at its beginning; where none is named, those of its place."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="concerned")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    home = models.ForeignKey("places.Place", models.PROTECT, related_name="+")

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["project", "home"], name="works_concerned_once"),)

    def __str__(self) -> str:
        return f"{self.project} {self.home}"


class Stage(models.Model):
    """A part of the work: the day it was planned for, the day it slipped to and why, the day it was done."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="stages")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    planned_on = models.DateField()
    slipped_to = models.DateField(null=True)
    slip_why = models.CharField(max_length=300, blank=True)
    done_on = models.DateField(null=True)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["project", "no"], name="works_stage_no"),)
        ordering = ("no",)

    def __str__(self) -> str:
        return self.title


class Photograph(models.Model):
    """A picture; `spot`: pictures of the same place have the same number."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    project = models.ForeignKey(Project, models.PROTECT, related_name="photographs")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    spot = models.PositiveSmallIntegerField()
    moment = models.CharField(max_length=6, choices=Moment)
    words = models.CharField(max_length=120)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["project", "sha256"], name="works_picture_once"),)
        ordering = ("spot", "moment", "added_at")

    def __str__(self) -> str:
        return self.words


class Word(models.Model):
    """What a home says of finished work, in one round; the last word counts."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="said")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    home = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    fit = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    way = models.CharField(max_length=5, choices=Way)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["project", "round", "home"], name="works_word_once"),)

    def __str__(self) -> str:
        return f"{self.project} {self.round}"


class ProjectEvent(ChainedLine):
    """A line of the record; the database numbers and chains it (ground/sql/40_chain.sql)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20, choices=Verb)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["project", "seq"], name="works_line_once"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"
