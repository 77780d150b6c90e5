"""One promised limit: what it measures, how long, when to warn and whom a breach reaches."""

from dataclasses import dataclass, replace

from .calendars import LONGEST_DAYS
from .categories import Category
from .sections import Provenance, Section
from .words import ClockKind, Means, StartEvent, StopEvent, Unit, Urgency, Who

WHOLE = 100
"""Per cent."""


@dataclass(frozen=True, slots=True)
class WarnPoint:
    """A moment before the due moment: exactly one of the three is set.

    `fraction` of the whole span passed; `seconds` before; `workdays` before (the start of that workday).
    """

    fraction: float | None
    seconds: int | None
    workdays: int | None
    signal: str


@dataclass(frozen=True, slots=True)
class LadderStep:
    """`after` seconds past the breach, tell `who` by `means`. `signal`: optional msgid, e.g. "Red card"."""

    after: int
    who: Who
    means: Means
    signal: str


@dataclass(frozen=True, slots=True)
class Condition:
    """When a target applies: empty fields match everything. Codes are two digits (a group) or four."""

    urgencies: tuple[Urgency, ...]
    codes: tuple[str, ...]

    def matches(self, category: Category | None, urgency: Urgency) -> bool:
        """Whether the case falls under it; an unknown category matches no code."""
        if self.urgencies and urgency not in self.urgencies:
            return False
        return not self.codes or (category is not None and category.falls_under(self.codes))


@dataclass(frozen=True, slots=True)
class Target:
    """A limit. `amount` counts `unit`s; `label` is an English msgid, `label_zh` its Chinese.

    `tier` is set for the graded clock: of those a case carries exactly one. `promise` is False for an inner
    alarm that is no promise to the resident. `shift_on_holiday` matters for natural days only (民法典 203).
    """

    clock: ClockKind
    amount: int
    unit: Unit
    label: str
    label_zh: str
    basis: Provenance
    when: Condition
    tier: str | None
    promise: bool
    shift_on_holiday: bool
    starts_on: StartEvent
    stops_on: StopEvent
    warn: tuple[WarnPoint, ...]
    ladder: tuple[LadderStep, ...]

    def extended(self, amount: int) -> "Target":
        """The same target with `amount` more units: an extension counts from the original start."""
        return replace(self, amount=self.amount + amount)


_STOPS = {
    ClockKind.ACKNOWLEDGE: StopEvent.ACKNOWLEDGED,
    ClockKind.ACCEPT: StopEvent.ACCEPTED,
    ClockKind.CONTACT: StopEvent.CONTACTED,
    ClockKind.ARRIVE: StopEvent.ARRIVED,
    ClockKind.FIX: StopEvent.DONE,
    ClockKind.MAJOR: StopEvent.DONE,
    ClockKind.PLAN: StopEvent.PLAN_TOLD,
    ClockKind.FINISH: StopEvent.ANSWERED,
    ClockKind.REPORT_IN: StopEvent.REPORTED,
    ClockKind.DELIVER: StopEvent.DELIVERED,
}


def read_target(section: Section) -> Target:
    """Read one target. Raises PackError."""
    clock, unit = section.choice("clock", ClockKind), section.choice("unit", Unit)
    shift = section.flag("shift_on_holiday")
    if unit in {Unit.NATURAL_DAYS, Unit.WORKING_DAYS} and section.number("amount") > LONGEST_DAYS:
        raise section.problem("amount", "a limit of more than ten years is a mistake")
    if shift and unit is not Unit.NATURAL_DAYS:
        raise section.problem("shift_on_holiday", "only natural days can be shifted off a holiday")
    target = Target(
        clock=clock,
        amount=section.number("amount", least=1),
        unit=unit,
        label=section.text("label_msgid"),
        label_zh=section.text("label_zh"),
        basis=section.provenance(),
        when=_condition(section.table("when")),
        tier=section.text("tier") if section.has("tier") else None,
        promise=section.flag("promise", default=True),
        shift_on_holiday=shift,
        starts_on=section.choice("starts_on", StartEvent, StartEvent.INTAKE),
        stops_on=section.choice("stops_on", StopEvent, _STOPS[clock]),
        warn=tuple(_warn(inner) for inner in section.tables("warn")),
        ladder=tuple(_step(inner) for inner in section.tables("ladder")),
    )
    section.done()
    if list(target.ladder) != sorted(target.ladder, key=lambda step: step.after):
        raise section.problem("ladder", "the steps must be in order of time")
    return target


def _condition(section: Section) -> Condition:
    condition = Condition(section.choices("urgencies", Urgency), section.texts("codes"))
    section.done()
    return condition


def _warn(section: Section) -> WarnPoint:
    given = [key for key in ("percent", "seconds", "workdays") if section.has(key)]
    if len(given) != 1:
        raise section.problem("percent", "give exactly one of percent, seconds, workdays")
    amount = section.number(given[0], least=1)
    if given[0] == "percent" and amount >= WHOLE:
        raise section.problem("percent", "must be below 100")
    signal = section.text("signal_msgid", "")
    section.done()
    return WarnPoint(
        fraction=amount / 100 if given[0] == "percent" else None,
        seconds=amount if given[0] == "seconds" else None,
        workdays=amount if given[0] == "workdays" else None,
        signal=signal,
    )


def _step(section: Section) -> LadderStep:
    step = LadderStep(
        after=section.number("after"),
        who=section.choice("who", Who),
        means=section.choice("means", Means, Means.SCREEN),
        signal=section.text("signal_msgid", ""),
    )
    section.done()
    return step
