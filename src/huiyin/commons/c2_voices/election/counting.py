"""The count of a tally sheet: whole numbers and fractions, no database.

Golden vectors (domain §11): 23 should be there, 5 seats → 19 have to be there, elected from 12 of the roll
(from 10 when the base is who is there and 19 are); at least 6 candidates for 5 seats, 4 for 3.
"""

from dataclasses import dataclass, field
from itertools import chain

from huiyin.registers.rules.elections import Elections
from huiyin.registers.rules.words import ElectionBase


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate on a tally sheet."""

    name: str
    yes: int
    no: int
    abstain: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One tally sheet. `others`: (name, votes) of people written in. Nothing in it tells one ballot."""

    entitled: int
    present: int
    issued: int
    collected: int
    invalid: int
    lines: tuple[Line, ...]
    others: tuple[tuple[str, int], ...] = ()

    @property
    def valid(self) -> int:
        """Ballots that count."""
        return self.collected - self.invalid


@dataclass(frozen=True, slots=True)
class Outcome:
    """`void`: more ballots than were issued.

    `tied`: equal votes for the last seats; `left`: seats still open.
    """

    void: bool
    elected: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    left: int = 0
    need: int = field(default=0)


def quorum_of(rules: Elections, entitled: int) -> int:
    """How many have to be there."""
    return rules.quorum.least(entitled)


def quorate(rules: Elections, entitled: int, present: int) -> bool:
    """Whether enough are there: at least 4/5, the number itself included."""
    return rules.quorum.holds(present, entitled)


def needed(rules: Elections, entitled: int, present: int) -> int:
    """The fewest votes that elect."""
    return rules.elected.least(entitled if rules.base is ElectionBase.ROLL else present)


def mistakes(sheet: Sheet, seats: int) -> list[tuple[str, str]]:
    """What cannot be true on this sheet: (rule, name). Empty: it adds up."""
    found = []
    if sheet.present > sheet.entitled:
        found.append(("present", ""))
    if sheet.issued > sheet.present:
        found.append(("issued", ""))
    if sheet.invalid > sheet.collected:
        found.append(("invalid", ""))
    if sheet.collected > sheet.issued:
        return found  # void: its votes are not looked at
    found += [("line", one.name) for one in sheet.lines if one.yes + one.no + one.abstain != sheet.valid]
    found += [("other", name) for name, votes in sheet.others if votes > sheet.valid]
    votes = [*(one.yes for one in sheet.lines), *(count for _name, count in sheet.others)]
    if sum(votes) > sheet.valid * seats:
        found.append(("seats", ""))
    if sum(count for _name, count in sheet.others) > sum(one.no for one in sheet.lines):
        found.append(("against", ""))
    return found


def judge(rules: Elections, sheet: Sheet, seats: int) -> Outcome:
    """Who is elected: more than half of the base, the most votes first; a tie for the last: nobody."""
    least = needed(rules, sheet.entitled, sheet.present)
    if sheet.collected > sheet.issued:
        return Outcome(void=True, left=seats, need=least)
    votes = dict(chain(((one.name, one.yes) for one in sheet.lines), sheet.others))
    enough = sorted((name for name, count in votes.items() if count >= least), key=lambda name: -votes[name])
    if len(enough) <= seats:
        return Outcome(False, tuple(enough), (), seats - len(enough), least)
    last = votes[enough[seats - 1]]
    if votes[enough[seats]] != last:
        return Outcome(False, tuple(enough[:seats]), (), 0, least)
    sure = tuple(name for name in enough if votes[name] > last)
    tied = tuple(name for name in enough if votes[name] == last)
    return Outcome(False, sure, tied, seats - len(sure), least)
