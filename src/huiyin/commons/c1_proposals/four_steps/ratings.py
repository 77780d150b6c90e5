"""How many homes say what; numbers only, for everybody."""

from dataclasses import dataclass

from django.db import connection

from huiyin.commons.c1_proposals.models import Proposal
from huiyin.registers.places.models import Place
from huiyin.registers.places.reads import homes_at
from huiyin.registers.rules.deliberations import RatingRule

from .words import Stance


@dataclass(frozen=True, slots=True)
class Ratings:
    """n of N: homes that rated, of them solved and satisfied, and the homes concerned."""

    rated: int
    solved: int
    satisfied: int
    homes: int

    def holds(self, rule: RatingRule) -> bool:
        """Both words have to reach the share: solved, and well done."""
        return rule.holds(self.solved, self.rated) and rule.holds(self.satisfied, self.rated)


@dataclass(frozen=True, slots=True)
class Opinions:
    """How many homes take a stance, and how many more voices were heard without a home."""

    stance: Stance
    homes: int
    heard: int


def ratings_of(proposal: Proposal) -> Ratings:
    """The ratings of this round. Three queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rated, solved, satisfied FROM proposals_ratings(%s, %s)", [proposal.pk, proposal.round]
        )
        rated, solved, satisfied = cursor.fetchone() or (0, 0, 0)
    return Ratings(rated, solved, satisfied, len(homes_of(proposal)))


def opinions_of(proposal: Proposal) -> list[Opinions]:
    """The opinions of this round, in the order of the buttons."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stance, homes, heard FROM proposals_opinions(%s, %s)", [proposal.pk, proposal.round]
        )
        found = {stance: (homes, heard) for stance, homes, heard in cursor.fetchall()}
    return [Opinions(one, *found.get(one.value, (0, 0))) for one in Stance]


def homes_of(proposal: Proposal) -> list[Place]:
    """The open homes at and below the place the proposal is about. Two queries."""
    return homes_at(proposal.place_id)
