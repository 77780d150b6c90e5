"""In the room: open, sign in, watch the quorum, decide, note dissent, close."""

from dataclasses import dataclass

from huiyin.commons.c1_proposals.models import AgendaItem, Dissent, Meeting, Seat
from huiyin.ground.clock import ZONE, now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as

from .quorum import Quorum, kind_of, quorum_of
from .record import lock_meeting, must_be, step, write
from .refusals import (
    DecisionMissing,
    MeetingWordsMissing,
    NotQuorate,
    QuorateStill,
    SeatUnknown,
    TooEarly,
    VoicesWrong,
)
from .words import MeetingState, Result, Signed, Verb


@dataclass(frozen=True, slots=True)
class Voices:
    """How the voices here fell."""

    agree: int
    against: int
    abstain: int


def open_meeting(*, meeting_id: int, chair: str, by: Viewer) -> Meeting:
    """Open it on its day; signing in begins.

    Raises NotThere, MeetingNotNow, MeetingWordsMissing, TooEarly.
    """
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.NOTICED)
    at = now()
    if at.astimezone(ZONE).date() < meeting.starts_at.astimezone(ZONE).date():
        raise TooEarly(day=meeting.starts_at.astimezone(ZONE).date())
    if not chair.strip():
        raise MeetingWordsMissing
    step(meeting=meeting, verb=Verb.OPENED, by=by, opened_at=at, chair=chair.strip()[:80])
    return meeting


def sign_in(*, meeting_id: int, no: int, by: Viewer, substitute: bool = False) -> Seat:
    """Somebody is on the paper list. Repeating changes nothing.

    Raises NotThere, MeetingNotNow, SeatUnknown.
    """
    meeting = lock_meeting(meeting_id, by)
    return _sign(meeting, no, Signed.PAPER, substitute, by)


def sign_in_here(*, meeting: Meeting, no: int, substitute: bool, by: Viewer) -> Seat:
    """Somebody in the room scanned its code (links.py) and named the own seat.

    The record says so, and whoever keeps the meeting can strike it off. Raises MeetingNotNow, SeatUnknown.
    """
    with seen_as(SYSTEM):  # a guest has no row of the own; the code hangs in the room
        locked = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
        return _sign(locked, no, Signed.QR, substitute, by)


def strike(*, meeting_id: int, no: int, by: Viewer) -> Seat:
    """Not here after all. Raises NotThere, MeetingNotNow, SeatUnknown."""
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.OPEN)
    seat = _seat(meeting, no)
    seat.signed_at, seat.signed_way, seat.by_substitute, seat.left_at = None, "", False, None
    seat.save()
    write(meeting=meeting, verb=Verb.STRUCK, by=by, no=no)
    return seat


def leave(*, meeting_id: int, no: int, by: Viewer) -> Seat:
    """Somebody left early: from now on the voice is not here. Raises NotThere, MeetingNotNow, SeatUnknown."""
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.OPEN)
    seat = _seat(meeting, no)
    if seat.is_here:
        seat.left_at = now()
        seat.save(update_fields=["left_at"])
        write(meeting=meeting, verb=Verb.LEFT, by=by, no=no)
    return seat


def decide(*, meeting_id: int, no: int, decision: str, talk: str, voices: Voices, by: Viewer) -> AgendaItem:
    """Note the voices and the words of a decision; only while the meeting is quorate.

    Raises NotThere, MeetingNotNow, NotQuorate, VoicesWrong, MeetingWordsMissing.
    """
    meeting = lock_meeting(meeting_id, by)
    item, quorum = _item(meeting, no), _quorate(meeting)
    if not decision.strip():
        raise MeetingWordsMissing
    if voices.agree + voices.against + voices.abstain > quorum.present:
        raise VoicesWrong(present=quorum.present)
    passed = kind_of(meeting).passes.holds(voices.agree, quorum.present)
    item.agree, item.against, item.abstain = voices.agree, voices.against, voices.abstain
    item.present, item.decision = quorum.present, decision.strip()[:1000]
    return _outcome(item, Result.PASSED if passed else Result.FAILED, talk, by)


def note_item(*, meeting_id: int, no: int, talk: str, put_off: bool, by: Viewer) -> AgendaItem:
    """Talked over without a vote (an owners' talk, a reception day), or put off.

    Raises NotThere, MeetingNotNow, NotQuorate, MeetingWordsMissing.
    """
    meeting = lock_meeting(meeting_id, by)
    item = _item(meeting, no)
    if not put_off:
        item.present = _quorate(meeting).present
    if not talk.strip():
        raise MeetingWordsMissing
    item.agree = item.against = item.abstain = 0
    item.decision = ""
    return _outcome(item, Result.PUT_OFF if put_off else Result.NOTED, talk, by)


def dissent(*, meeting_id: int, no: int, seat_no: int, words: str, by: Viewer) -> Dissent:
    """Somebody at the table sees it otherwise and wants it written down.

    Raises NotThere, MeetingNotNow, SeatUnknown, MeetingWordsMissing.
    """
    meeting = lock_meeting(meeting_id, by)
    item, seat = _item(meeting, no), _seat(meeting, seat_no)
    if seat.signed_at is None:
        raise SeatUnknown
    if not words.strip():
        raise MeetingWordsMissing
    found = Dissent.objects.filter(item=item, seat=seat).first()
    if found is None:
        found = Dissent.objects.create(
            item=item, seat=seat, scope_id=meeting.scope_id, words=words.strip()[:1000], at=now()
        )
        write(meeting=meeting, verb=Verb.DISSENTED, by=by, no=no, seat=seat_no)
    return found


def close_meeting(*, meeting_id: int, by: Viewer) -> Meeting:
    """End it when every item has its outcome. Raises NotThere, MeetingNotNow, DecisionMissing."""
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.OPEN)
    if missing := meeting.items.filter(result=Result.OPEN).count():
        raise DecisionMissing(n=missing)
    quorum = quorum_of(meeting, meeting.seats.all())
    step(
        meeting=meeting, verb=Verb.CLOSED, by=by, ended_at=now(), present=quorum.present, voices=quorum.voices
    )
    return meeting


def fail_meeting(*, meeting_id: int, by: Viewer) -> Meeting:
    """Not enough came: nothing was decided. Raises NotThere, MeetingNotNow, QuorateStill."""
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.OPEN)
    quorum = quorum_of(meeting, meeting.seats.all())
    if quorum.holds or meeting.items.filter(decided_at__isnull=False).exclude(result=Result.PUT_OFF).exists():
        raise QuorateStill
    step(
        meeting=meeting, verb=Verb.FAILED, by=by, ended_at=now(), present=quorum.present, voices=quorum.voices
    )
    return meeting


def _sign(meeting: Meeting, no: int, way: Signed, substitute: bool, by: Viewer) -> Seat:  # noqa: FBT001 - of its callers
    must_be(meeting, MeetingState.OPEN)
    seat = _seat(meeting, no)
    if substitute and not seat.substitute:
        raise SeatUnknown
    if not seat.is_here:
        seat.signed_at, seat.signed_way, seat.by_substitute, seat.left_at = now(), way, substitute, None
        seat.save()
        write(meeting=meeting, verb=Verb.SIGNED, by=by, no=no, way=way.value)
    return seat


def _seat(meeting: Meeting, no: int) -> Seat:
    found = meeting.seats.filter(no=no).first()
    if found is None:
        raise SeatUnknown
    return found


def _item(meeting: Meeting, no: int) -> AgendaItem:
    must_be(meeting, MeetingState.OPEN)
    found = meeting.items.filter(no=no).first()
    if found is None:
        raise NotThere
    return found


def _quorate(meeting: Meeting) -> Quorum:
    quorum = quorum_of(meeting, meeting.seats.all())
    if not quorum.holds:
        raise NotQuorate(present=quorum.present, voices=quorum.voices)
    return quorum


def _outcome(item: AgendaItem, result: Result, talk: str, by: Viewer) -> AgendaItem:
    item.result, item.talk, item.decided_at = result, talk.strip()[:5000], now()
    item.save()
    write(meeting=item.meeting, verb=Verb.DECIDED, by=by, no=item.no, result=result.value)
    return item
