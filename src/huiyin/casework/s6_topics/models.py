"""Topics, which cases stand in them, and every word a person said of them."""

from django.db import models
from django.db.models import Q

from huiyin.ground.ids import new_id

from .words import STANDING, Came, TopicState, Verb


class Topic(models.Model):
    """Many cases that are one problem, in one community (`scope`).

    `no`: what people call it by, counted in the community. `title` is the program's, `name` a person's.
    `reasons`: [{"code", "words"}] of reading/reasons.py, and {"code": "recurs", "n", "days", "place"}.
    `key`: place and category of the recurrence it stands for ("" for none). `people`: distinct requesters.
    `recent`, `before`: cases of the last thirty days and of the thirty before. `heat`: reading/topics.
    `touched_at`: a person said something of it; from then on no program makes it fade.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    no = models.PositiveIntegerField()
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    place_words = models.CharField(max_length=160, default="", blank=True)
    category = models.CharField(max_length=4, default="", blank=True)
    title = models.CharField(max_length=80)
    name = models.CharField(max_length=80, default="", blank=True)
    state = models.CharField(max_length=10, choices=TopicState, default=TopicState.SUGGESTED)
    came = models.CharField(max_length=10, choices=Came)
    made_at = models.DateTimeField()
    touched_at = models.DateTimeField(null=True)
    first_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    cases = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    heat = models.FloatField(default=0.0)
    recent = models.PositiveIntegerField(default=0)
    before = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=list)
    joined_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["scope", "no"], name="topics_number_once"),
            models.UniqueConstraint(
                fields=["scope", "key"],
                condition=~Q(key="") & Q(state__in=STANDING),
                name="topics_recurs_once",
            ),
            models.CheckConstraint(condition=Q(state__in=TopicState.values), name="topics_state"),
            models.CheckConstraint(
                condition=Q(state="joined", joined_into__isnull=False)
                | (~Q(state="joined") & Q(joined_into=None)),
                name="topics_joined_into_one",
            ),
            models.CheckConstraint(
                condition=Q(state="suggested") | Q(state="faded") | Q(touched_at__isnull=False),
                name="topics_decided_by_somebody",
            ),
        )
        indexes = (
            models.Index(fields=["scope", "-heat"], name="topics_hot", condition=Q(state__in=STANDING)),
        )

    def __str__(self) -> str:
        return f"{self.no} {self.name or self.title}"

    @property
    def called(self) -> str:
        """A person's name for it, else the program's title."""
        return self.name or self.title


class Membership(models.Model):
    """A case stands in a topic, from when to when; in one at most. `pinned`: a person placed it there."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="memberships")
    case = models.ForeignKey("casefile.Case", models.PROTECT, related_name="topic_memberships")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    by = models.CharField(max_length=80)
    pinned = models.BooleanField(default=False)
    left_at = models.DateTimeField(null=True)
    left_by = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case"], condition=Q(left_at=None), name="topics_one_at_most"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} ∈ {self.topic_id}"


class Correction(models.Model):
    """A person's word on a topic; kept for good and obeyed. `cases`: ids; `other`: the other topic of it."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="corrections")
    scope = models.ForeignKey("ground.Scope", models.PROTECT, related_name="+")
    verb = models.CharField(max_length=10, choices=Verb)
    cases = models.JSONField(default=list)
    other = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=200, default="", blank=True)
    actor = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=80, default="")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.verb} {self.topic_id}"


class Run(models.Model):
    """The last sorting of a community: when, how many cases it read, how long it took."""

    scope = models.OneToOneField("ground.Scope", models.PROTECT, primary_key=True, related_name="+")
    at = models.DateTimeField()
    cases = models.PositiveIntegerField(default=0)
    milliseconds = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.scope_id} {self.at:%Y-%m-%d %H:%M}"
