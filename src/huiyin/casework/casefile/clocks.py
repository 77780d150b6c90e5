"""Replay a clock's ledger: the same entries give the same answer at any time, on any machine.

Pure: no database, no HTTP. Rules: mission "Settled differences", domain facts on 5341 (pause only while the
resident is unavailable; a pause moves the due moment by its own length; a pause with a planned end ends by
itself at that moment, whether or not anybody was there to write it down; an undone stop never was). A clock
that is joined to another case's stands aside and counts for nothing; parted again it goes on as if it had
never been joined.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

NONE = timedelta(0)


class What(StrEnum):
    """The kinds of ledger entries."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    REGRADE = "regrade"
    STOP = "stop"
    CANCEL = "cancel"
    UNDO = "undo"
    EXTEND = "extend"
    JOIN = "join"
    PART = "part"


class ClockState(StrEnum):
    """What a clock shows."""

    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    PAUSED = "paused"
    MET = "met"
    LATE = "late"
    REGRADED = "regraded"
    CANCELLED = "cancelled"
    JOINED = "joined"


_ENDING = frozenset({What.STOP, What.REGRADE, What.CANCEL})
ENDS = {
    What.REGRADE: ClockState.REGRADED,
    What.CANCEL: ClockState.CANCELLED,
    What.JOIN: ClockState.JOINED,
}
SET_ASIDE = (ClockState.CANCELLED, ClockState.REGRADED, ClockState.JOINED)
"""A clock that ended so was neither met nor missed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger."""

    what: What
    at: datetime
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Replay:
    """What a ledger says at a moment. `due_at` moves with pauses; `paused` is their total so far.

    `paused_until` is the planned end of the pause that stands, `held` its reason; a joined clock keeps that
    for when it is parted again. `lapsed`: a planned end has passed and nobody has written that down yet.
    """

    started_at: datetime
    due_at: datetime
    paused: timedelta
    paused_since: datetime | None
    ended_at: datetime | None
    ended_by: What | None
    paused_until: datetime | None = None
    lapsed: bool = False
    held: str = ""

    def state(self, now: datetime, soon: timedelta = NONE) -> ClockState:
        """The state at `now`.

        `soon` is how long before the due moment a running clock counts as nearly due.
        """
        if self.ended_by in ENDS:
            return ENDS[self.ended_by]
        if self.ended_at is not None:
            return ClockState.MET if self.ended_at <= self.due_at else ClockState.LATE
        if self.paused_since is not None:
            return ClockState.PAUSED
        if now > self.due_at:
            return ClockState.OVERDUE
        return ClockState.SOON if self.due_at - now <= soon else ClockState.RUNNING

    def remaining(self, now: datetime) -> timedelta:
        """Time left at `now`, the moment of this replay (negative when overdue).

        It stands still while paused, because the due moment moves along, and after the end.
        """
        return self.due_at - (self.ended_at or now)


def replay(entries: Sequence[Entry], *, base_due: datetime, now: datetime) -> Replay:
    """Run through a ledger. `base_due` is the due moment without pauses.

    Raises ValueError for a ledger that cannot be: no start, an entry after the end, a resume without a pause,
    an undo without a stop before it.
    """
    standing = standing_entries(entries)
    if not standing or standing[0].what is not What.START:
        raise ValueError("a ledger begins with a start")
    walk = _walk(standing[1:])
    lapsed = walk.pause is not None and walk.ended is None and _over(walk.pause, now)
    waits = None if lapsed else walk.pause
    stands = None if walk.ended else waits
    running_pause = _length(walk.pause, walk.ended.at if walk.ended else now) if walk.pause else NONE
    return Replay(
        started_at=standing[0].at,
        due_at=base_due + walk.paused + running_pause,
        paused=walk.paused + running_pause,
        paused_since=stands.at if stands else None,
        ended_at=walk.ended.at if walk.ended else None,
        ended_by=walk.ended.what if walk.ended else None,
        paused_until=stands.until if stands else None,
        lapsed=lapsed,
        held=waits.reason if waits else "",
    )


def standing_entries(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that count: an undo takes away itself and the stop before it. Raises ValueError."""
    kept: list[Entry] = []
    for entry in entries:
        if entry.what is not What.UNDO:
            kept.append(entry)
        elif kept and kept[-1].what is What.STOP:
            kept.pop()
        else:
            raise ValueError("only a stop can be undone")
    return kept


def open_pause(entries: Iterable[Entry]) -> Entry | None:
    """The pause nobody has ended by an entry, lapsed or not."""
    return _walk(standing_entries(entries)[1:]).pause


def _over(pause: Entry, now: datetime) -> bool:
    return pause.until is not None and pause.until <= now


def _length(pause: Entry, at: datetime) -> timedelta:
    return max(min(at, pause.until or at) - pause.at, NONE)


@dataclass(slots=True)
class _Walked:
    """Pauses that are over, the one that stands, and what ended the clock."""

    paused: timedelta = NONE
    pause: Entry | None = None
    ended: Entry | None = None


def _walk(entries: Iterable[Entry]) -> _Walked:
    walk = _Walked()
    for entry in entries:
        _must_fit(entry, walk)
        if entry.what in (What.JOIN, What.PART):  # a pause neither ends nor begins with these
            walk.ended = entry if entry.what is What.JOIN else None
        elif entry.what is not What.EXTEND:
            _step(entry, walk)
    return walk


def _step(entry: Entry, walk: _Walked) -> None:
    if walk.pause is not None:
        walk.paused, walk.pause = walk.paused + _length(walk.pause, entry.at), None
    if entry.what is What.PAUSE:
        walk.pause = entry
    elif entry.what in _ENDING:
        walk.ended = entry


def _must_fit(entry: Entry, walk: _Walked) -> None:
    fits = {
        What.START: False,
        What.PAUSE: walk.pause is None or _over(walk.pause, entry.at),
        What.RESUME: walk.pause is not None,
    }.get(entry.what, True)
    joined = walk.ended is not None and walk.ended.what is What.JOIN
    over = not joined if entry.what is What.PART else walk.ended is not None
    if over or not fits:
        raise ValueError(f"{entry.what} does not fit here")
