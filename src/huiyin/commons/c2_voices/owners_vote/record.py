"""What every act of a vote does: lock it, take a step, write a line of its record."""

from typing import Any

from huiyin.commons.c2_voices.models import OwnersVote, VoteEvent
from huiyin.ground.records import add_line
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .refusals import VoteNotNow
from .states import find_move
from .words import Verb, VoteState


def lock_vote(vote_id: int, by: Viewer, permission: str = Permission.VOTE_ORGANISE) -> OwnersVote:
    """A vote the viewer works at, locked. Raises NotThere."""
    vote = OwnersVote.objects.select_for_update(no_key=True).filter(pk=vote_id).first()
    if vote is None or not by.may(permission, vote.scope_id):
        raise NotThere
    return vote


def vote_at_work(vote_id: int, by: Viewer, permission: str) -> OwnersVote:
    """A vote the viewer works at, not locked. Raises NotThere."""
    vote = OwnersVote.objects.filter(pk=vote_id).first()
    if vote is None or not by.may(permission, vote.scope_id):
        raise NotThere
    return vote


def must_be(vote: OwnersVote, *states: VoteState) -> None:
    """Refuse in any other state. Raises VoteNotNow."""
    if vote.state not in states:
        raise VoteNotNow(state=VoteState(vote.state).label)


def step(
    *, vote: OwnersVote, verb: Verb, by: Viewer, data: dict[str, Any] | None = None, **fields: Any
) -> None:
    """Take one step of the transition table, with the fields that belong to it.

    Raises VoteNotNow, NotThere.
    """
    move = find_move(verb, VoteState(vote.state))
    if move is None:
        raise VoteNotNow(state=VoteState(vote.state).label)
    by.must(move.who, vote.scope_id)
    for name, value in fields.items():
        setattr(vote, name, value)
    vote.state = move.target
    vote.save(update_fields=["state", *fields])
    write(vote=vote, verb=verb, by=by, **(data or {}))


def write(*, vote: OwnersVote, verb: Verb, by: Viewer, **data: Any) -> VoteEvent:
    """Add a line to the record; the database gives it its number and its hash. It never holds a choice."""
    return add_line(VoteEvent, scope_id=vote.scope_id, by=by, vote=vote, verb=verb, data=data)
