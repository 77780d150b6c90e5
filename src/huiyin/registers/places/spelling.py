"""Places by the letters of their names: "xcwt" or "xiangcheng" for 象城外滩, "xcwt3-2-501" for a home there.

Nothing is stored: buildings, gates and estates of an area are few, and each name is spelled once a process.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from huiyin.reading.folding import fold, initials, pinyin

from .models import Place
from .words import PlaceKind

LONGEST = 40
"""Characters of what was typed that are read."""
_LETTERS = re.compile(r"[a-z][a-z0-9]*", re.ASCII)
_AT_HOME = re.compile(r"([a-z]+)(\d{1,3}(?:-\d{1,4}){1,3})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A place of an area. Smaller `rank` fits better: the name, its beginning, anywhere in the label."""

    place_id: int
    scope_id: int
    kind: str
    label: str
    rank: int


def find_spelled(scope_ids: Iterable[int], said: str, *, most: int = 20) -> list[Spelled]:
    """The places these letters (or characters of either script) mean, the best first. At most two queries.

    Homes only with their estate: "xcwt3-2-501". Empty where nothing is called so.
    """
    typed = fold(said[:LONGEST]).replace(" ", "")
    scopes = list(scope_ids)
    if home := _AT_HOME.fullmatch(typed):
        return _homes(scopes, home[1], home[2])[:most]
    rows = Place.objects.filter(scope_id__in=scopes, closed_at=None).exclude(kind=PlaceKind.HOME)
    told = rows.values_list("pk", "scope_id", "kind", "name", "label", "aliases")
    found = [
        Spelled(pk, scope_id, kind, label, rank)
        for pk, scope_id, kind, name, label, aliases in told
        if (rank := _rank(typed, (name, *aliases), label)) is not None
    ]
    return sorted(found, key=lambda one: (one.rank, len(one.label), one.label))[:most]


def _homes(scopes: Sequence[int], letters: str, short: str) -> list[Spelled]:
    estates = {one.scope_id for one in find_spelled(scopes, letters) if one.kind == PlaceKind.ESTATE}
    rows = Place.objects.filter(scope_id__in=estates, short=short, closed_at=None).order_by("label", "pk")
    return [Spelled(row.pk, row.scope_id, row.kind, row.label, 0) for row in rows]


def _rank(typed: str, names: Sequence[str], label: str) -> int | None:
    if not typed:
        return None
    spoken = [form for name in names for form in _forms(name)]
    if typed in spoken:
        return 0
    if any(form.startswith(typed) for form in spoken):
        return 1
    return 2 if len(typed) > 1 and any(typed in form for form in _forms(label)) else None


@lru_cache(maxsize=20_000)
def _forms(name: str) -> tuple[str, str, str]:
    """The name in one script, its initials, its full spelling; digits stay."""
    return fold(name).replace(" ", ""), initials(name), pinyin(name)


def is_spelling(said: str) -> bool:
    """Whether these are letters that could spell a name."""
    typed = fold(said[:LONGEST]).replace(" ", "")
    return bool(_LETTERS.fullmatch(typed) or _AT_HOME.fullmatch(typed))
