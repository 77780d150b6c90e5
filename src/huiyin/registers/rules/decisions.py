"""How owners decide together: which matter needs which majority, notice and posting days, silence, proxies.

Pure data of a pack; who counts how is commons/c2_voices/owners_vote.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from .pack import Header, read_header
from .sections import Content, Provenance, Section
from .words import BallotWay, HeadCount, HomeList, LegalMode, Repeated, Silence, UnitUse


@dataclass(frozen=True, slots=True)
class Majority:
    """What share of those who take part has to agree. `strict`: more than the share; else at least it."""

    key: str
    share: Fraction
    strict: bool

    def holds(self, yes: int, whole: int) -> bool:
        """Whether `yes` of `whole` is enough. Whole numbers only; of nothing there is no majority."""
        left, right = yes * self.share.denominator, whole * self.share.numerator
        return whole > 0 and (left > right if self.strict else left >= right)

    def least(self, whole: int) -> int:
        """The smallest whole number that is enough of `whole`."""
        exact = whole * self.share
        return int(exact) + 1 if self.strict else -int(-exact // 1)


@dataclass(frozen=True, slots=True)
class Matter:
    """One of the matters owners decide together (民法典 278)."""

    key: str
    name: str
    name_zh: str
    article: str
    majority: str
    basis: Provenance


@dataclass(frozen=True, slots=True)
class Mode:
    """A lawful way to hold a vote here. `binding`: its result is a decision of the owners."""

    mode: LegalMode
    binding: bool
    ways: tuple[BallotWay, ...]
    basis: Provenance


@dataclass(frozen=True, slots=True)
class Spans:
    """Days: before the vote opens, how long it is open (0: no limit), to publish, and for objections."""

    notice: int
    poll_least: int
    poll_most: int
    publish: int
    objection: int
    basis: Provenance


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """What may become of ballots that are not returned; `proofs`: ways of delivery that count."""

    allowed: tuple[Silence, ...]
    proofs: tuple[str, ...]
    basis: Provenance


@dataclass(frozen=True, slots=True)
class Decisions:
    """All of one pack. `takes_part`: the share of area, and of heads, that has to take part.

    `homes`: how the list by home hangs beside a result; a pack that does not say covers the doors.
    """

    header: Header
    takes_part: Fraction
    takes_part_basis: Provenance
    majorities: Mapping[str, Majority]
    matters: Mapping[str, Matter]
    modes: Mapping[LegalMode, Mode]
    days: Spans
    silence: SilenceRule
    uses: tuple[UnitUse, ...]
    heads: HeadCount
    counting_basis: Provenance
    repeated: Repeated
    most_proxies: int
    ballots_basis: Provenance
    homes: HomeList
    homes_basis: Provenance | None

    def majority_of(self, matter: str) -> Majority:
        """The majority a matter needs. Raises KeyError for a matter the pack does not know."""
        return self.majorities[self.matters[matter].majority]


def parse_decisions(content: Content) -> Decisions:
    """Read a pack of owners' decisions. Raises PackError."""
    header, body = read_header(content)
    part, counting, ballots = body.table("participation"), body.table("counting"), body.table("ballots")
    listed = body.table("list")
    rules = Decisions(
        header=header,
        takes_part=part.share(),
        takes_part_basis=part.provenance(),
        majorities=MappingProxyType({one.key: one for one in map(_majority, body.tables("majorities"))}),
        matters=MappingProxyType({one.key: one for one in map(_matter, body.tables("matters"))}),
        modes=MappingProxyType({one.mode: one for one in map(_mode, body.tables("modes"))}),
        days=_days(body.table("days")),
        silence=_silence(body.table("silence")),
        uses=counting.choices("uses", UnitUse),
        heads=counting.choice("heads", HeadCount),
        counting_basis=counting.provenance(),
        repeated=ballots.choice("repeated", Repeated),
        most_proxies=ballots.number("most_proxies"),
        ballots_basis=ballots.provenance(),
        homes_basis=listed.provenance() if listed.has("doors") else None,
        homes=listed.choice("doors", HomeList, HomeList.MASKED),
    )
    for section in (part, counting, ballots, listed, body):
        section.done()
    _must_be_whole(rules, body)
    return rules


def _must_be_whole(rules: Decisions, body: Section) -> None:
    if not rules.matters or not rules.modes or not rules.uses:
        raise body.problem("matters", "matters, modes and uses of units are needed")
    unknown = {one.majority for one in rules.matters.values()} - set(rules.majorities)
    if unknown:
        raise body.problem("matters", f"unknown majority {', '.join(sorted(unknown))}")
    if Silence.ABSENT not in rules.silence.allowed:
        raise body.problem("silence", "that silence is no vote must always be possible")


def _majority(section: Section) -> Majority:
    found = Majority(section.text("key"), section.share(), section.flag("strict"))
    section.done()
    return found


def _matter(section: Section) -> Matter:
    found = Matter(
        section.text("key"), section.text("msgid"), section.text("zh"), section.text("article"),
        section.text("majority"), section.provenance(),
    )  # fmt: skip
    section.done()
    return found


def _mode(section: Section) -> Mode:
    found = Mode(
        section.choice("mode", LegalMode), section.flag("binding"), section.choices("ways", BallotWay),
        section.provenance(),
    )  # fmt: skip
    section.done()
    if found.mode is LegalMode.CONSULTATIVE and found.binding:
        raise section.problem("binding", "a consultation binds nobody")
    return found


def _days(section: Section) -> Spans:
    found = Spans(
        section.number("notice"), section.number("poll_least"), section.number("poll_most"),
        section.number("publish", least=1), section.number("objection", least=1), section.provenance(),
    )  # fmt: skip
    section.done()
    return found


def _silence(section: Section) -> SilenceRule:
    found = SilenceRule(section.choices("allowed", Silence), section.texts("proofs"), section.provenance())
    section.done()
    return found
