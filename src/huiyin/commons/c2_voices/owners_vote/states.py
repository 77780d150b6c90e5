"""The transition table of an owners' vote and nothing else. sql/20_frozen.sql holds the same pairs."""

from dataclasses import dataclass

from huiyin.registers.people.words import Permission

from .words import Verb, VoteState

S, V = VoteState, Verb
ORGANISER = Permission.VOTE_ORGANISE


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step of a vote."""

    verb: Verb
    source: VoteState
    target: VoteState
    who: Permission = ORGANISER


MOVES: tuple[Move, ...] = (
    Move(V.ANNOUNCED, S.DRAFT, S.NOTICE),
    Move(V.OPENED, S.NOTICE, S.OPEN),
    Move(V.CLOSED, S.OPEN, S.CLOSED),
    Move(V.COUNTED, S.CLOSED, S.COUNTED),
    Move(V.POSTED, S.COUNTED, S.POSTED),
    Move(V.FINISHED, S.POSTED, S.FINAL),
    *(Move(V.CANCELLED, source, S.CANCELLED) for source in (S.DRAFT, S.NOTICE, S.OPEN)),
    *(Move(V.VOIDED, source, S.VOID) for source in (S.CLOSED, S.COUNTED, S.POSTED)),
)


def find_move(verb: Verb, source: VoteState) -> Move | None:
    """The step with this verb from a state."""
    return next((one for one in MOVES if (one.verb, one.source) == (verb, source)), None)


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) the database lets through."""
    return frozenset((one.source.value, one.target.value) for one in MOVES)
