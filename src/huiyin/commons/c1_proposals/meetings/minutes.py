"""After the meeting: its minutes, and posting them."""

from huiyin.commons.c1_proposals.models import Meeting
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer

from .record import lock_meeting, must_be, step, write
from .refusals import MinutesMissing
from .words import MeetingState, Verb


def write_minutes(*, meeting_id: int, words: str, by: Viewer) -> Meeting:
    """What was talked over, in a few sentences; until they are posted they can be written anew.

    Raises NotThere, MeetingNotNow, MinutesMissing.
    """
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.OPEN, MeetingState.HELD)
    if not words.strip():
        raise MinutesMissing
    meeting.minutes = words.strip()[:20000]
    meeting.save(update_fields=["minutes"])
    write(meeting=meeting, verb=Verb.MINUTES, by=by)
    return meeting


def post_minutes(*, meeting_id: int, by: Viewer) -> Meeting:
    """Post them: from now on they stay as they are. Raises NotThere, MeetingNotNow, MinutesMissing."""
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.HELD)
    if not meeting.minutes:
        raise MinutesMissing
    step(meeting=meeting, verb=Verb.POSTED, by=by, posted_at=now())
    return meeting
