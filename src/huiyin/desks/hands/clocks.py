"""The two limits of a called party in the shape of the `clock` tag."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.casework.s3_dispatch.whistles.models import Call
from huiyin.registers.rules.words import CLOCK_LABELS, ClockKind

SOON = 5
"""A limit is nearly over in its last fifth."""


@dataclass(frozen=True, slots=True)
class Limit:
    """What the clock tag reads."""

    kind: str
    label: str
    state: str
    target_at: datetime
    remaining_seconds: int
    late_seconds: int
    paused: bool = False


def limits_of(call: Call, at: datetime) -> list[Limit]:
    """Report-in and result, each as it stands for this party."""
    rows = (
        (ClockKind.REPORT_IN, call.report_due_at, call.reported_at),
        (ClockKind.DELIVER, call.deliver_due_at, call.delivered_at),
    )
    return [_limit(kind, call.called_at, due, done, at) for kind, due, done in rows]


def _limit(kind: ClockKind, start: datetime, due: datetime, done: datetime | None, at: datetime) -> Limit:
    left = due - (done or at)
    late = max(timedelta(), -left)
    if done is not None:
        state = "late" if late else "met"
    elif late:
        state = "overdue"
    else:
        state = "soon" if left <= (due - start) / SOON else "running"
    label = str(CLOCK_LABELS[kind])
    return Limit(kind.value, label, state, due, max(0, int(left.total_seconds())), int(late.total_seconds()))
