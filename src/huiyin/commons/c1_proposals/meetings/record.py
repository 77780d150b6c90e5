"""What every act on a meeting does: lock it, take a step, write a line of its record."""

from typing import Any

from huiyin.commons.c1_proposals.models import Meeting, MeetingEvent
from huiyin.ground.records import add_line
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .refusals import MeetingNotNow
from .states import find_move
from .words import MeetingState, Verb


def lock_meeting(meeting_id: int, by: Viewer) -> Meeting:
    """A meeting the viewer keeps, locked. Raises NotThere."""
    found = Meeting.objects.select_for_update(no_key=True).filter(pk=meeting_id).first()
    if found is None or not by.may(Permission.PROPOSAL_WORK, found.scope_id):
        raise NotThere
    return found


def must_be(meeting: Meeting, *states: MeetingState) -> None:
    """Refuse in any other state. Raises MeetingNotNow."""
    if meeting.state not in states:
        raise MeetingNotNow(state=MeetingState(meeting.state).label)


def step(*, meeting: Meeting, verb: Verb, by: Viewer, **fields: Any) -> None:
    """Take one step of the transition table, with the fields that belong to it. Raises MeetingNotNow."""
    move = find_move(verb, MeetingState(meeting.state))
    if move is None:
        raise MeetingNotNow(state=MeetingState(meeting.state).label)
    meeting.state = move.target
    for name, value in fields.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=["state", *fields])
    write(meeting=meeting, verb=verb, by=by)


def write(*, meeting: Meeting, verb: Verb, by: Viewer, **data: Any) -> MeetingEvent:
    """Add a line to the record."""
    return add_line(MeetingEvent, scope_id=meeting.scope_id, by=by, meeting=meeting, verb=verb, data=data)
