"""Replay a clock's ledger: the same entries give the same answer at any time, on any machine.

Pure: no database, no HTTP. Rules: mission "Settled differences", domain facts on 5341 (pause only while the
resident is unavailable; a pause moves the due moment by its own length).
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


_ENDING = frozenset({What.STOP, What.REGRADE, What.CANCEL})
ENDS = {What.REGRADE: ClockState.REGRADED, What.CANCEL: ClockState.CANCELLED}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger."""

    what: What
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """What a ledger says at a moment. `due_at` moves with pauses; `paused` is their total so far."""

    started_at: datetime
    due_at: datetime
    paused: timedelta
    paused_since: datetime | None
    ended_at: datetime | None
    ended_by: What | None

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

    Raises ValueError for a ledger that cannot be: no start, an entry after the end, a resume without a pause.
    """
    if not entries or entries[0].what is not What.START:
        raise ValueError("a ledger begins with a start")
    paused, since, ended = _walk(entries[1:])
    running_pause = max(now - since, NONE) if since and not ended else NONE
    return Replay(
        started_at=entries[0].at,
        due_at=base_due + paused + running_pause,
        paused=paused + running_pause,
        paused_since=since if not ended else None,
        ended_at=ended.at if ended else None,
        ended_by=ended.what if ended else None,
    )


def _walk(entries: Iterable[Entry]) -> tuple[timedelta, datetime | None, Entry | None]:
    paused, since, ended = NONE, None, None
    for entry in entries:
        _must_fit(entry, since, ended)
        if since is not None:
            paused, since = paused + (entry.at - since), None
        if entry.what is What.PAUSE:
            since = entry.at
        elif entry.what in _ENDING:
            ended = entry
    return paused, since, ended


def _must_fit(entry: Entry, since: datetime | None, ended: Entry | None) -> None:
    fits = {
        What.START: False,
        What.PAUSE: since is None,
        What.RESUME: since is not None,
    }.get(entry.what, True)
    if ended is not None or not fits:
        raise ValueError(f"{entry.what} does not fit here")
