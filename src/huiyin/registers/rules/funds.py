"""How the maintenance fund is used: common parts, quotations, posting, instalments, emergencies.

Pure data of a pack; who does what is commons/c6_fund.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from .pack import Header, read_header
from .sections import Content, Provenance, Section


@dataclass(frozen=True, slots=True)
class FundWord:
    """A common part, or an emergency, as the pack calls it."""

    key: str
    name: str
    name_zh: str
    basis: Provenance


@dataclass(frozen=True, slots=True)
class Quotations:
    """How many a use needs: `least`, and `large_least` from `large_fen` (fen) upwards."""

    least: int
    large_fen: int
    large_least: int
    basis: Provenance

    def needed(self, amount_fen: int) -> int:
        """How many quotations a use of this amount needs."""
        return self.large_least if amount_fen >= self.large_fen else self.least


@dataclass(frozen=True, slots=True)
class FundPosting:
    """How long a use hangs before anything is paid; `workdays`: whether working days are meant."""

    days: int
    workdays: bool
    basis: Provenance


@dataclass(frozen=True, slots=True)
class FundEmergency:
    """After works that could not wait: days to post it in, and days to put it before the owners in."""

    post_within: int
    ratify_within: int
    basis: Provenance


@dataclass(frozen=True, slots=True)
class FundRules:
    """All of one pack. `advance`: the most of the approved sum that is paid before the acceptance."""

    header: Header
    parts: Mapping[str, FundWord]
    quotations: Quotations
    posting: FundPosting
    advance: Fraction
    advance_basis: Provenance
    emergency: FundEmergency
    emergencies: Mapping[str, FundWord]

    def advance_most(self, approved_fen: int) -> int:
        """The most (fen) that is paid of an approved sum before the acceptance, rounded down."""
        return int(approved_fen * self.advance // 1)


def parse_funds(content: Content) -> FundRules:
    """Read a pack of the maintenance fund. Raises PackError."""
    header, body = read_header(content)
    quotations, posting = body.table("quotations"), body.table("posting")
    advance, emergency = body.table("advance"), body.table("emergency")
    rules = FundRules(
        header=header,
        parts=_words(body, "parts"),
        quotations=Quotations(
            quotations.number("least", least=1), quotations.number("large_fen", least=1),
            quotations.number("large_least", least=1), quotations.provenance(),
        ),
        posting=FundPosting(
            posting.number("days", least=1), posting.flag("workdays"), posting.provenance()
        ),
        advance=advance.share(least=0),
        advance_basis=advance.provenance(),
        emergency=FundEmergency(
            emergency.number("post_within", least=1), emergency.number("ratify_within", least=1),
            emergency.provenance(),
        ),
        emergencies=_words(body, "emergencies"),
    )  # fmt: skip
    for section in (quotations, posting, advance, emergency, body):
        section.done()
    if rules.quotations.large_least < rules.quotations.least:
        raise body.problem("quotations", "a large use needs no fewer quotations than a small one")
    return rules


def _words(body: Section, key: str) -> Mapping[str, FundWord]:
    found: dict[str, FundWord] = {}
    for section in body.tables(key):
        word = FundWord(section.text("key"), section.text("msgid"), section.text("zh"), section.provenance())
        section.done()
        if word.key in found:
            raise body.problem(key, "every key stands once")
        found[word.key] = word
    if not found:
        raise body.problem(key, "at least one is expected")
    return MappingProxyType(found)
