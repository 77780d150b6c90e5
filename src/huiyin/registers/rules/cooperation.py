"""How several hands work together: whom a whistle calls and by when, returns of a dispatch, mediation."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .agreements import AgreementRule, read_agreements
from .pack import Header, read_header
from .sections import Content, Provenance, Section
from .targets import Target, read_target
from .words import ClockKind, WhistleKind

_CALLED = (ClockKind.REPORT_IN, ClockKind.DELIVER)


@dataclass(frozen=True, slots=True)
class Seat:
    """One place at the table. Filled by who carries `duty` there, else by an organisation of `kinds`.

    `called`: chosen from the start; the others are offered.
    """

    key: str
    name: str
    name_zh: str
    duty: str
    kinds: tuple[str, ...]
    called: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A table of parties that is called together. `fits`: the kinds of whistle; empty means all."""

    key: str
    name: str
    name_zh: str
    fits: tuple[WhistleKind, ...]
    seats: tuple[Seat, ...]
    basis: Provenance


@dataclass(frozen=True, slots=True)
class CallLimit:
    """A limit of a called party (report-in or result); empty `kinds` match every whistle."""

    kinds: tuple[WhistleKind, ...]
    target: Target


@dataclass(frozen=True, slots=True)
class ReturnRule:
    """Until when a unit may give a dispatch back (working days), and the return that designates."""

    workdays: int
    hard_workdays: int
    designates_at: int
    basis: Provenance


@dataclass(frozen=True, slots=True)
class MediationRule:
    """Days for the joint request to the court (人民调解法 33), and how many days ahead to remind.

    `shift_on_holiday`: a last day on a holiday moves to the next working day (民法典 203).
    """

    confirm_days: int
    shift_on_holiday: bool
    confirm_remind: tuple[int, ...]
    perform_remind: tuple[int, ...]
    basis: Provenance


@dataclass(frozen=True, slots=True)
class Cooperation:
    """All of one pack."""

    header: Header
    limits: tuple[CallLimit, ...]
    templates: Mapping[str, Template]
    returns: ReturnRule
    mediation: MediationRule
    agreements: AgreementRule | None = None
    """None in versions from before agreements."""

    def limit(self, clock: ClockKind, kind: WhistleKind) -> CallLimit:
        """The limit of a called party: the first that fits (the parser made sure there is one)."""
        fitting = (one for one in self.limits if one.target.clock is clock)
        return next(one for one in fitting if not one.kinds or kind in one.kinds)


def parse_cooperation(content: Content) -> Cooperation:
    """Read a cooperation pack. Raises PackError."""
    header, body = read_header(content)
    limits = tuple(_limit(section) for section in body.tables("limits"))
    templates = {one.key: one for one in (_template(section) for section in body.tables("templates"))}
    rules = Cooperation(
        header, limits, MappingProxyType(templates), _returns(body.table("returns")),
        _mediation(body.table("mediation")),
        read_agreements(body.table("agreements")) if body.has("agreements") else None,
    )  # fmt: skip
    body.done()
    for clock in _CALLED:
        if not any(one.target.clock is clock and not one.kinds for one in limits):
            raise body.problem("limits", f"one {clock.value} limit for every kind of whistle is needed")
    return rules


def _limit(section: Section) -> CallLimit:
    limit = CallLimit(section.choices("kinds", WhistleKind), read_target(section.table("target")))
    section.done()
    if limit.target.clock not in _CALLED:
        raise section.problem("target", "measures report_in or deliver")
    return limit


def _template(section: Section) -> Template:
    seats = tuple(_seat(inner) for inner in section.tables("seats"))
    template = Template(
        section.text("key"), section.text("msgid"), section.text("zh"), section.choices("fits", WhistleKind),
        seats, section.provenance(),
    )  # fmt: skip
    section.done()
    if not seats or len({seat.key for seat in seats}) != len(seats):
        raise section.problem("seats", "seats with different keys are needed")
    return template


def _seat(section: Section) -> Seat:
    seat = Seat(
        key=section.text("key"),
        name=section.text("msgid"),
        name_zh=section.text("zh"),
        duty=section.text("duty", ""),
        kinds=section.texts("kinds"),
        called=section.flag("called"),
    )
    section.done()
    if not seat.duty and not seat.kinds:
        raise section.problem("duty", "say by duty or by kind who sits here")
    return seat


def _returns(section: Section) -> ReturnRule:
    rule = ReturnRule(
        section.number("workdays", least=1),
        section.number("hard_workdays", least=1),
        section.number("designates_at", least=1),
        section.provenance(),
    )
    section.done()
    return rule


def _mediation(section: Section) -> MediationRule:
    rule = MediationRule(
        section.number("confirm_days", least=1),
        section.flag("shift_on_holiday"),
        _days(section, "confirm_remind"),
        _days(section, "perform_remind"),
        section.provenance(),
    )
    section.done()
    return rule


def _days(section: Section, key: str) -> tuple[int, ...]:
    found = []
    for inner in section.tables(key):
        found.append(inner.number("days", least=1))
        inner.done()
    return tuple(sorted(found, reverse=True))
