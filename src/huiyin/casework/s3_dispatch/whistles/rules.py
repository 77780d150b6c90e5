"""Pure questions about called parties: where each stands, and what its own clock still asks of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from huiyin.casework.casefile.moments import Moment, moments_of
from huiyin.registers.rules.calendars import Calendar
from huiyin.registers.rules.targets import Target

from .words import CallState


class Stage(IntEnum):
    """The two limits of a called party. The value is where the steps of its timer begin."""

    REPORT = 0
    DELIVER = 100


@dataclass(frozen=True, slots=True)
class Answers:
    """What a called party has done so far. `Call` rows have the same fields."""

    report_due_at: datetime
    deliver_due_at: datetime
    reported_at: datetime | None = None
    present_at: datetime | None = None
    delivered_at: datetime | None = None
    off_at: datetime | None = None


def state_of(call: Answers, now: datetime) -> CallState:
    """Where the party stands at a moment. Doing it at the due moment is in time (民法典 1259)."""
    if call.off_at is not None:
        return CallState.OFF
    if call.delivered_at is not None:
        return CallState.DELIVERED
    if call.reported_at is None:
        return CallState.MISSING if now > call.report_due_at else CallState.CALLED
    if now > call.deliver_due_at:
        return CallState.LATE
    return CallState.PRESENT if call.present_at is not None else CallState.REPORTED


def presses(call: Answers, stage: Stage) -> bool:
    """Whether the limit still asks for something. Only this party's own deeds end it, nobody else's."""
    if call.off_at is not None or call.delivered_at is not None:
        return False
    return stage is Stage.DELIVER or call.reported_at is None


def stage_of(step: int) -> Stage:
    """To which limit a step of the timer belongs."""
    return Stage.DELIVER if step > Stage.DELIVER else Stage.REPORT


def moments_of_call(
    call: Answers, called_at: datetime, stage: Stage, target: Target, calendar: Calendar
) -> Sequence[Moment]:
    """Warnings, the due moment and the ladder of one limit, in order; step n of the timer is the n-th."""
    due = call.report_due_at if stage is Stage.REPORT else call.deliver_due_at
    return moments_of(target, calendar, start=called_at, due=due)


def on_time(done: datetime | None, due: datetime) -> bool:
    """Whether it was done, and in time."""
    return done is not None and done <= due
