"""The case and what hangs on it. The database holds the promises: see migrations for walls and triggers."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from huiyin.ground.ids import new_id

from .clock_models import Clock, ClockEntry, Hold, Timer
from .links import link_of, query_code
from .references import Scope, kept_for_good, scope_of_case
from .waiting_models import WaitingFile
from .words import ANSWERED, MOVING, OPEN, Channel, Kind, State

__all__ = [
    "Attachment", "Case", "Clock", "ClockEntry", "Event", "Hold", "Presence", "Requester", "Seal",
    "SpentLink", "Timer", "WaitingFile", "phone_aad",
]  # fmt: skip


class Case(models.Model):
    """One request by one person at one time; never deleted.

    `next_due_at` is a projection of the running clocks (the earliest due moment), kept by the acts so that
    queues can be ordered; `huiyin verify` compares it with the ledger. `building_id`: the building `place`
    lies in, else the place itself; kept by the database (sql/50_building.sql). `history`
    marks an imported old row.
    `suggested` holds what the requester told beside the words (s1_intake/request.py: `told`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=40)
    scope = kept_for_good(Scope)
    place = kept_for_good("places.Place", null=True)
    building_id = models.BigIntegerField(null=True, editable=False)
    place_text = models.CharField(max_length=200, default="", blank=True)
    channel = models.CharField(max_length=1, choices=Channel)
    source = models.CharField(max_length=60, default="")
    source_ref = models.CharField(max_length=80, default="")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.HELP)
    title = models.CharField(max_length=200)
    content = models.TextField(default="")
    category = models.CharField(max_length=4, default="")
    urgency = models.CharField(max_length=2, default="N")
    suggested = models.JSONField(default=dict)
    danger = models.CharField(max_length=20, default="")
    private = models.BooleanField(default=False)
    entered_by = models.CharField(max_length=80, default="")
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED)
    received_at = models.DateTimeField()
    occurred_at = models.DateTimeField(null=True)
    next_due_at = models.DateTimeField(null=True)
    answer = models.TextField(default="")
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    search = SearchVectorField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["number"], name="casefile_number_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="casefile_state"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="casefile_channel"),
            models.CheckConstraint(
                condition=~Q(state__in=ANSWERED) | ~Q(answer=""), name="casefile_no_end_without_answer"
            ),
            models.UniqueConstraint(
                fields=["source", "source_ref"], condition=~Q(source_ref=""), name="casefile_source_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["next_due_at", "received_at", "id"],
                include=["scope", "state", "reopened"],
                name="casefile_queue",
                condition=Q(state__in=OPEN),
            ),
            models.Index(
                fields=["next_due_at"], name="casefile_danger", condition=~Q(danger="") & Q(state__in=MOVING)
            ),
            models.Index(fields=["scope", "received_at"], name="casefile_by_time"),
            models.Index(fields=["place"], name="casefile_by_place"),
            models.Index(fields=["building_id", "category", "received_at"], name="casefile_by_building"),
            GinIndex(fields=["search"], name="casefile_search"),
        )

    def __str__(self) -> str:
        return self.number


class Requester(models.Model):
    """Who asked, how to reach them, and the two secrets that let them look: a link and a code (hashed)."""

    case = models.OneToOneField(Case, models.PROTECT, primary_key=True, related_name="requester")
    scope = scope_of_case()
    name = models.CharField(max_length=50, default="", blank=True)
    phone_sealed = models.BinaryField(default=b"")
    phone_index = models.BinaryField(default=b"")
    tail_index = models.BinaryField(default=b"")
    whose_home = models.CharField(max_length=60, default="", blank=True)
    wants_reply = models.BooleanField(default=True)
    link_digest = models.BinaryField(unique=True)
    code_index = models.BinaryField(default=b"")
    link_generation = models.PositiveSmallIntegerField(default=0, db_default=0)
    link_renewed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["phone_index"], name="casefile_phone", condition=~Q(phone_index=b"")),
            models.Index(fields=["tail_index"], name="casefile_tail", condition=~Q(tail_index=b"")),
            models.Index(fields=["code_index"], name="casefile_code", condition=~Q(code_index=b"")),
        )

    def __str__(self) -> str:
        return self.name or "-"

    @property
    def phone_aad(self) -> str:
        """What the sealed phone is bound to."""
        return phone_aad(self.case_id)

    @property
    def link(self) -> str:
        """The address that opens the case now."""
        return link_of(self.case_id, self.link_generation)

    @property
    def query_code(self) -> str:
        """The code of the paper slip that opens the case now."""
        return query_code(self.case_id, self.link_generation)


def phone_aad(case_id: object) -> str:
    """The additional data a requester's phone is sealed with."""
    return f"casefile_requester.phone:{case_id}"


class SpentLink(models.Model):
    """A link and query code that were withdrawn: whoever still holds them is told so, and shown nothing."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="spent_links")
    scope = scope_of_case()
    link_digest = models.BinaryField(unique=True)
    code_index = models.BinaryField(default=b"", db_index=True)
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.case_id} {self.withdrawn_at:%Y-%m-%d}"


class Event(models.Model):
    """One line of the timeline: append-only, hash-chained per case by a trigger."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="events", db_index=False)
    scope = scope_of_case()
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=20)
    actor = models.CharField(max_length=80)
    actor_label = models.CharField(max_length=80, default="")
    data = models.JSONField(default=dict)
    prev = models.BinaryField(default=b"")
    hash = models.BinaryField(default=b"")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "seq"], name="casefile_event_seq"),)
        indexes = (models.Index(fields=["scope", "at"], name="casefile_sorted", condition=Q(verb="triaged")),)
        ordering = ("seq",)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


class Seal(models.Model):
    """The hourly seal of a scope's case heads; each seal holds the one before it."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    cases = models.PositiveIntegerField()
    events = models.PositiveIntegerField()
    heads = models.BinaryField()
    prev = models.BinaryField(default=b"")
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Attachment(models.Model):
    """A cleaned photo or a voice note, kept in the database: it commits and is backed up with its case."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="attachments")
    scope = scope_of_case()
    stage = models.CharField(max_length=10, default="request", help_text="request, before, after, work")
    mime = models.CharField(max_length=40)
    name = models.CharField(max_length=120, default="")
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField()
    body = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name or str(self.pk)


class Presence(models.Model):
    """Somebody has a case open right now. A hint for colleagues; a row lives a minute and is no record."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    scope = scope_of_case()
    account = models.ForeignKey("people.Account", models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "account"], name="casefile_present_once"),)

    def __str__(self) -> str:
        return f"{self.account_id} @ {self.case_id}"
