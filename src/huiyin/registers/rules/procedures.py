"""Procedures: how long a case may rest on the pending list and for what, and what an incident pauses."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from .pack import Header, read_header
from .sections import Content, Provenance, Section
from .words import ClockKind


@dataclass(frozen=True, slots=True)
class SuspensionReason:
    """A class of reasons for which a case may be put on the pending list (挂账)."""

    key: str
    name: str
    name_zh: str
    basis: Provenance


@dataclass(frozen=True, slots=True)
class Procedure:
    """One pack. `longest_days`: natural days until the review. `incident_pauses`: what an incident stops."""

    header: Header
    longest_days: int
    suspension_basis: Provenance
    reasons: Mapping[str, SuspensionReason]
    incident_pauses: tuple[ClockKind, ...]
    incident_basis: Provenance


def parse_procedure(content: Content) -> Procedure:
    """Read a procedure pack. Raises PackError."""
    header, body = read_header(content)
    suspension, incident = body.table("suspension"), body.table("incident")
    reasons = {one.key: one for one in (_reason(section) for section in suspension.tables("reasons"))}
    procedure = Procedure(
        header=header,
        longest_days=suspension.number("longest_days", least=1),
        suspension_basis=suspension.provenance(),
        reasons=MappingProxyType(reasons),
        incident_pauses=incident.choices("pauses", ClockKind),
        incident_basis=incident.provenance(),
    )
    for section in (suspension, incident, body):
        section.done()
    if not reasons:
        raise suspension.problem("reasons", "at least one class of reasons is needed")
    return procedure


def _reason(section: Section) -> SuspensionReason:
    reason = SuspensionReason(
        section.text("key"), section.text("msgid"), section.text("zh"), section.provenance()
    )
    section.done()
    return reason
