"""The transition table of a proposal and nothing else. sql/20_steps.sql holds the same pairs.

Each step has its entry and exit test (`test`, a name of gates.py): the step is taken only when it holds.
"""

from dataclasses import dataclass

from .words import ProposalState, Verb

S, V = ProposalState, Verb


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step of a proposal."""

    verb: Verb
    source: ProposalState
    target: ProposalState
    test: str


MOVES: tuple[Move, ...] = (
    Move(V.RAISED, S.DRAFT, S.RAISED, "raisable"),
    Move(V.DISCUSSED, S.RAISED, S.DISCUSSED, "discussed"),
    Move(V.ANSWERED, S.DISCUSSED, S.ANSWERED, "answered"),
    Move(V.BACK, S.DISCUSSED, S.RAISED, "all_refuse"),
    Move(V.POSTED, S.ANSWERED, S.RATING, "carried_out"),
    Move(V.SETTLED, S.RATING, S.SETTLED, "rated"),
    Move(V.SENT_BACK, S.RATING, S.RAISED, "rated"),
    *(Move(V.DROPPED, source, S.DROPPED, "") for source in (S.DRAFT, S.RAISED, S.DISCUSSED, S.ANSWERED)),
)


def find_move(verb: Verb, source: ProposalState) -> Move | None:
    """The step with this verb from a state."""
    return next((one for one in MOVES if (one.verb, one.source) == (verb, source)), None)


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) the database lets through."""
    return frozenset((one.source.value, one.target.value) for one in MOVES)
