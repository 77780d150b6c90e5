"""Objections to a posted result, and their answers."""

from uuid import UUID

from huiyin.commons.c2_voices.models import Objection, OwnersVote, RollHead
from huiyin.ground.clock import ZONE, now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .links import OWNER
from .record import lock_vote, must_be, write
from .refusals import ObjectionDays, VoteWordsMissing
from .words import Verb, VoteState


def object_to(*, vote_id: int, name: str, text: str, by: Viewer, head_id: UUID | None = None) -> Objection:
    """Object to the result while that is possible: an owner by the own link, or an organiser for somebody.

    Raises NotThere, VoteNotNow, VoteWordsMissing, ObjectionDays.
    """
    vote = OwnersVote.objects.filter(pk=vote_id).first()
    head = RollHead.objects.filter(pk=head_id, vote_id=vote_id).first() if head_id else None
    mine = by.kind == OWNER and head is not None and by.case_id == head.pk
    if vote is None or not (mine or by.may(Permission.VOTE_ORGANISE, vote.scope_id)):
        raise NotThere
    must_be(vote, VoteState.POSTED)
    if not text.strip() or not name.strip():
        raise VoteWordsMissing
    at = now()
    if vote.object_until is not None and at.astimezone(ZONE).date() > vote.object_until:
        raise ObjectionDays(day=vote.object_until)
    return Objection.objects.create(
        vote=vote, head=head, scope_id=vote.scope_id, name=name.strip()[:80], text=text.strip()[:2000],
        made_by=by.actor, made_at=at,
    )  # fmt: skip


def answer_objection(*, vote_id: int, objection_id: int, answer: str, upheld: bool, by: Viewer) -> Objection:
    """Answer an objection, once, and say whether it is upheld.

    Raises NotThere, VoteNotNow, VoteWordsMissing.
    """
    vote = lock_vote(vote_id, by)
    must_be(vote, VoteState.POSTED)
    if not answer.strip():
        raise VoteWordsMissing
    found = Objection.objects.filter(pk=objection_id, vote=vote, answered_at=None).first()
    if found is None:
        raise NotThere
    found.answer, found.upheld = answer.strip()[:2000], upheld
    found.answered_at, found.answered_by = now(), by.actor
    found.save(update_fields=["answer", "upheld", "answered_at", "answered_by"])
    write(vote=vote, verb=Verb.ANSWERED, by=by, objection=found.pk, upheld=upheld)
    return found
