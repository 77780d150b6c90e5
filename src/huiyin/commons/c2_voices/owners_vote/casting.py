"""Take a ballot into the ledger, whatever way it comes: one effective voice a head under any race.

The lock orders those who come at once; the constraints of the table (one first ballot a head, each replaced
at most once) would hold without it.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from huiyin.commons.c2_voices.models import (
    Ballot,
    BallotSecret,
    Mandate,
    OwnersVote,
    Paper,
    RollHead,
    TurnedAway,
)
from huiyin.ground.clock import now
from huiyin.ground.ids import new_id
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import BallotWay, Repeated

from .choices import commitment_of, new_salt, seal_choices
from .links import OWNER
from .refusals import VoteClosed
from .rules import mode_of
from .words import VoteState, Why

_HEAD_LOCK = 1448037446
RECEIPT = 16
"""Characters of the commitment that a receipt shows."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a ballot came: its way, and the paper or authority behind it."""

    way: BallotWay
    paper: Paper | None = None
    mandate: Mandate | None = None


ONLINE = Evidence(BallotWay.ONLINE)


def cast(*, head_id: UUID, letters: str, by: Viewer, evidence: Evidence = ONLINE) -> Ballot | TurnedAway:
    """Take a ballot, or list it with the reason why it does not count.

    `letters` come from `choices.read_choices`. Raises NotThere (not the viewer's head,
    or a way this vote is not
    held in) and VoteClosed (before the opening).
    """
    head = _own_head(head_id, by)
    vote = OwnersVote.objects.get(pk=head.vote_id)
    if evidence.way not in mode_of(vote).ways:
        raise NotThere
    vote.state = hold_head(head)
    if why := _not_counted(vote, head):
        return turn_away(vote=vote, head=head, way=evidence.way, why=why, by=by)
    try:
        with transaction.atomic():
            return _write(vote, head, letters, by, evidence)
    except IntegrityError as error:  # the close came between looking and writing
        if "not open" not in str(error):
            raise
    return turn_away(vote=vote, head=head, way=evidence.way, why=Why.LATE, by=by)


def turn_away(
    *, vote: OwnersVote, head: RollHead | None, way: BallotWay, why: Why, by: Viewer, note: str = ""
) -> TurnedAway:
    """List a ballot that does not count. It holds no choice. The record gets its line from the database."""
    return TurnedAway.objects.create(
        vote=vote,
        head=head,
        scope_id=vote.scope_id,
        way=way.value,
        why=why,
        note=note[:120],
        by=by.actor,
        at=now(),
    )


def hold_head(head: RollHead) -> str:
    """Until the transaction ends nobody else casts for this head, and no close overtakes; the vote's state.

    Locks are taken in one order everywhere: head, vote, record. So nobody waits in a ring.
    """
    only_head(head)
    with connection.cursor() as cursor:
        cursor.execute("SELECT voices_held_state(%s)", [head.vote_id])
        return str(cursor.fetchone()[0])


def only_head(head: RollHead) -> None:
    """The first of those locks by itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_HEAD_LOCK, str(head.pk)])


def effective(head: RollHead) -> Ballot | None:
    """The ballot that counts: the last of the head's chain."""
    return Ballot.objects.filter(head=head, replaced_by=None).first()


def receipt_of(ballot: Ballot) -> str:
    """What an owner compares with the published file: the beginning of the commitment, in fours."""
    told = ballot.commitment[:RECEIPT].upper()
    return " ".join(told[place : place + 4] for place in range(0, RECEIPT, 4))


def _own_head(head_id: UUID, by: Viewer) -> RollHead:
    head = RollHead.objects.filter(pk=head_id).first()
    if head is None:
        raise NotThere
    mine = by.kind == OWNER and by.case_id == head.pk
    if not mine and not by.may(Permission.VOTE_ENTER, head.scope_id):
        raise NotThere
    return head


def _not_counted(vote: OwnersVote, head: RollHead) -> Why | None:
    if vote.opened_at is None and vote.state in (VoteState.DRAFT, VoteState.NOTICE):
        raise VoteClosed
    if vote.state != VoteState.OPEN or now() >= vote.closes_at:
        return Why.LATE
    if vote.repeated == Repeated.FIRST and Ballot.objects.filter(head=head).exists():
        return Why.DOUBLE
    return None


def _write(vote: OwnersVote, head: RollHead, letters: str, by: Viewer, evidence: Evidence) -> Ballot:
    salt, ballot_id = new_salt(), new_id()
    ballot = Ballot(
        id=ballot_id, vote=vote, head=head, scope_id=vote.scope_id, way=evidence.way.value,
        paper=evidence.paper,
        mandate=evidence.mandate, replaces=effective(head), commitment=commitment_of(salt, letters),
        by=by.actor,
        at=now(),
    )  # fmt: skip
    ballot.save(force_insert=True)
    BallotSecret(
        ballot=ballot, vote=vote, head=head, scope_id=vote.scope_id,
        sealed=seal_choices(ballot_id, salt, letters),
    ).save(force_insert=True)  # fmt: skip
    ballot.refresh_from_db(fields=["no", "at", "hash"])
    return ballot
