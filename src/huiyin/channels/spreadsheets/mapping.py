"""Which column is which field: guessed once, corrected by a person, remembered per scope as plain JSON."""

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from dataclasses import dataclass, field

from huiyin.channels.spreadsheets.fields import CASE_FIELDS, SPREAD, bare
from huiyin.channels.spreadsheets.refused import ColumnMissing


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Field -> headings (several only for place and category, joined in this order)."""

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def to_json(self) -> dict[str, list[str]]:
        """Plain lists, for a JSON column."""
        return {name: list(headings) for name, headings in self.columns.items()}

    @classmethod
    def from_json(cls, stored: object) -> "ColumnMapping":
        """Read what `to_json` wrote; anything that has another shape is left out."""
        known = stored.items() if isinstance(stored, dict) else ()
        return cls(
            {
                name: tuple(map(str, headings))
                for name, headings in known
                if name in CASE_FIELDS and isinstance(headings, list | tuple) and headings
            }
        )

    def fits(self, headings: Sequence[str]) -> bool:
        """Whether every remembered heading is there."""
        return all(heading in headings for named in self.columns.values() for heading in named)

    def places_in(self, headings: Sequence[str]) -> dict[str, tuple[int, ...]]:
        """Field -> column numbers (0-based). Raises ColumnMissing when no column holds the text."""
        places = {
            name: tuple(headings.index(heading) for heading in named if heading in headings)
            for name, named in self.columns.items()
        }
        if not places.get("content") and not places.get("title"):
            raise ColumnMissing
        return {name: numbers for name, numbers in places.items() if numbers}


def guess_mapping(
    headings: Sequence[str], fields: Dictionary[str, Sequence[str]] = CASE_FIELDS
) -> ColumnMapping:
    """Guess by synonyms: a field takes the heading equal to its earliest synonym, else one that ends with it.

    Every heading serves one field at most. A column that nothing fits stays unmapped.
    """
    free = {heading: (bare(heading), bare(heading.rpartition("/")[2])) for heading in headings}
    found: dict[str, tuple[str, ...]] = {}
    for exact in (True, False):
        for name, words in fields.items():
            if name in found:
                continue
            taken = [heading for word in words for heading in _matching(free, bare(word), exact=exact)]
            taken = list(dict.fromkeys(taken))[: None if name in SPREAD else 1]
            if taken:
                found[name] = tuple(sorted(taken, key=headings.index) if name in SPREAD else taken)
                free = {heading: forms for heading, forms in free.items() if heading not in taken}
    return ColumnMapping({name: found[name] for name in fields if name in found})


def _matching(free: dict[str, tuple[str, str]], word: str, *, exact: bool) -> list[str]:
    """Headings whose whole or last part is `word`; otherwise those that end with it (本次受理时间)."""
    if exact:
        return [heading for heading, forms in free.items() if word in forms]
    return [heading for heading, (whole, _last) in free.items() if len(word) > 1 and whole.endswith(word)]
