"""The transition table of a use of the fund and nothing else. sql/20_record.sql holds the same pairs."""

from dataclasses import dataclass

from .words import UseState, Verb

S, V = UseState, Verb


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step of a use."""

    verb: Verb
    source: UseState
    target: UseState


MOVES: tuple[Move, ...] = (
    Move(V.BOUND, S.DRAFT, S.VOTING),
    Move(V.UNBOUND, S.VOTING, S.DRAFT),
    Move(V.URGENT, S.DRAFT, S.URGENT),
    Move(V.POSTED, S.VOTING, S.POSTED),
    Move(V.POSTED, S.URGENT, S.POSTED),
    Move(V.CLEARED, S.POSTED, S.PAYING),
    Move(V.ENDED, S.PAYING, S.ENDED),
    *(Move(V.STOPPED, source, S.STOPPED) for source in (S.DRAFT, S.VOTING, S.URGENT, S.POSTED, S.PAYING)),
)


def find_move(verb: Verb, source: UseState) -> Move | None:
    """The step with this verb from a state."""
    return next((one for one in MOVES if (one.verb, one.source) == (verb, source)), None)


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) the database lets through."""
    return frozenset((one.source.value, one.target.value) for one in MOVES)
