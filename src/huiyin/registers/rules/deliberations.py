"""How neighbours settle a matter together: councils and their seats, the four steps, meetings, the rating.

Pure data of a pack; who does what is commons/c1_proposals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from .decisions import Majority
from .pack import Header, read_header
from .sections import Content, Provenance, Section
from .targets import Target, read_target
from .weekly import WeeklyRule, read_weekly
from .words import Step


@dataclass(frozen=True, slots=True)
class Party:
    """One party of a council. `voices`: how many voices it has (0: it advises). `needed`: see the pack."""

    key: str
    name: str
    name_zh: str
    kinds: tuple[str, ...]
    posts: tuple[str, ...]
    needed: bool
    voices: int


@dataclass(frozen=True, slots=True)
class Council:
    """A table of parties."""

    key: str
    name: str
    name_zh: str
    seats: tuple[Party, ...]
    basis: Provenance

    @property
    def needed(self) -> frozenset[str]:
        """The parties without whom nothing is quorate."""
        return frozenset(one.key for one in self.seats if one.needed)


@dataclass(frozen=True, slots=True)
class StepRule:
    """One of the four steps: its name, whose it is, and how many days it should take at most."""

    step: Step
    name: str
    name_zh: str
    owner: str
    owner_zh: str
    days: int
    basis: Provenance


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of meeting: for which councils, how long ahead it is announced, what makes it quorate."""

    key: str
    name: str
    name_zh: str
    councils: tuple[str, ...]
    notice_days: int
    post_days: int
    quorum: Majority
    passes: Majority
    basis: Provenance
    inner: bool = False
    """Only those who keep meetings read it: talk about cases and parties is no notice for the board."""


@dataclass(frozen=True, slots=True)
class RatingRule:
    """How long people rate, what share of homes must agree (that number included), how many at least."""

    days: int
    share: Fraction
    least: int
    basis: Provenance

    def holds(self, agreed: int, rated: int) -> bool:
        """Whether so many of the homes that rated are enough. Whole numbers; of nothing nothing holds."""
        return rated > 0 and agreed * self.share.denominator >= rated * self.share.numerator


@dataclass(frozen=True, slots=True)
class Deliberation:
    """All of one pack."""

    header: Header
    councils: Mapping[str, Council]
    steps: Mapping[Step, StepRule]
    meetings: Mapping[str, MeetingKind]
    rating: RatingRule
    task: Target
    weekly: WeeklyRule | None = None
    """None in versions from before the weekly meeting."""


def parse_deliberation(content: Content) -> Deliberation:
    """Read a pack of the four-step method. Raises PackError."""
    header, body = read_header(content)
    tasks = body.table("tasks")
    rules = Deliberation(
        header=header,
        councils=MappingProxyType({one.key: one for one in map(_council, body.tables("councils"))}),
        steps=MappingProxyType({one.step: one for one in map(_step, body.tables("steps"))}),
        meetings=MappingProxyType({one.key: one for one in map(_meeting, body.tables("meetings"))}),
        rating=_rating(body.table("rating")),
        task=read_target(tasks.table("target")),
        weekly=read_weekly(body.table("weekly")) if body.has("weekly") else None,
    )
    tasks.done()
    body.done()
    _must_be_whole(rules, body)
    return rules


def _must_be_whole(rules: Deliberation, body: Section) -> None:
    if set(rules.steps) != set(Step):
        raise body.problem("steps", "each of the four steps once")
    unknown = {key for kind in rules.meetings.values() for key in kind.councils} - set(rules.councils)
    if unknown or not rules.meetings:
        raise body.problem("meetings", f"unknown council {', '.join(sorted(unknown))}")
    if (weekly := rules.weekly) is not None:
        kind = rules.meetings.get(weekly.kind)
        if kind is None or weekly.council not in kind.councils:
            raise body.problem("weekly", "a kind of meeting of this pack and one of its councils")


def _council(section: Section) -> Council:
    seats = tuple(map(_party, section.tables("seats")))
    found = Council(
        section.text("key"), section.text("msgid"), section.text("zh"), seats, section.provenance()
    )
    section.done()
    if len({one.key for one in seats}) != len(seats) or not any(one.voices for one in seats):
        raise section.problem("seats", "different keys, and at least one voice")
    return found


def _party(section: Section) -> Party:
    found = Party(
        section.text("key"), section.text("msgid"), section.text("zh"), section.texts("kinds"),
        section.texts("posts"), section.flag("needed"), section.number("voices"),
    )  # fmt: skip
    section.done()
    if found.needed and not found.voices:
        raise section.problem("voices", "a needed party has a voice")
    return found


def _step(section: Section) -> StepRule:
    found = StepRule(
        section.choice("step", Step), section.text("msgid"), section.text("zh"), section.text("owner_msgid"),
        section.text("owner_zh"), section.number("days", least=1), section.provenance(),
    )  # fmt: skip
    section.done()
    return found


def _meeting(section: Section) -> MeetingKind:
    found = MeetingKind(
        section.text("key"), section.text("msgid"), section.text("zh"), section.texts("councils"),
        section.number("notice_days"), section.number("post_days"),
        _majority(section.table("quorum"), "quorum"),
        _majority(section.table("passes"), "passes"), section.provenance(),
        section.flag("inner"),
    )  # fmt: skip
    section.done()
    if not found.councils:
        raise section.problem("councils", "for which councils it is")
    return found


def _majority(section: Section, key: str) -> Majority:
    found = Majority(key, section.share(), section.flag("strict"))
    section.done()
    return found


def _rating(section: Section) -> RatingRule:
    found = RatingRule(
        section.number("days", least=1), section.share(), section.number("least"), section.provenance()
    )
    section.done()
    return found
