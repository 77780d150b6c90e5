"""Procedures: how long a case may rest and for what, what an incident pauses, marks, what counts as again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType

from .pack import Header, read_header
from .sections import Content, Provenance, Section
from .words import Around, ClockKind


@dataclass(frozen=True, slots=True)
class SuspensionReason:
    """A class of reasons for which a case may be put on the pending list (挂账)."""

    key: str
    name: str
    name_zh: str
    basis: Provenance


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Cases of one of these categories that come again around one place: `times` in `within_days` days."""

    categories: tuple[str, ...]
    around: Around
    times: int
    within_days: int
    basis: Provenance


@dataclass(frozen=True, slots=True)
class Procedure:
    """One pack. `longest_days`: natural days until the review. `incident_pauses`: what an incident stops.

    `tell_again`: how long after one telling of a change of an incident the next may follow; None: no telling.
    `mark_days`: natural days a mark "possibly a nuisance" may stand; 0: there are no such marks here.
    `recurrences`: each category at most once; None where the version does not speak of them.
    """

    header: Header
    longest_days: int
    suspension_basis: Provenance
    reasons: Mapping[str, SuspensionReason]
    incident_pauses: tuple[ClockKind, ...]
    incident_basis: Provenance
    tell_again: timedelta | None
    mark_days: int
    mark_basis: Provenance | None
    recurrences: tuple[Recurrence, ...] | None


def parse_procedure(content: Content) -> Procedure:
    """Read a procedure pack. Raises PackError."""
    header, body = read_header(content)
    suspension, incident, nuisance = (body.table(name) for name in ("suspension", "incident", "nuisance"))
    reasons = {one.key: one for one in (_reason(section) for section in suspension.tables("reasons"))}
    procedure = Procedure(
        header=header,
        longest_days=suspension.number("longest_days", least=1),
        suspension_basis=suspension.provenance(),
        reasons=MappingProxyType(reasons),
        incident_pauses=incident.choices("pauses", ClockKind),
        incident_basis=incident.provenance(),
        tell_again=_minutes(incident, "tell_again_minutes"),
        mark_days=nuisance.number("longest_days", least=1) if body.has("nuisance") else 0,
        mark_basis=nuisance.provenance() if body.has("nuisance") else None,
        recurrences=_recurrences(body) if body.has("recurrence") else None,
    )
    for section in (suspension, incident, nuisance, body):
        section.done()
    if not reasons:
        raise suspension.problem("reasons", "at least one class of reasons is needed")
    return procedure


def _recurrences(body: Section) -> tuple[Recurrence, ...]:
    found = tuple(_recurrence(section) for section in body.tables("recurrence"))
    codes = [code for one in found for code in one.categories]
    if len(set(codes)) != len(codes):
        raise body.problem("recurrence", "a category is named twice")
    return found


def _recurrence(section: Section) -> Recurrence:
    rule = Recurrence(
        section.texts("categories"), section.choice("around", Around), section.number("times", least=2),
        section.number("within_days", least=1), section.provenance(),
    )  # fmt: skip
    section.done()
    if not rule.categories:
        raise section.problem("categories", "at least one category is needed")
    return rule


def _minutes(section: Section, key: str) -> timedelta | None:
    return timedelta(minutes=section.number(key, least=1)) if section.has(key) else None


def _reason(section: Section) -> SuspensionReason:
    reason = SuspensionReason(
        section.text("key"), section.text("msgid"), section.text("zh"), section.provenance()
    )
    section.done()
    return reason
