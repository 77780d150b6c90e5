"""An agreement, its parties with their duties, the days these fall due, what was given, its record."""

from django.db import models
from django.db.models import F, Q

from huiyin.ground.ids import new_id
from huiyin.ground.records import ChainedLine

from .words import AgreementState, DueState, Kind, Rhythm, Side, Verb

Scope = "ground.Scope"
APP = "agreements"


class Agreement(models.Model):
    """What parties promise one another. `code` is public. `decision`: None for a pledge that stands alone.

    `aim`: the common aim in words; `resource`: what is brought in. `begins` to `ends`, both included; what it
    was before a renewal stands in Renewal. `ended_on`: the last day it held, once it has ended.
    """

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    decision = models.ForeignKey("decisions.Decision", models.PROTECT, null=True, related_name="agreements")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=120)
    aim = models.TextField()
    resource = models.CharField(max_length=200, blank=True)
    begins = models.DateField()
    ends = models.DateField()
    pack = models.ForeignKey("rules.RulePack", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=AgreementState, default=AgreementState.DRAFT)
    state_since = models.DateTimeField()
    ended_on = models.DateField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="agreements_state"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="agreements_kind"),
            models.CheckConstraint(condition=Q(ends__gte=F("begins")), name="agreements_term"),
        )
        indexes = (models.Index(fields=["scope", "-made_at"], name="agreements_list"),)

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """One who signs: an organisation of the register, or a body named in words. Never a person.

    `gain`: what it has of it; `signed_on`: None until it has signed.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="parties")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=120)
    gain = models.CharField(max_length=500, blank=True)
    signed_on = models.DateField(null=True)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["agreement", "no"], name="agreements_party_no"),)
        ordering = ("no",)

    def __str__(self) -> str:
        return self.name


class Signature(models.Model):
    """Who signed for a party. A person's name: only those who keep the agreement read it."""

    party = models.OneToOneField(Party, models.PROTECT, primary_key=True, related_name="signature")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    signed_by = models.CharField(max_length=80)
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()

    class Meta:
        app_label = APP

    def __str__(self) -> str:
        return f"{self.party_id}"


class Duty(models.Model):
    """What a party does. `first_on`: the day it first falls due; None where it has no day."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="duties")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField(help_text="counted through the whole agreement")
    what = models.CharField(max_length=300)
    shown = models.CharField(max_length=200, help_text="how it is shown that it was done")
    rhythm = models.CharField(max_length=10, choices=Rhythm)
    first_on = models.DateField(null=True)

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(
                condition=Q(rhythm="always", first_on=None)
                | (~Q(rhythm="always") & Q(first_on__isnull=False)),
                name="agreements_duty_day",
            ),
        )
        ordering = ("no",)

    def __str__(self) -> str:
        return self.what


class Due(models.Model):
    """A day of a duty. `words`: how it was met, or why not."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="dues")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="dues")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=DueState, default=DueState.OPEN)
    words = models.CharField(max_length=300, blank=True)
    said_by = models.CharField(max_length=80, blank=True)
    said_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(condition=Q(state__in=DueState.values), name="agreements_due_state"),
            models.UniqueConstraint(fields=["duty", "due_on"], name="agreements_due_once"),
        )
        ordering = ("due_on", "duty__no")

    def __str__(self) -> str:
        return f"{self.due_on}"


class Given(models.Model):
    """A line of the in-kind ledger: who gave or did what, how much of which unit, in words. Never money."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="ledger")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    on = models.DateField()
    what = models.CharField(max_length=200)
    quantity = models.CharField(max_length=40)
    unit = models.CharField(max_length=20)
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["agreement", "no"], name="agreements_given_no"),)
        ordering = ("no",)

    def __str__(self) -> str:
        return self.what


class Renewal(models.Model):
    """It held longer than first written: from which end to which, and why."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="renewals")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    from_end = models.DateField()
    to_end = models.DateField()
    why = models.CharField(max_length=300)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(condition=Q(to_end__gt=F("from_end")), name="agreements_renewed_later"),
        )
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.to_end}"


class Picture(models.Model):
    """A photo of the signed paper (`party`) or of a duty done (`due`).

    `party`: bears signatures, so only those who keep the agreement see it.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="pictures")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    due = models.ForeignKey(Due, models.PROTECT, null=True, related_name="+")
    words = models.CharField(max_length=120)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["agreement", "sha256"], name="agreements_picture_once"),
            models.CheckConstraint(condition=Q(party=None) | Q(due=None), name="agreements_picture_of_one"),
        )
        ordering = ("added_at",)

    def __str__(self) -> str:
        return self.words


class AgreementEvent(ChainedLine):
    """A line of the record; the database numbers and chains it (ground/sql/40_chain.sql)."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=20, choices=Verb)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["agreement", "seq"], name="agreements_line_once"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"
