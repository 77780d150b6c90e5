"""A meeting, its seats, agenda, dissent, tasks, and its record."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from huiyin.ground.ids import new_id
from huiyin.ground.records import Line

from .words import MeetingState, Result, Signed, Verb

Scope = "ground.Scope"
APP = "proposals"


class Meeting(models.Model):
    """One meeting. `kind` and `council` are keys of its rule pack; `code` is public.

    `inner`: its kind is read only by those who keep meetings.
    """

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=20)
    council = models.CharField(max_length=20)
    pack = models.ForeignKey("rules.RulePack", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    venue = models.CharField(max_length=120)
    called_by = models.CharField(max_length=120, help_text="who calls it, as the notice says it")
    starts_at = models.DateTimeField()
    inner = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    chair = models.CharField(max_length=80, blank=True)
    minutes = models.TextField(blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    noticed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)
    posted_at = models.DateTimeField(null=True)
    present = models.PositiveSmallIntegerField(null=True, help_text="voices present at the close")
    voices = models.PositiveSmallIntegerField(null=True, help_text="voices of all seats at the close")

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values), name="proposals_meeting_state"
            ),
        )
        indexes = (models.Index(fields=["scope", "-starts_at"], name="proposals_meetings"),)

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """One seat: for which party, who sits there, who stands in, whether it has a voice, who came when."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="seats")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    party = models.CharField(max_length=20)
    voice = models.BooleanField(default=True)
    holder = models.CharField(max_length=80)
    substitute = models.CharField(max_length=80, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_way = models.CharField(max_length=6, choices=Signed, blank=True)
    by_substitute = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["meeting", "no"], name="proposals_seat_no"),
            models.CheckConstraint(
                condition=Q(by_substitute=False) | ~Q(substitute=""), name="proposals_substitute_is_named"
            ),
        )
        ordering = ("no",)

    def __str__(self) -> str:
        return self.holder

    @property
    def is_here(self) -> bool:
        """Whether the seat is taken now."""
        return self.signed_at is not None and self.left_at is None

    @property
    def sitting(self) -> str:
        """Who sits there."""
        return self.substitute if self.by_substitute else self.holder


class AgendaItem(models.Model):
    """One item, with what came of it: voices and the words of the decision.

    `about` are ids of the requests behind it. Commons know no cases, so they are kept as they are; desks show
    each viewer those that the viewer may open. `source` is the part of the weekly agenda it came from.
    """

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=300)
    proposal = models.ForeignKey("proposals.Proposal", models.PROTECT, null=True, related_name="items")
    round = models.PositiveSmallIntegerField(default=0, help_text="of the proposal")
    source = models.CharField(max_length=20, default="", blank=True)
    about = ArrayField(models.UUIDField(), default=list, blank=True)
    result = models.CharField(max_length=8, choices=Result, default=Result.OPEN, blank=True)
    decision = models.CharField(max_length=1000, blank=True)
    talk = models.TextField(blank=True)
    agree = models.PositiveSmallIntegerField(default=0)
    against = models.PositiveSmallIntegerField(default=0)
    abstain = models.PositiveSmallIntegerField(default=0)
    present = models.PositiveSmallIntegerField(default=0, help_text="voices present when it was decided")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["meeting", "no"], name="proposals_item_no"),
            models.CheckConstraint(
                condition=Q(present__gte=F("agree") + F("against") + F("abstain")),
                name="proposals_voices_fit",
            ),
        )
        ordering = ("no",)

    def __str__(self) -> str:
        return self.words


class Dissent(models.Model):
    """Who saw it otherwise, in the own words: it stands in the minutes."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="dissents")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    words = models.CharField(max_length=1000)
    at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["item", "seat"], name="proposals_dissent_once"),)

    def __str__(self) -> str:
        return self.words[:40]


class Task(models.Model):
    """What a decision gives somebody to do, with its clock: started, due, warned, late, done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="tasks")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    owner = models.CharField(max_length=80)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    started_at = models.DateTimeField()
    warn_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True, help_text="when it was told that it is late")
    done_at = models.DateTimeField(null=True)
    done_words = models.CharField(max_length=500, blank=True)

    class Meta:
        app_label = APP
        indexes = (
            models.Index(
                fields=["due_at"], condition=Q(done_at=None, late_at=None), name="proposals_tasks_due"
            ),
        )

    def __str__(self) -> str:
        return self.words


class MeetingEvent(Line):
    """A line of the record of a meeting."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=12, choices=Verb)

    class Meta:
        app_label = APP
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.verb
