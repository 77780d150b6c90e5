"""What one row of the clerk's list stands for beside its own case, and how to open it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import ngettext

from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.folding import Under, fold_joined, joined_under
from huiyin.casework.s4_handling.nuisance.reads import Apart, fold_repeats, repeats_under
from huiyin.ground.tenancy.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Folded:
    """`listed`: cases of this list that have no row of their own; `numbers`: the first of all, to open."""

    words: str
    listed: int
    numbers: tuple[str, ...]
    more: int = 0


def fold(cases: QuerySet[Case], apart: Apart) -> QuerySet[Case]:
    """The list with one row for what belongs together."""
    return fold_joined(fold_repeats(cases, apart))


def folded_under(
    viewer: Viewer, shown: Sequence[Case], cases: QuerySet[Case], apart: Apart
) -> Mapping[UUID, Folded]:
    """What each shown row stands for; a fixed number of queries. `cases`: the list before it was folded.

    Repeats are folded first, so what is joined under one of them counts under its own row's case alone.
    """
    repeats = repeats_under(shown, cases, apart)
    joined = joined_under(viewer, shown, fold_repeats(cases, apart))
    return {key: _folded(joined.get(key), repeats.get(key)) for key in {*joined, *repeats}}


def _folded(joined: Under | None, repeats: tuple[int, Sequence[str]] | None) -> Folded:
    same, numbers = repeats or (0, ())
    words = []
    if joined is not None:
        words.append(ngettext("+ %(n)s joined", "+ %(n)s joined", joined.n) % {"n": joined.n})
        numbers = [*joined.numbers, *numbers]
    if same:
        words.append(
            ngettext("+ %(n)s with the same words", "+ %(n)s with the same words", same) % {"n": same}
        )
    in_all = (joined.n if joined else 0) + same
    listed = (joined.listed if joined else 0) + same
    return Folded(" ".join(words), listed, tuple(numbers), in_all - len(numbers))
