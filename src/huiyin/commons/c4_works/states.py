"""The transition table of a project and nothing else. sql/20_record.sql holds the same pairs."""

from dataclasses import dataclass

from .words import ProjectState, Verb

S, V = ProjectState, Verb


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step of a project."""

    verb: Verb
    source: ProjectState
    target: ProjectState


MOVES: tuple[Move, ...] = (
    Move(V.STARTED, S.PLANNED, S.STARTED),
    Move(V.DONE, S.STARTED, S.DONE),
    Move(V.AGAIN, S.DONE, S.STARTED),
    Move(V.ACCEPTED, S.DONE, S.ACCEPTED),
    Move(V.STOPPED, S.PLANNED, S.STOPPED),
    Move(V.STOPPED, S.STARTED, S.STOPPED),
)


def find_move(verb: Verb, source: ProjectState) -> Move | None:
    """The step with this verb from a state."""
    return next((one for one in MOVES if (one.verb, one.source) == (verb, source)), None)


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) the database lets through."""
    return frozenset((one.source.value, one.target.value) for one in MOVES)
