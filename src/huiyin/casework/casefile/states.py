"""The transition table of a case and nothing else.

It makes the database's guard, the diagram in docs/reference/states.md, the buttons on the pages and a test
of every pair of states.
"""

from dataclasses import dataclass

from huiyin.registers.people.words import Permission

from .words import ENDED, MOVING, WITH_HANDLER, State, Verb

REQUESTER = "requester"
CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step. `who` is a permission, REQUESTER (the person who asked) or CLOCK (a timer)."""

    verb: Verb
    source: State
    target: State
    who: frozenset[str]


def _moves(verb: Verb, sources: tuple[State, ...], target: State, *who: str) -> tuple[Move, ...]:
    return tuple(Move(verb, source, target, frozenset(who)) for source in sources)


S, V, P = State, Verb, Permission

MOVES: tuple[Move, ...] = (
    *_moves(V.DISPATCHED, (S.RECEIVED, *WITH_HANDLER), S.DISPATCHED, P.CASE_DISPATCH, CLOCK),
    *_moves(V.DISPATCH_UNDONE, (S.DISPATCHED,), S.RECEIVED, P.CASE_DISPATCH),
    *_moves(V.ACCEPTED, (S.DISPATCHED,), S.ACCEPTED, P.CASE_HANDLE),
    *_moves(V.ARRIVED, (S.DISPATCHED, S.ACCEPTED), S.ARRIVED, P.CASE_HANDLE, REQUESTER),
    *_moves(V.STEP_UNDONE, (S.ACCEPTED, S.ARRIVED), S.DISPATCHED, P.CASE_HANDLE),
    *_moves(V.STEP_UNDONE, (S.ARRIVED,), S.ACCEPTED, P.CASE_HANDLE),
    *_moves(V.HANDED_BACK, (S.ACCEPTED, S.ARRIVED), S.DISPATCHED, P.CASE_HANDLE),
    *_moves(V.HANDED_BACK, (S.ACCEPTED, S.ARRIVED), S.RECEIVED, P.CASE_HANDLE),
    *_moves(V.PROPOSED, WITH_HANDLER, S.PROPOSED, P.CASE_HANDLE),
    *_moves(V.PROPOSED, (S.RECEIVED,), S.PROPOSED, P.CASE_DISPATCH),
    *_moves(V.VERDICT, (S.PROPOSED, S.FOLLOW_UP), S.CONFIRMED, REQUESTER),
    *_moves(V.REOPENED, (S.PROPOSED, S.FOLLOW_UP, *ENDED), S.DISPATCHED, REQUESTER),
    *_moves(V.REOPENED, (S.PROPOSED, S.FOLLOW_UP, *ENDED), S.RECEIVED, REQUESTER),
    *_moves(V.REOPENED, (S.FOLLOW_UP,), S.DISPATCHED, P.CASE_FOLLOW_UP),
    *_moves(V.REOPENED, (S.FOLLOW_UP,), S.RECEIVED, P.CASE_FOLLOW_UP),
    *_moves(V.LAPSED, (S.PROPOSED,), S.LAPSED, CLOCK),
    *_moves(V.TO_FOLLOW_UP, (S.PROPOSED,), S.FOLLOW_UP, CLOCK),
    *_moves(V.ATTESTED, (S.FOLLOW_UP,), S.ATTESTED, P.CASE_FOLLOW_UP),
    *_moves(V.UNREACHED, (S.FOLLOW_UP,), S.UNREACHED, P.CASE_FOLLOW_UP),
    *_moves(V.DECLINE_ASKED, (S.RECEIVED,), S.DECLINING, P.CASE_TRIAGE),
    *_moves(V.DECLINED, (S.DECLINING,), S.DECLINED, P.CASE_REVIEW),
    *_moves(V.DECLINE_OVERTURNED, (S.DECLINING,), S.RECEIVED, P.CASE_REVIEW),
    *_moves(V.MERGED, MOVING, S.MERGED, P.CASE_TRIAGE),
    *(
        step
        for to in MOVING
        for step in _moves(V.MERGE_UNDONE, (S.MERGED,), to, P.CASE_TRIAGE, CLOCK, REQUESTER)
    ),
    *_moves(V.PROPOSED, (S.MERGED, *MOVING), S.PROPOSED, CLOCK),
    *_moves(V.SUSPENDED, MOVING, S.SUSPENDED, P.CASE_APPROVE),
    *(step for to in MOVING for step in _moves(V.UNSUSPENDED, (S.SUSPENDED,), to, P.CASE_DISPATCH, CLOCK)),
    *_moves(V.WITHDRAWN, (*MOVING, S.MERGED, S.SUSPENDED), S.WITHDRAWN, REQUESTER),
)


def moves_from(state: State) -> tuple[Move, ...]:
    """The steps that may leave a state."""
    return tuple(move for move in MOVES if move.source == state)


def find_move(verb: Verb, source: State, target: State) -> Move | None:
    """The step with this verb between two states; the permissions of equal steps are joined."""
    found = [m for m in MOVES if (m.verb, m.source, m.target) == (verb, source, target)]
    if not found:
        return None
    return Move(verb, source, target, frozenset().union(*(m.who for m in found)))


def pairs() -> frozenset[tuple[str, str]]:
    """Every (from, to) the database lets through."""
    return frozenset((m.source.value, m.target.value) for m in MOVES)
