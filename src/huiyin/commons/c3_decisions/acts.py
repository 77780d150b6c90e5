"""Write a decision down, and withdraw it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from huiyin.ground.clock import ZONE, now
from huiyin.ground.records import add_line, digest_of
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place

from .models import Decision, DecisionEvent
from .refusals import (
    DecidedAlready,
    DecisionDayWrong,
    DecisionNumbersWrong,
    DecisionWithdrawn,
    DecisionWordsMissing,
)
from .rules import challenge_until
from .words import DecidedBy, DecisionState, Verb

KEEP = Permission.PROPOSAL_WORK


@dataclass(frozen=True, slots=True)
class Source:
    """Where a decision comes from: `id` of its proposal or vote, the topic behind it, its pack.

    `part`: the question of a vote that asked several; each is decided by itself.
    """

    id: str = ""
    topic_id: UUID | None = None
    pack_id: int | None = None
    part: int = 1


@dataclass(frozen=True, slots=True)
class Draft:
    """What a decision says. `counted`: (agreed, of how many), or None where nothing was counted."""

    title: str
    words: str
    kind: DecidedBy
    body: str
    decided_on: date
    article: str = ""
    counted: tuple[int, int] | None = None
    source: Source = Source()


def decide(*, place_id: int, what: Draft, by: Viewer) -> Decision:
    """Write down what was decided about a place.

    Raises NotThere, DecisionWordsMissing, DecisionDayWrong, DecisionNumbersWrong, DecidedAlready.
    """
    place = Place.objects.select_for_update(no_key=True).filter(pk=place_id, closed_at=None).first()
    if place is None:
        raise NotThere
    by.must(KEEP, place.scope_id)
    at = now()
    _must_be_whole(what, at.astimezone(ZONE).date())
    source = what.source
    same = Decision.objects.filter(kind=what.kind, source_id=source.id, part=source.part)
    if source.id and same.filter(state=DecisionState.STANDING).exists():
        raise DecidedAlready
    agreed, entitled = what.counted or (None, None)
    decision = Decision.objects.create(
        scope_id=place.scope_id, code=public_code("D", at), place=place, title=what.title.strip()[:120],
        words=what.words.strip()[:5000], kind=what.kind, body=what.body.strip()[:120],
        source_id=source.id[:40], part=source.part, topic_id=source.topic_id, pack_id=source.pack_id,
        article=what.article.strip()[:120], agreed=agreed, entitled=entitled, decided_on=what.decided_on,
        challenge_until=challenge_until(what.kind, what.decided_on), made_by=by.actor, made_at=at,
    )  # fmt: skip
    write(decision=decision, verb=Verb.DECIDED, by=by, kind=decision.kind, digest=content_of(decision))
    return decision


def withdraw(*, decision_id: int, reason: str, by: Viewer) -> Decision:
    """It holds no longer, with the reason everybody reads.

    Raises NotThere, DecisionWithdrawn, DecisionWordsMissing.
    """
    decision = lock_decision(decision_id, by)
    if not reason.strip():
        raise DecisionWordsMissing
    decision.state, decision.withdrawn_at = DecisionState.WITHDRAWN, now()
    decision.withdrawn_why = reason.strip()[:300]
    decision.save(update_fields=["state", "withdrawn_at", "withdrawn_why"])
    write(decision=decision, verb=Verb.WITHDRAWN, by=by, why=decision.withdrawn_why)
    return decision


def lock_decision(decision_id: int, by: Viewer) -> Decision:
    """A decision in force that the viewer keeps, locked. Raises NotThere, DecisionWithdrawn."""
    found = Decision.objects.select_for_update(no_key=True).filter(pk=decision_id).first()
    if found is None or not by.may(KEEP, found.scope_id):
        raise NotThere
    if found.state != DecisionState.STANDING:
        raise DecisionWithdrawn
    return found


def content_of(one: Decision) -> str:
    """The digest of what a decision says."""
    return digest_of(
        one.title, one.words, one.kind, one.body, one.article, one.agreed, one.entitled, one.decided_on,
        one.challenge_until,
    )  # fmt: skip


def write(*, decision: Decision, verb: Verb, by: Viewer, **data: Any) -> DecisionEvent:
    """Add a line to the record; the database gives it its number and its hash."""
    return add_line(DecisionEvent, scope_id=decision.scope_id, by=by, decision=decision, verb=verb, data=data)


def _must_be_whole(what: Draft, today: date) -> None:
    if not (what.title.strip() and what.words.strip() and what.body.strip()):
        raise DecisionWordsMissing
    if what.decided_on > today:
        raise DecisionDayWrong
    if what.counted and not 0 <= what.counted[0] <= what.counted[1]:
        raise DecisionNumbersWrong
