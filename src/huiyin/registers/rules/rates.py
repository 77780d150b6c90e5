"""Rate definitions: which cases count, which of them fulfil the promise, and with what weight."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from .pack import Header, read_header
from .sections import Content, Provenance, Section


@dataclass(frozen=True, slots=True)
class RateDefinition:
    """A rate is n of N. `counts` and `of` name predicates over a case; `leaves_out` the exclusions."""

    key: str
    name: str
    name_zh: str
    counts: str
    of: str
    leaves_out: tuple[str, ...]
    weight: Decimal | None
    basis: Provenance


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why a case is not counted. Each use needs a reason and an approver; the number is published."""

    key: str
    name: str
    name_zh: str
    basis: Provenance


@dataclass(frozen=True, slots=True)
class RateSet:
    """All rates of one pack. `answers` maps a verdict word to yes, basic or no."""

    header: Header
    rates: Mapping[str, RateDefinition]
    exclusions: Mapping[str, Exclusion]
    answers: Mapping[str, str]

    @property
    def weighted(self) -> tuple[RateDefinition, ...]:
        """The rates that enter the composite; their weights sum to one."""
        return tuple(rate for rate in self.rates.values() if rate.weight is not None)


def parse_rates(content: Content) -> RateSet:
    """Read a rate pack. Raises PackError."""
    header, body = read_header(content)
    exclusions = {item.key: item for item in (_exclusion(section) for section in body.tables("exclusions"))}
    rates = {rate.key: rate for rate in (_rate(section, exclusions) for section in body.tables("rates"))}
    answers = _answers(body.table("answers"), content.get("answers", {}))
    body.done()
    weights = [rate.weight for rate in rates.values() if rate.weight is not None]
    if not rates or (weights and sum(weights) != 1):
        raise body.problem("rates", "at least one rate is needed, and the weights must sum to exactly 1")
    return RateSet(header, MappingProxyType(rates), MappingProxyType(exclusions), MappingProxyType(answers))


def _exclusion(section: Section) -> Exclusion:
    item = Exclusion(section.text("key"), section.text("msgid"), section.text("zh"), section.provenance())
    section.done()
    return item


def _rate(section: Section, exclusions: Mapping[str, Exclusion]) -> RateDefinition:
    rate = RateDefinition(
        key=section.text("key"),
        name=section.text("msgid"),
        name_zh=section.text("zh"),
        counts=_predicate(section, "counts"),
        of=_predicate(section, "of"),
        leaves_out=section.texts("leaves_out"),
        weight=_weight(section) if section.has("weight") else None,
        basis=section.provenance(),
    )
    section.done()
    if unknown := set(rate.leaves_out) - set(exclusions):
        raise section.problem("leaves_out", f"unknown exclusion {', '.join(sorted(unknown))}")
    return rate


def _predicate(section: Section, key: str) -> str:
    name = section.text(key)
    if not name.isidentifier():
        raise section.problem(key, f"{name!r} is not the name of a predicate")
    return name


def _weight(section: Section) -> Decimal:
    text = section.text("weight")
    try:
        weight = Decimal(text)
    except InvalidOperation:
        weight = Decimal(-1)
    if not 0 <= weight <= 1:
        raise section.problem("weight", f'a decimal between "0" and "1" is expected, not {text!r}')
    return weight


def _answers(section: Section, raw: Content) -> dict[str, str]:
    answers = {word: section.text(word) for word in raw}
    for word, meaning in answers.items():
        if meaning not in {"yes", "basic", "no"}:
            raise section.problem(word, "must be yes, basic or no")
    return answers
