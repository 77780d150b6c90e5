"""Count an owners' vote. Pure: whole numbers and fractions, no database, no clock, no float.

Area is in hundredths of a square metre. Law: 民法典 278 (two thirds of area and of heads take part; of those
more than half, or at least three quarters, agree by both measures); 1259 ("以上" includes the number).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from huiyin.registers.rules.decisions import Majority
from huiyin.registers.rules.words import Silence

ABSTAIN, AGAINST = "0", "N"
"""The letters every question has; what agrees is "Y", or "A" to "H" where there is a choice."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One head: its area, a letter for each question ("" without a ballot), and whether it was told."""

    area: int
    choices: str = ""
    delivered: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """So much area, so many heads."""

    area: int = 0
    heads: int = 0

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.area + other.area, self.heads + other.heads)


@dataclass(frozen=True, slots=True)
class Tally:
    """One question counted: the whole roll, those who take part, and each letter."""

    whole: Sums
    part: Sums
    letters: Mapping[str, Sums]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether enough take part, and which letters are agreed to."""

    quorate: bool
    agreed: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether anything was decided."""
        return bool(self.agreed)


def need(whole: Sums, share: Fraction) -> Sums:
    """The least that has to take part, by both measures (at least the share)."""
    return Sums(-int(-whole.area * share // 1), -int(-whole.heads * share // 1))


def shortfall(whole: Sums, part: Sums, share: Fraction) -> Sums:
    """How much is still missing, never less than nothing: "还差 12 户 / 834.50 ㎡"."""
    least = need(whole, share)
    return Sums(max(0, least.area - part.area), max(0, least.heads - part.heads))


def quorate(whole: Sums, part: Sums, share: Fraction) -> bool:
    """Whether enough take part by both measures; of an empty roll nobody does."""
    top, below = share.numerator, share.denominator
    enough = part.area * below >= whole.area * top and part.heads * below >= whole.heads * top
    return enough and part.heads > 0


def tally(roll: Iterable[Voice], question: int, silence: Silence = Silence.ABSENT) -> Tally:
    """Count one question (its place in `choices`, from 0).

    Heads without a delivery that is proved stay silent.
    """
    whole, quiet, letters = Sums(), Sums(), dict[str, Sums]()
    for voice in roll:
        one = Sums(voice.area, 1)
        whole += one
        if voice.choices:
            letter = voice.choices[question]
            letters[letter] = letters.get(letter, Sums()) + one
        elif voice.delivered:
            quiet += one
    if silence is not Silence.ABSENT and quiet.heads:
        letter = (leading(letters) if silence is Silence.MAJORITY else None) or ABSTAIN
        letters[letter] = letters.get(letter, Sums()) + quiet
    return Tally(whole, sum(letters.values(), Sums()), letters)


def leading(letters: Mapping[str, Sums]) -> str | None:
    """The letter ahead of every other by area and by heads; None when the measures disagree or tie."""
    ahead = [
        letter for letter, mine in letters.items()
        if all(mine.area > other.area and mine.heads > other.heads
               for name, other in letters.items() if name != letter)
    ]  # fmt: skip
    return ahead[0] if ahead else None


def judge(counted: Tally, takes_part: Fraction, majority: Majority) -> Verdict:
    """What the count means in law. Only letters that agree can be agreed to."""
    enough = quorate(counted.whole, counted.part, takes_part)
    agreed = tuple(
        letter for letter, sums in sorted(counted.letters.items())
        if letter not in (ABSTAIN, AGAINST)
        and majority.holds(sums.area, counted.part.area)
        and majority.holds(sums.heads, counted.part.heads)
    )  # fmt: skip
    return Verdict(enough, agreed if enough else ())
