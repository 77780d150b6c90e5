"""Take the rows of a table, or only try: the very same acts, taken back at the end."""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from typing import Protocol

from django.db import transaction

from huiyin.ground.refusals import Refusal
from huiyin.ground.tenancy.tree import forget_tree

from .lines import Here, Line, New, Result
from .organisations import Organisations
from .owners import Owners
from .people import People
from .places import Places
from .shifts import Shifts
from .words import Outcome, RosterKind


class Roster(Protocol):
    """What takes the rows of one kind. `writes`: each row at once, not all of them at the end."""

    writes: bool

    def take(self, line: Line, new: New) -> Outcome:
        """Take a row and count in `new` what it makes. Raises a Refusal that says why not."""

    def finish(self, result: Result) -> None:
        """What is left to do after the last row."""


def take_rows(kind: RosterKind, lines: Iterable[Line], here: Here) -> Result:
    """Take every row that can be taken; the others say why not. Raises NotThere.

    A row that is refused leaves nothing behind. Runs inside the caller's transaction.
    """
    roster, result = _TAKERS[kind](here), Result()
    for line in lines:
        result.rows += 1
        new: New = Counter()
        try:
            with transaction.atomic() if roster.writes else nullcontext():
                outcome = roster.take(line, new)
        except Refusal as no:
            result.problems.append((line.no, f"{no.said} {no.advice}"))
        else:
            result.outcomes[outcome] += 1
            result.new += new
    roster.finish(result)
    return result


def try_rows(kind: RosterKind, lines: Iterable[Line], here: Here) -> Result:
    """What `take_rows` would come to; nothing stays."""
    try:
        with transaction.atomic():
            result = take_rows(kind, lines, here)
            transaction.set_rollback(True)
    finally:
        forget_tree()
    return result


_TAKERS: dict[RosterKind, Callable[[Here], Roster]] = {
    RosterKind.PLACES: Places,
    RosterKind.ORGANISATIONS: Organisations,
    RosterKind.PEOPLE: People,
    RosterKind.SHIFTS: Shifts,
    RosterKind.OWNERS: Owners,
}
