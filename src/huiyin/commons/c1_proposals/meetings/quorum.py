"""Who is here and whether that is enough. Pure questions about seats."""

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.commons.c1_proposals.models import Meeting, Seat
from huiyin.commons.c1_proposals.packs import pack_of
from huiyin.registers.rules.deliberations import Council, MeetingKind


@dataclass(frozen=True, slots=True)
class Quorum:
    """Voices here of all voices, how many it takes, and needed parties without more than half here."""

    present: int
    voices: int
    least: int
    missing: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether the meeting can decide now."""
        return self.voices > 0 and self.present >= self.least and not self.missing


def kind_of(meeting: Meeting) -> MeetingKind:
    """What kind of meeting it is, by the rules it was begun under."""
    return pack_of(meeting.pack_id).meetings[meeting.kind]


def council_of(meeting: Meeting) -> Council:
    """At which table it sits."""
    return pack_of(meeting.pack_id).councils[meeting.council]


def quorum_of(meeting: Meeting, seats: Iterable[Seat]) -> Quorum:
    """The quorum of these seats now. A seat without a voice counts nowhere."""
    voting = [seat for seat in seats if seat.voice]
    here = [seat for seat in voting if seat.is_here]
    missing = tuple(
        party.key
        for party in council_of(meeting).seats
        if party.needed and not _half(party.key, voting, here)
    )
    least = kind_of(meeting).quorum.least(len(voting))
    return Quorum(len(here), len(voting), least, missing)


def _half(party: str, voting: list[Seat], here: list[Seat]) -> bool:
    """More than half of a party's seats; a party without a seat is not there."""
    whole = sum(seat.party == party for seat in voting)
    return 2 * sum(seat.party == party for seat in here) > whole
