"""A volunteer, a duty, who takes it, and their records. There are no hours, points or signatures."""

from django.db import models
from django.db.models import F, Q

from huiyin.ground.ids import new_id
from huiyin.ground.records import Line

from .words import DutyState, DutyVerb, VolunteerVerb

Scope = "ground.Scope"


class Volunteer(models.Model):
    """Somebody who signed up. The telephone is sealed; with `left_at` it is gone, and all they told.

    `unit`: of a party member at work who reports in (在职党员报到); it may be empty.
    `ref`: what messages to this person are about.
    """

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    ref = models.UUIDField(default=new_id, unique=True)
    name = models.CharField(max_length=50, blank=True)
    phone_sealed = models.BinaryField(default=b"")
    phone_index = models.BinaryField(default=b"")
    unit = models.CharField(max_length=60, blank=True)
    skills = models.JSONField(default=list)
    times = models.JSONField(default=list)
    words = models.CharField(max_length=200, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(left_at=None)
                | Q(name="", phone_sealed=b"", phone_index=b"", unit="", skills=[], times=[], words=""),
                name="volunteers_gone",
            ),
        )
        indexes = (models.Index(fields=["scope", "joined_at"], name="volunteers_list"),)

    def __str__(self) -> str:
        return self.name

    @property
    def phone_aad(self) -> str:
        """What the sealed phone is bound to."""
        return f"volunteers_volunteer.phone:{self.ref}"


class Duty(models.Model):
    """Something to do on one day. `code` is public; `taken`: how many said they come, of `wanted`.

    `thanks`: the note everybody who came reads on their own page.
    """

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    ref = models.UUIDField(default=new_id, unique=True)
    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=60)
    words = models.TextField()
    day = models.DateField()
    hours = models.CharField(max_length=40, help_text="from when to when, as one says it")
    venue = models.CharField(max_length=80)
    wanted = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    signed = models.CharField(max_length=60)
    state = models.CharField(max_length=8, choices=DutyState, default=DutyState.OPEN)
    off_why = models.CharField(max_length=300, blank=True)
    thanks = models.CharField(max_length=500, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(state__in=DutyState.values), name="volunteers_state"),
            models.CheckConstraint(condition=Q(taken__lte=F("wanted")), name="volunteers_enough"),
            models.CheckConstraint(
                condition=Q(state="open") ^ Q(ended_at__isnull=False), name="volunteers_over"
            ),
            models.CheckConstraint(condition=~Q(state="off") | ~Q(off_why=""), name="volunteers_why_off"),
            models.CheckConstraint(condition=~Q(state="thanked") | ~Q(thanks=""), name="volunteers_thanks"),
        )
        indexes = (models.Index(fields=["scope", "day"], name="volunteers_days"),)

    def __str__(self) -> str:
        return self.title


class Taking(models.Model):
    """A volunteer said that they come; with `given_back_at` they do not."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="takings")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="takings")
    taken_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["duty", "volunteer"], condition=Q(given_back_at=None), name="volunteers_take_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.volunteer_id} takes {self.duty_id}"


class DutyEvent(Line):
    """A line of a duty's record."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=10, choices=DutyVerb)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.verb


class VolunteerEvent(Line):
    """A line of a volunteer's record; it has no name, and stays when the name goes."""

    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=10, choices=VolunteerVerb)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.verb
