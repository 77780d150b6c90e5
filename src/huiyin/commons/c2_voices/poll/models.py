"""A poll, its rounds, options and voices, and its record.

A voice is a row that is never changed: who speaks again adds another, and the later one stands.
"""

from django.db import models
from django.db.models import Q

from huiyin.ground.records import Line

from .words import Fate, PollState, RoundState, Source, Verb, Way

Scope = "ground.Scope"
APP = "voices"


class Poll(models.Model):
    """A question to the residents of `place`. `code` is public. `each`: how many voices a home has."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=120)
    words = models.CharField(max_length=2000)
    called_by = models.CharField(max_length=120)
    each = models.PositiveSmallIntegerField(default=1)
    persons = models.PositiveIntegerField(default=0, help_text="asked, where persons are; 0: homes are")
    state = models.CharField(max_length=10, choices=PollState, default=PollState.DRAFT)
    outcome = models.CharField(max_length=120, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(condition=Q(state__in=PollState.values), name="voices_poll_state"),
            models.CheckConstraint(condition=Q(each__range=(1, 9)), name="voices_poll_each"),
            models.CheckConstraint(
                condition=~Q(state="finished") | (~Q(outcome="") & ~Q(ended_why="")),
                name="voices_poll_has_its_reason",
            ),
        )
        indexes = (models.Index(fields=["scope", "-made_at"], name="voices_poll_list"),)

    def __str__(self) -> str:
        return self.title


class PollRound(models.Model):
    """One round. `whole`: how many were asked, frozen when it opened. `until`: the last day, included."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="rounds")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.PREPARED)
    naming = models.BooleanField(help_text="own words are taken beside the options")
    most = models.PositiveSmallIntegerField(default=1, help_text="how many options one voice may choose")
    days = models.PositiveSmallIntegerField()
    whole = models.PositiveIntegerField(default=0)
    until = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["poll", "no"], name="voices_poll_round_no"),
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="voices_poll_round_state"),
        )
        ordering = ("no",)

    def __str__(self) -> str:
        return str(self.no)


class PollOption(models.Model):
    """What can be chosen in a round. `norm`: the form by which own words find it. `hidden`: unfit to show."""

    round = models.ForeignKey(PollRound, models.PROTECT, related_name="options")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=120)
    norm = models.CharField(max_length=160)
    source = models.CharField(max_length=10, choices=Source)
    fate = models.CharField(max_length=8, choices=Fate, default=Fate.OPEN, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    folded_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="folded")
    hidden = models.BooleanField(default=False)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["round", "no"], name="voices_poll_option_no"),
            models.UniqueConstraint(fields=["round", "norm"], name="voices_poll_option_once"),
            models.CheckConstraint(condition=Q(fate="") | ~Q(reason=""), name="voices_poll_fate_reason"),
            models.CheckConstraint(
                condition=Q(fate="folded", folded_into__isnull=False)
                | (~Q(fate="folded") & Q(folded_into=None)),
                name="voices_poll_folded",
            ),
        )
        ordering = ("no",)

    def __str__(self) -> str:
        return self.words


class PollVoice(models.Model):
    """What was said once; without a home it is only heard. The later `said_on`, then `id`, stands."""

    round = models.ForeignKey(PollRound, models.PROTECT, related_name="voices")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    home = models.ForeignKey("places.Place", models.PROTECT, null=True, related_name="+")
    seat = models.PositiveSmallIntegerField(default=1)
    picks = models.JSONField(default=list, help_text="numbers of options")
    words = models.CharField(max_length=60, blank=True)
    norm = models.CharField(max_length=160, blank=True)
    way = models.CharField(max_length=6, choices=Way)
    paper_no = models.CharField(max_length=20, blank=True)
    said_on = models.DateField()
    by = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(
                fields=["round", "paper_no"], condition=~Q(paper_no=""), name="voices_poll_paper_once"
            ),
            models.CheckConstraint(
                condition=Q(way="paper") & ~Q(paper_no="") | ~Q(way="paper") & Q(paper_no=""),
                name="voices_poll_paper_has_a_number",
            ),
            models.CheckConstraint(
                condition=Q(way="heard", home=None) | (~Q(way="heard") & Q(home__isnull=False)),
                name="voices_poll_counted_has_a_home",
            ),
        )
        indexes = (models.Index(fields=["round", "home", "seat"], name="voices_poll_of_home"),)

    def __str__(self) -> str:
        return f"{self.way} {self.said_on}"


class PollEvent(Line):
    """A line of the record: public but for `actor`, never with what a home said."""

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=12, choices=Verb)
    round = models.PositiveSmallIntegerField(default=0)

    class Meta:
        app_label = APP
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.verb
