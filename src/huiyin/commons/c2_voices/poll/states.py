"""The transition table of a poll and of its rounds and nothing else. sql/50_poll.sql holds the same pairs."""

from .words import PollState as P
from .words import RoundState as R

POLL: frozenset[tuple[P, P]] = frozenset({
    (P.DRAFT, P.RUNNING), (P.DRAFT, P.CANCELLED), (P.RUNNING, P.FINISHED), (P.RUNNING, P.CANCELLED),
})  # fmt: skip
ROUND: frozenset[tuple[R, R]] = frozenset({
    (R.PREPARED, R.OPEN), (R.OPEN, R.CLOSED), (R.CLOSED, R.PUBLISHED),
})  # fmt: skip


def pairs() -> frozenset[tuple[str, str, str]]:
    """(noun, from, to) of every step."""
    polls = {("poll", one.value, other.value) for one, other in POLL}
    return frozenset(polls | {("poll_round", one.value, other.value) for one, other in ROUND})
