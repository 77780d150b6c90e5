"""What every act of a poll does: lock it, look where it stands, write a line of its record."""

from typing import Any

from huiyin.commons.c2_voices.models import Poll, PollEvent, PollRound
from huiyin.ground.records import add_line
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .refusals import PollNotNow
from .words import PollState, RoundState, Verb

WORK = Permission.VOICE_WORK


def lock_poll(poll_id: int, by: Viewer, *states: PollState) -> Poll:
    """A poll the viewer keeps, locked, in one of the states. Raises NotThere, PollNotNow."""
    found = Poll.objects.select_for_update(no_key=True).filter(pk=poll_id).first()
    if found is None or not by.may(WORK, found.scope_id):
        raise NotThere
    if found.state not in (states or (PollState.RUNNING,)):
        raise PollNotNow(state=PollState(found.state).label)
    return found


def last_round(poll: Poll, *states: RoundState) -> PollRound:
    """The newest round, in one of the states. Raises PollNotNow."""
    held = poll.rounds.order_by("-no").first()
    if held is None:
        raise PollNotNow(state=PollState(poll.state).label)
    if held.state not in states:
        raise PollNotNow(state=RoundState(held.state).label)
    return held


def write(*, poll: Poll, verb: Verb, by: Viewer, round_no: int = 0, **data: Any) -> PollEvent:
    """Add a line to the record."""
    return add_line(PollEvent, scope_id=poll.scope_id, by=by, poll=poll, verb=verb, round=round_no, data=data)
