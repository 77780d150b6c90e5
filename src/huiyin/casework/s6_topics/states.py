"""Which word of a person leads from where to where, and nothing else."""

from dataclasses import dataclass

from .words import STANDING, TopicState, Verb

S, V = TopicState, Verb


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed word."""

    verb: Verb
    source: TopicState
    target: TopicState


MOVES: tuple[Move, ...] = (
    *(Move(V.CONFIRMED, state, S.CONFIRMED) for state in STANDING),
    *(Move(V.RENAMED, state, state) for state in (*STANDING, S.SETTLED)),
    *(Move(V.SPLIT, state, S.CONFIRMED) for state in STANDING),
    *(Move(V.JOINED, state, S.JOINED) for state in STANDING),
    *(Move(V.TOOK, state, S.CONFIRMED) for state in STANDING),
    *(Move(V.REJECTED, state, S.REJECTED) for state in STANDING),
    *(Move(V.TAKEN_OUT, state, state) for state in STANDING),
    *(Move(V.PUT_IN, state, S.CONFIRMED) for state in STANDING),
    *(Move(V.SETTLED, state, S.SETTLED) for state in STANDING),
    *(Move(V.TAKEN_UP, state, S.CONFIRMED) for state in (S.SETTLED, S.REJECTED)),
)
"""Fading is the program's and no word: SUGGESTED without a person's word -> FADED."""


def target_of(verb: Verb, source: TopicState) -> TopicState | None:
    """Where the word leads from here; None where it cannot be said."""
    return next((move.target for move in MOVES if (move.verb, move.source) == (verb, source)), None)
