"""A posting on the notice board, and its record."""

from django.db import models
from django.db.models import Q

from huiyin.ground.records import Line

from .words import PostingKind, PostingState, Verb

Scope = "ground.Scope"


class Posting(models.Model):
    """A notice for those around `place`. `code` is public; `until`: the last day on which it is listed.

    `case_id`: of an answer, the request behind it, which no resident sees. `noted`: how often
    somebody tapped that they have read it; a number, and nobody's name.
    """

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=10, choices=PostingKind)
    title = models.CharField(max_length=60)
    words = models.TextField()
    signed = models.CharField(max_length=60, help_text="who signs it, as the paper says it")
    until = models.DateField()
    state = models.CharField(max_length=6, choices=PostingState, default=PostingState.DRAFT)
    case_id = models.UUIDField(null=True)
    noted = models.PositiveIntegerField(default=0)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    up_at = models.DateTimeField(null=True)
    down_at = models.DateTimeField(null=True)
    down_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PostingState.values), name="board_state"),
            models.CheckConstraint(condition=Q(state="draft") ^ Q(up_at__isnull=False), name="board_hangs"),
            models.CheckConstraint(condition=~Q(state="down") | ~Q(down_why=""), name="board_why_down"),
            models.UniqueConstraint(
                fields=["case_id"],
                condition=Q(case_id__isnull=False) & ~Q(state="down"),
                name="board_case_once",
            ),
        )
        indexes = (
            models.Index(fields=["scope", "-made_at"], name="board_list"),
            models.Index(fields=["scope", "until"], condition=Q(state="up"), name="board_near"),
        )

    def __str__(self) -> str:
        return self.title


class PostingEvent(Line):
    """A line of the record."""

    posting = models.ForeignKey(Posting, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=10, choices=Verb)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.verb
