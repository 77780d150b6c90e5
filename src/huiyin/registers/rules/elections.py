"""How a branch elects its committee: the steps and their needs, quorum, majority and its base, more names.

Pure data of a pack; who counts how is commons/c2_voices/election.
"""

from dataclasses import dataclass
from fractions import Fraction

from .decisions import Majority
from .pack import Header, read_header
from .sections import Content, Provenance, Section
from .words import ElectionBase, ElectionNeed


@dataclass(frozen=True, slots=True)
class ElectionStep:
    """One step of the chain.

    `days`: how long its posting hangs; `workdays`: whether working days are meant.
    """

    key: str
    name: str
    name_zh: str
    needs: frozenset[ElectionNeed]
    days: int
    workdays: bool
    basis: Provenance


@dataclass(frozen=True, slots=True)
class Elections:
    """All of one pack.

    `spare`: how many more candidates than seats, as a share; `least`: no figures below it.
    """

    header: Header
    quorum: Majority
    quorum_basis: Provenance
    elected: Majority
    base: ElectionBase
    elected_basis: Provenance
    spare: Fraction
    spare_basis: Provenance
    least: int
    least_basis: Provenance
    steps: tuple[ElectionStep, ...]

    def candidates_needed(self, seats: int) -> int:
        """The smallest lawful number of candidates: at least the share more than seats (XJTL: 差额)."""
        return seats - int(-(seats * self.spare) // 1)


def parse_elections(content: Content) -> Elections:
    """Read a pack of elections. Raises PackError."""
    header, body = read_header(content)
    quorum, elected = body.table("quorum"), body.table("elected")
    spare, figures = body.table("spare"), body.table("figures")
    rules = Elections(
        header=header,
        quorum=_majority("quorum", quorum),
        quorum_basis=quorum.provenance(),
        elected=_majority("elected", elected),
        base=elected.choice("base", ElectionBase),
        elected_basis=elected.provenance(),
        spare=spare.share(least=0),
        spare_basis=spare.provenance(),
        least=figures.number("least", least=1),
        least_basis=figures.provenance(),
        steps=tuple(map(_step, body.tables("steps"))),
    )
    for section in (quorum, elected, spare, figures, body):
        section.done()
    _must_be_whole(rules, body)
    return rules


def _must_be_whole(rules: Elections, body: Section) -> None:
    """One ballot, after the list of candidates, and that not before its names are checked; no key twice.

    Everything else a city may arrange as it likes.
    """
    keys = [one.key for one in rules.steps]
    if len(set(keys)) != len(keys):
        raise body.problem("steps", "every key stands once")
    for need in (ElectionNeed.COUNT, ElectionNeed.LIST, ElectionNeed.VETTING, ElectionNeed.ROLL):
        if len(_places(rules, need)) != 1:
            raise body.problem("steps", f"exactly one step needs {need}")
    if _places(rules, ElectionNeed.LIST) >= _places(rules, ElectionNeed.COUNT):
        raise body.problem("steps", "the list of candidates stands before the count")
    if _places(rules, ElectionNeed.VETTING) > _places(rules, ElectionNeed.LIST):
        raise body.problem("steps", "names are checked before the list of candidates, or with it")


def _places(rules: Elections, need: ElectionNeed) -> list[int]:
    return [place for place, one in enumerate(rules.steps) if need in one.needs]


def _majority(key: str, section: Section) -> Majority:
    return Majority(key, section.share(least=0), section.flag("strict"))


def _step(section: Section) -> ElectionStep:
    found = ElectionStep(
        section.text("key"), section.text("msgid"), section.text("zh"),
        frozenset(section.choices("needs", ElectionNeed)), section.number("days", default=0),
        section.flag("workdays"), section.provenance(),
    )  # fmt: skip
    section.done()
    return found
