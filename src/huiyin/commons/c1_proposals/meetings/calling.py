"""Call a meeting: kind and table, when and where, its seats, notice in time (its agenda: agenda.py)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.commons.c1_proposals.models import Meeting, Seat
from huiyin.commons.c1_proposals.packs import pack_now, pack_of
from huiyin.ground.clock import ZONE, now
from huiyin.ground.tenancy.public_codes import public_code
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.deliberations import Deliberation, Party

from .invited import holders_of
from .quorum import council_of, kind_of
from .record import lock_meeting, must_be, step, write
from .refusals import (
    AgendaEmpty,
    KindKeeps,
    MeetingKindUnknown,
    MeetingTimeWrong,
    MeetingWordsMissing,
    NoticeTooShort,
    SeatUnknown,
    TooManySeats,
)
from .words import MeetingState, Verb

MOST = 60
"""Seats, or items of an agenda."""
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Call:
    """What a meeting is to be; `kind` and `council` are keys of the pack in force."""

    kind: str
    council: str
    title: str
    venue: str
    called_by: str
    starts_at: datetime


def plan_meeting(*, scope_id: int, call: Call, by: Viewer) -> Meeting:
    """Prepare a meeting; its seats are filled from the registers, as far as they name somebody.

    Raises NotThere, NoPack, MeetingKindUnknown, MeetingWordsMissing, MeetingTimeWrong.
    """
    by.must(Permission.PROPOSAL_WORK, scope_id)
    at = now()
    pack_id, rules = pack_now(scope_id, at)
    _must_fit(rules, call, at)
    meeting = Meeting.objects.create(
        scope_id=scope_id, code=public_code("M", at), pack_id=pack_id, made_by=by.actor, made_at=at,
        inner=rules.meetings[call.kind].inner, **_fields(call),
    )  # fmt: skip
    _seat_everybody(meeting)
    write(meeting=meeting, verb=Verb.PLANNED, by=by, kind=call.kind, council=call.council)
    return meeting


def change_meeting(*, meeting_id: int, call: Call, by: Viewer) -> Meeting:
    """Change it before notice is given; another table is set anew.

    Raises as `plan_meeting`, MeetingNotNow, and KindKeeps.
    """
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.PLANNED)
    at = now()
    rules = pack_of(meeting.pack_id)  # a version followed since then may know other kinds
    _must_fit(rules, call, at)
    other_table, inner = meeting.council != call.council, rules.meetings[call.kind].inner
    if inner != meeting.inner and meeting.items.exists():
        raise KindKeeps
    meeting.inner = inner
    for name, value in _fields(call).items():
        setattr(meeting, name, value)
    meeting.save()
    if other_table:
        meeting.seats.all().delete()
        _seat_everybody(meeting)
    write(meeting=meeting, verb=Verb.PLANNED, by=by, kind=call.kind, council=call.council)
    return meeting


def fill_seat(*, meeting_id: int, party: str, holder: str, substitute: str, by: Viewer) -> Seat:
    """Name who sits for a party, and who stands in.

    Raises NotThere, MeetingNotNow, MeetingWordsMissing, SeatUnknown, TooManySeats.
    """
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.PLANNED, MeetingState.NOTICED, MeetingState.OPEN)
    chosen = next((one for one in council_of(meeting).seats if one.key == party), None)
    if chosen is None:
        raise SeatUnknown
    if not holder.strip():
        raise MeetingWordsMissing
    empty = meeting.seats.filter(party=party, holder="").order_by("no").first()
    if empty is None and meeting.seats.count() >= MOST:
        raise TooManySeats(most=MOST)
    seat = empty or _seat(meeting, chosen, "")
    seat.holder, seat.substitute = holder.strip()[:80], substitute.strip()[:80]
    seat.save(update_fields=["holder", "substitute"])
    write(meeting=meeting, verb=Verb.SEATED, by=by, no=seat.no, party=party)
    return seat


def clear_seat(*, meeting_id: int, no: int, by: Viewer) -> None:
    """Take a seat away before the meeting opens. Repeating changes nothing.

    Raises NotThere, MeetingNotNow.
    """
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.PLANNED, MeetingState.NOTICED)
    gone, _each = meeting.seats.filter(no=no).delete()
    if gone:
        write(meeting=meeting, verb=Verb.UNSEATED, by=by, no=no)


def give_notice(*, meeting_id: int, by: Viewer) -> Meeting:
    """Announce it: from now on everybody around reads time, place and agenda.

    Raises NotThere, MeetingNotNow, AgendaEmpty, NoticeTooShort.
    """
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.PLANNED)
    at, kind = now(), kind_of(meeting)
    seated = set(meeting.seats.exclude(holder="").values_list("party", flat=True))
    empty = [one for one in council_of(meeting).seats if one.needed and one.key not in seated]
    if empty or not meeting.items.exists():
        raise AgendaEmpty(seats="、".join(one.name_zh for one in empty) or "–")
    if (meeting.starts_at.astimezone(ZONE).date() - at.astimezone(ZONE).date()).days < kind.notice_days:
        raise NoticeTooShort(days=kind.notice_days)
    meeting.seats.filter(holder="").delete()
    step(meeting=meeting, verb=Verb.NOTICED, by=by, noticed_at=at)
    return meeting


def call_off(*, meeting_id: int, reason: str, by: Viewer) -> Meeting:
    """Call it off, with the reason everybody reads. Raises NotThere, MeetingNotNow, MeetingWordsMissing."""
    meeting = lock_meeting(meeting_id, by)
    if not reason.strip():
        raise MeetingWordsMissing
    step(meeting=meeting, verb=Verb.CALLED_OFF, by=by, ended_at=now(), ended_why=reason.strip()[:300])
    return meeting


def _must_fit(rules: Deliberation, call: Call, at: datetime) -> None:
    kind = rules.meetings.get(call.kind)
    if kind is None or call.council not in kind.councils:
        raise MeetingKindUnknown
    if not (call.title.strip() and call.venue.strip() and call.called_by.strip()):
        raise MeetingWordsMissing
    if not at - timedelta(days=1) <= call.starts_at <= at + LONGEST:
        raise MeetingTimeWrong


def _fields(call: Call) -> dict[str, object]:
    return {
        "kind": call.kind, "council": call.council, "title": call.title.strip()[:120],
        "venue": call.venue.strip()[:120], "called_by": call.called_by.strip()[:120],
        "starts_at": call.starts_at,
    }  # fmt: skip


def _seat_everybody(meeting: Meeting) -> None:
    """One seat for each voice of each party (an adviser has one without a voice), named by the registers."""
    for party in council_of(meeting).seats:
        named = holders_of(meeting.scope_id, party)
        for place in range(max(1, party.voices)):
            _seat(meeting, party, named[place] if place < len(named) else "")


def _seat(meeting: Meeting, party: Party, holder: str) -> Seat:
    last = meeting.seats.order_by("-no").values_list("no", flat=True).first() or 0
    return Seat.objects.create(
        meeting=meeting, scope_id=meeting.scope_id, no=last + 1, party=party.key, voice=party.voices > 0,
        holder=holder[:80],
    )  # fmt: skip


def units_at(scope_ids: list[int]) -> list[Organisation]:
    """Units that may be asked or given a task, by name."""
    return list(
        Organisation.objects.filter(scope_id__in=scope_ids, until=None).order_by("kind", "name", "pk")
    )
