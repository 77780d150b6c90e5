"""What a meeting is to talk about: put on the agenda and struck off it, until notice is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from huiyin.commons.c1_proposals.four_steps.words import ProposalState
from huiyin.commons.c1_proposals.models import AgendaItem, Meeting, Proposal
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.reading.personal import PersonalKind, find_personal

from .calling import MOST, Call, plan_meeting
from .record import lock_meeting, must_be, write
from .refusals import (
    AgendaChosenEmpty,
    MeetingWordsMissing,
    PersonalInAgenda,
    ProposalNotOpen,
    TooManySeats,
)
from .words import MeetingState, Verb


@dataclass(frozen=True, slots=True)
class Draft:
    """An item to be: its words, where it came from, the ids of the requests it is about."""

    words: str
    source: str = ""
    about: tuple[UUID, ...] = ()


def plan_with_agenda(*, scope_id: int, call: Call, items: Sequence[Draft], by: Viewer) -> Meeting:
    """Prepare a meeting whose agenda is known already.

    Raises what `plan_meeting` raises, and AgendaChosenEmpty, TooManySeats, PersonalInAgenda.
    """
    if not items:
        raise AgendaChosenEmpty
    meeting = plan_meeting(scope_id=scope_id, call=call, by=by)
    for item in items:
        _put(meeting, item, None, by)
    return meeting


def put_item(*, meeting_id: int, words: str, by: Viewer, proposal_id: int | None = None) -> AgendaItem:
    """Put something on the agenda, before notice is given: what was not announced is not decided (BJ-WY 35).

    Raises NotThere, MeetingNotNow, MeetingWordsMissing, ProposalNotOpen, TooManySeats, PersonalInAgenda.
    """
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.PLANNED)
    proposal = _proposal(meeting, proposal_id) if proposal_id else None
    told = words.strip() or (proposal.title if proposal else "")
    return _put(meeting, Draft(told), proposal, by)


def strike_item(*, meeting_id: int, no: int, by: Viewer) -> None:
    """Take an item off before notice is given; those after it move up. Repeating strikes the next one.

    Raises NotThere, MeetingNotNow.
    """
    meeting = lock_meeting(meeting_id, by)
    must_be(meeting, MeetingState.PLANNED)
    found = meeting.items.filter(no=no).first()
    if found is None:
        raise NotThere
    words = found.words
    found.delete()
    for later in meeting.items.filter(no__gt=no).order_by("no"):
        later.no -= 1
        later.save(update_fields=["no"])
    write(meeting=meeting, verb=Verb.ITEM_OFF, by=by, no=no, words=words)


def _put(meeting: Meeting, item: Draft, proposal: Proposal | None, by: Viewer) -> AgendaItem:
    if not item.words.strip():
        raise MeetingWordsMissing
    if meeting.inner and not item.source:
        _must_be_plain(item.words)
    if (held := meeting.items.count()) >= MOST:
        raise TooManySeats(most=MOST)
    made = AgendaItem.objects.create(
        meeting=meeting, scope_id=meeting.scope_id, no=held + 1, words=item.words.strip()[:300],
        source=item.source, about=list(item.about), proposal=proposal,
        round=proposal.round if proposal else 0,
    )  # fmt: skip
    write(meeting=meeting, verb=Verb.ITEM, by=by, no=made.no)
    return made


def _must_be_plain(words: str) -> None:
    """What the clerk writes about requests stands in papers that go round. Raises PersonalInAgenda."""
    if found := find_personal(words, kinds=frozenset(PersonalKind)):
        raise PersonalInAgenda(found="、".join(words[slice(*piece.span)] for piece in found))


def _proposal(meeting: Meeting, proposal_id: int) -> Proposal:
    found = Proposal.objects.filter(pk=proposal_id, scope_id=meeting.scope_id).first()
    if found is None:
        raise NotThere
    if found.state != ProposalState.RAISED:
        raise ProposalNotOpen
    return found
