"""When agreements are reminded of, and how long an emergency service may last. Pure data of a pack."""

from dataclasses import dataclass

from .sections import Provenance, Section


@dataclass(frozen=True, slots=True)
class EmergencyRule:
    """`months` at most; `article`: the law as a refusal cites it.

    `again_days`: a service that begins so few days after the end of another follows it directly.
    """

    months: int
    article: str
    basis: Provenance
    again_days: int
    again_basis: Provenance


@dataclass(frozen=True, slots=True)
class AgreementRule:
    """`remind_days` before the end its keeper is reminded; duties due within `soon_days` are listed."""

    remind_days: int
    soon_days: int
    basis: Provenance
    emergency: EmergencyRule


def read_agreements(section: Section) -> AgreementRule:
    """Read the table of agreements in a pack of cooperation. Raises PackError."""
    inner = section.table("emergency")
    again = inner.table("again")
    rule = AgreementRule(
        section.number("remind_days", least=1),
        section.number("soon_days", least=1),
        section.provenance(),
        EmergencyRule(
            inner.number("months", least=1), inner.text("article"), inner.provenance(),
            again.number("days"), again.provenance(),
        ),
    )  # fmt: skip
    for one in (again, inner, section):
        one.done()
    return rule
