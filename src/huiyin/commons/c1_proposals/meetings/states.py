"""The transition table of a meeting and nothing else. sql/20_steps.sql holds the same pairs."""

from dataclasses import dataclass

from .words import MeetingState, Verb

S, V = MeetingState, Verb


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step of a meeting."""

    verb: Verb
    source: MeetingState
    target: MeetingState


MOVES: tuple[Move, ...] = (
    Move(V.NOTICED, S.PLANNED, S.NOTICED),
    Move(V.OPENED, S.NOTICED, S.OPEN),
    Move(V.CLOSED, S.OPEN, S.HELD),
    Move(V.FAILED, S.OPEN, S.FAILED),
    Move(V.POSTED, S.HELD, S.POSTED),
    Move(V.CALLED_OFF, S.PLANNED, S.CALLED_OFF),
    Move(V.CALLED_OFF, S.NOTICED, S.CALLED_OFF),
)


def find_move(verb: Verb, source: MeetingState) -> Move | None:
    """The step with this verb from a state."""
    return next((one for one in MOVES if (one.verb, one.source) == (verb, source)), None)


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) the database lets through."""
    return frozenset((one.source.value, one.target.value) for one in MOVES)
