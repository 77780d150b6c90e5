"""Who takes part, live: sums by building and what is still missing.

Never a choice, before the close or after.
"""

from dataclasses import dataclass

from django.db import connection

from huiyin.commons.c2_voices.models import OwnersVote
from huiyin.registers.places.reads import natural

from .counting import Sums, need, shortfall
from .rules import rules_of


@dataclass(frozen=True, slots=True)
class BuildingPart:
    """One building: units and area of the roll, and of them those whose owner has voted."""

    building: str
    units: int
    area: int
    voted_units: int
    voted_area: int

    @property
    def waiting(self) -> int:
        """Units whose owner has not voted."""
        return self.units - self.voted_units

    @property
    def waiting_area(self) -> int:
        """Their area."""
        return self.area - self.voted_area


@dataclass(frozen=True, slots=True)
class Participation:
    """The whole roll, who takes part, what has to, what is missing; and the same by building."""

    whole: Sums
    part: Sums
    needed: Sums
    missing: Sums
    buildings: list[BuildingPart]

    @property
    def enough(self) -> bool:
        """Whether by both measures enough take part."""
        return not self.missing.area and not self.missing.heads and self.part.heads > 0


def participation_of(vote: OwnersVote) -> Participation:
    """Two queries, whoever looks; the database gives sums only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT heads, area FROM voices_heads_taking_part(%s)", [vote.pk])
        heads, area = cursor.fetchone()
        cursor.execute("SELECT * FROM voices_taking_part(%s)", [vote.pk])
        rows = [BuildingPart(*row) for row in cursor.fetchall()]
    whole, part, share = Sums(vote.area, vote.heads), Sums(area, heads), rules_of(vote).takes_part
    rows.sort(key=lambda one: natural(one.building))
    return Participation(whole, part, need(whole, share), shortfall(whole, part, share), rows)


def square_metres(hundredths: int) -> str:
    """An area as people write it: 83450 → "834.50"."""
    return f"{hundredths // 100:,}.{hundredths % 100:02d}"
