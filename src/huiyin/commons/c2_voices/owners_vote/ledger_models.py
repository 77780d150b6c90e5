"""The ledger of ballots: whatever way a ballot comes in, it is one row here; and what leads to it.

A choice stands apart (`BallotSecret`), sealed,
in a table nobody can read before the close (sql/10_walls.sql).
The ballot itself carries only a commitment to it: SHA-256 of salt and letters.
"""

from django.db import models
from django.db.models import Q

from huiyin.ground.ids import new_id

from .models import APP, OwnersVote, RollHead, Scope
from .words import Means, PaperEnd, Reached, Why


class Delivery(models.Model):
    """Somebody brought the papers of a head: when, how, to whom, and what came of it. Never changed."""

    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="deliveries")
    head = models.ForeignKey(RollHead, models.PROTECT, related_name="deliveries")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    means = models.CharField(max_length=6, choices=Means)
    reached = models.CharField(max_length=8, choices=Reached)
    to_whom = models.CharField(max_length=80, blank=True)
    warned = models.BooleanField(default=False, help_text="told what silence means")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)

    class Meta:
        app_label = APP

    def __str__(self) -> str:
        return f"{self.means} {self.reached}"


class Paper(models.Model):
    """A numbered paper ballot of a head; `code` is in its QR code. A new one replaces a spoilt one."""

    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="papers")
    head = models.ForeignKey(RollHead, models.PROTECT, related_name="papers")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveIntegerField()
    code = models.CharField(max_length=12, unique=True)
    issued_at = models.DateTimeField()
    ended = models.CharField(max_length=8, choices=PaperEnd, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["vote", "no"], name="voices_paper_no"),
            models.UniqueConstraint(fields=["head"], condition=Q(ended=""), name="voices_one_live_paper"),
        )

    def __str__(self) -> str:
        return f"{self.no:04d}"


class PaperEntry(models.Model):
    """One clerk's reading of a paper.

    Two clerks read it apart; `mark` (keyed) tells only whether they agree.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="entries")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=80)
    mark = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["paper", "round", "turn"], name="voices_entry_turn"),
            models.UniqueConstraint(fields=["paper", "round", "by"], name="voices_entry_two_clerks"),
            models.CheckConstraint(condition=Q(turn__in=(1, 2)), name="voices_entry_first_or_second"),
        )

    def __str__(self) -> str:
        return f"{self.round}/{self.turn}"


class PaperScan(models.Model):
    """The picture of a paper ballot; nobody sees it before the close."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="scans")
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="scans")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        app_label = APP

    def __str__(self) -> str:
        return self.sha256[:12]


class Mandate(models.Model):
    """A written authority: who votes for a head.

    `agent_index` finds all mandates of one agent (the limit).
    """

    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="mandates")
    head = models.ForeignKey(RollHead, models.PROTECT, related_name="mandates")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    agent = models.CharField(max_length=80)
    agent_index = models.BinaryField()
    scan = models.BinaryField(default=b"")
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(
                fields=["head"], condition=Q(revoked_at=None), name="voices_one_live_mandate"
            ),
        )

    def __str__(self) -> str:
        return self.agent


class Ballot(models.Model):
    """A ballot that counts, or counted until another replaced it.

    The ballots of a head are one chain: one has no predecessor, each is replaced at most once. So at any
    moment, under any race, a head has at most one effective ballot: the last of the chain.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="ballots")
    head = models.ForeignKey(RollHead, models.PROTECT, related_name="ballots")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    no = models.PositiveIntegerField(default=0)
    way = models.CharField(max_length=6)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="ballots")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="ballots")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    commitment = models.CharField(max_length=64)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    hash = models.BinaryField(default=b"")

    class Meta:
        app_label = APP
        constraints = (
            models.UniqueConstraint(fields=["vote", "no"], name="voices_ballot_no"),
            models.UniqueConstraint(
                fields=["head"], condition=Q(replaces=None), name="voices_one_first_ballot"
            ),
            models.UniqueConstraint(fields=["paper"], name="voices_one_ballot_a_paper"),
        )

    def __str__(self) -> str:
        return str(self.no)


class BallotSecret(models.Model):
    """The sealed salt and letters of a ballot. Written with it; readable only after the close."""

    ballot = models.OneToOneField(Ballot, models.PROTECT, primary_key=True, related_name="secret")
    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="+")
    head = models.ForeignKey(RollHead, models.PROTECT, related_name="+")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    sealed = models.BinaryField()

    class Meta:
        app_label = APP

    def __str__(self) -> str:
        return str(self.ballot_id)


class TurnedAway(models.Model):
    """A ballot that does not count, and why. It holds no choice."""

    vote = models.ForeignKey(OwnersVote, models.PROTECT, related_name="turned_away")
    head = models.ForeignKey(RollHead, models.PROTECT, null=True, related_name="turned_away")
    scope = models.ForeignKey(Scope, models.PROTECT, related_name="+")
    way = models.CharField(max_length=6)
    why = models.CharField(max_length=8, choices=Why)
    note = models.CharField(max_length=120, blank=True)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        app_label = APP

    def __str__(self) -> str:
        return f"{self.way} {self.why}"
