"""What one row of the clerk's list stands for beside its own case, and how to open it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import ngettext

from huiyin.casework.casefile.models import Case
from huiyin.casework.s4_handling.nuisance.reads import Apart, fold_repeats, repeats_under


@dataclass(frozen=True, slots=True)
class Folded:
    """`listed`: cases of this list that have no row of their own; `numbers`: the first of them, to open."""

    words: str
    listed: int
    numbers: Sequence[str]
    more: int = 0


def fold(cases: QuerySet[Case], apart: Apart) -> QuerySet[Case]:
    """The list with one row for what belongs together."""
    return fold_repeats(cases, apart)


def folded_under(shown: Sequence[Case], cases: QuerySet[Case], apart: Apart) -> Mapping[UUID, Folded]:
    """What each shown row stands for; a fixed number of queries."""
    found = {}
    for case_id, (n, numbers) in repeats_under(shown, cases, apart).items():
        words = ngettext("+ %(n)s with the same words", "+ %(n)s with the same words", n) % {"n": n}
        found[case_id] = Folded(words, n, numbers, n - len(numbers))
    return found
