"""How many voices an option has: numbers only, and only once the round is closed."""

from dataclasses import dataclass

from django.db import connection

from huiyin.commons.c2_voices.models import PollOption, PollRound

LEAST = 5
"""With fewer voices no figures of options are shown: they would tell what a neighbour said."""


@dataclass(frozen=True, slots=True)
class Tally:
    """An option with its voices: of homes (or persons), and heard without a home."""

    option: PollOption
    counted: int
    heard: int


@dataclass(frozen=True, slots=True)
class TakingPart:
    """n of N, more voices heard, how many came by which way, and how many spoke more than once."""

    counted: int
    whole: int
    heard: int
    paper: int
    online: int
    again: int

    @property
    def few(self) -> bool:
        """Whether figures of options keep silent."""
        return self.counted + self.heard < LEAST


def taking_part(held: PollRound) -> TakingPart:
    """Who takes part, at any time. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT counted, heard, paper, online, again FROM voices_poll_part(%s)", [held.pk])
        counted, heard, paper, online, again = cursor.fetchone() or (0,) * 5
    return TakingPart(counted, held.whole, heard, paper, online, again)


def tallies_of(held: PollRound) -> list[Tally]:
    """Each option that stands by itself, the most voices first; nothing before the close. Two queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT option_id, counted, heard FROM voices_poll_counts(%s)", [held.pk])
        found = {option: (counted, heard) for option, counted, heard in cursor.fetchall()}
    if held.closed_at is None:
        return []
    rows = [Tally(one, *found.get(one.pk, (0, 0))) for one in held.options.filter(folded_into=None)]
    return sorted(rows, key=lambda one: (-one.counted, -one.heard, one.option.no))
