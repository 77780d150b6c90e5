"""The vote, its questions, the frozen roll, its record, its result and objections.

What may change when is held by the database (sql/20_frozen.sql): the vote and its questions until notice is
given, the roll never, because it is written at the opening.
"""

from django.db import models
from django.db.models import F, Q

from huiyin.ground.ids import new_id
from huiyin.ground.records import ChainedLine

from .words import Verb, VoteState

Scope = "ground.Scope"
APP = "voices"


class OwnersVote(models.Model):
    """One vote of the owners of an estate. `code` is public: it stands in addresses and on paper."""

    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=120)
    words = models.TextField(help_text="what it is about, for the notice")
    called_by = models.CharField(max_length=120, help_text="who calls the vote, as the notice says it")
    pack = models.ForeignKey("rules.RulePack", models.PROTECT, related_name="+")
    mode = models.CharField(max_length=12)
    silence = models.CharField(max_length=10)
    clause = models.CharField(max_length=300, blank=True, help_text="the clause that lets silence count")
    repeated = models.CharField(max_length=5)
    most_proxies = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=VoteState, default=VoteState.DRAFT)
    digest = models.CharField(
        max_length=64, blank=True, help_text="of question, rule and roll, at the opening"
    )
    area = models.PositiveBigIntegerField(default=0, help_text="hundredths of a square metre, at the opening")
    heads = models.PositiveIntegerField(default=0)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    noticed_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)
    counted_by = models.CharField(max_length=80, blank=True)
    posted_at = models.DateTimeField(null=True)
    posted_by = models.CharField(max_length=80, blank=True)
    object_until = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(condition=Q(state__in=VoteState.values), name="voices_vote_state"),
            models.CheckConstraint(
                condition=Q(silence="absent") | ~Q(clause=""), name="voices_silence_needs_a_clause"
            ),
            models.CheckConstraint(
                condition=Q(posted_by="") | ~Q(posted_by=F("counted_by")), name="voices_second_person"
            ),
        )
        indexes = (models.Index(fields=["scope", "-made_at"], name="voices_vote_list"),)

    def __str__(self) -> str:
        return self.title


class ProposalVote(models.Model):
    """Which proposal a vote was begun for. A vote that failed may be followed by another."""

    vote = models.OneToOneField(OwnersVote, models.PROTECT, primary_key=True, related_name="begun_for")
    proposal = models.ForeignKey("proposals.Proposal", models.PROTECT, related_name="votes")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")

    class Meta:
        app_label = APP

    def __str__(self) -> str:
        return f"{self.proposal} {self.vote}"


class Question(models.Model):
    """One question. `letters`: [[letter, words]] of what agrees; against and abstaining are always there."""

    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="questions")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveSmallIntegerField()
    matter = models.CharField(max_length=20)
    text = models.CharField(max_length=500)
    letters = models.JSONField()

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["vote", "no"], name="voices_question_no"),)
        ordering = ("no",)

    def __str__(self) -> str:
        return self.text


class AskedUnit(models.Model):
    """A unit named before the opening: where any is, the roll is of these units and no others."""

    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="asked")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["vote", "place"], name="voices_asked_once"),)

    def __str__(self) -> str:
        return f"{self.vote} {self.place}"


class RollHead(models.Model):
    """One head of the roll: who has one voice, with all units. `alias` stands in the published file.

    `link_digest` is of the personal link (links.py); the link itself is derived, not stored.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="roll")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveIntegerField()
    alias = models.CharField(max_length=12)
    area = models.PositiveBigIntegerField()
    link_digest = models.BinaryField(unique=True)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["vote", "no"], name="voices_head_no"),
            models.UniqueConstraint(fields=["vote", "alias"], name="voices_head_alias"),
        )
        ordering = ("no",)

    def __str__(self) -> str:
        return str(self.no)


class RollUnit(models.Model):
    """One unit of the roll, as it was at the opening. A unit belongs to one head: so it has one voice."""

    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="units")
    head = models.ForeignKey(RollHead, models.PROTECT, related_name="units")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    label = models.CharField(max_length=160)
    building = models.CharField(max_length=60)
    area = models.PositiveBigIntegerField(help_text="hundredths of a square metre")
    area_source = models.CharField(max_length=12, blank=True)
    use = models.CharField(max_length=10)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["vote", "place"], name="voices_unit_once"),)

    def __str__(self) -> str:
        return self.label


class RollOwner(models.Model):
    """An owner behind a head, with the share, as it was at the opening."""

    head = models.ForeignKey(RollHead, models.PROTECT, related_name="people")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    owner = models.ForeignKey("owners.Owner", models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    share = models.CharField(max_length=40, blank=True)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["head", "owner"], name="voices_roll_owner_once"),)

    def __str__(self) -> str:
        return self.name


class VoteEvent(ChainedLine):
    """A line of the vote's record, bound to the one before it by the database (ground/sql/40_chain.sql)."""

    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=14, choices=Verb)

    class Meta:
        app_label = APP
        constraints = (models.UniqueConstraint(fields=["vote", "seq"], name="voices_event_seq"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"


class VoteResult(models.Model):
    """What was counted, and the file from which anybody counts again. Written once, never changed."""

    vote = models.OneToOneField(OwnersVote, models.PROTECT, primary_key=True, related_name="result")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    figures = models.JSONField()
    file = models.BinaryField(default=b"")
    sha256 = models.CharField(max_length=64, blank=True)
    official = models.CharField(max_length=120, blank=True, help_text="where an imported result is from")
    counted_at = models.DateTimeField()

    class Meta:
        app_label = APP

    def __str__(self) -> str:
        return self.sha256


class Objection(models.Model):
    """Somebody objects to the result; it has to be answered before the result can be final."""

    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="objections")
    head = models.ForeignKey(RollHead, models.PROTECT, null=True, related_name="objections")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    text = models.CharField(max_length=2000)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    answer = models.CharField(max_length=2000, blank=True)
    upheld = models.BooleanField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        app_label = APP
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, upheld=None) | (~Q(answer="") & ~Q(upheld=None)),
                name="voices_objection_answer",
            ),
        )

    def __str__(self) -> str:
        return self.text[:40]
