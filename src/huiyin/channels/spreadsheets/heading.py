"""Find the heading row: below titles and notes, sometimes in two rows with merged cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.channels.spreadsheets.fields import is_known

_SEARCHED, _LONGEST = 30, 24
_VALUE = re.compile(r"^[\d\s.,:/年月日+-]+$")
Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Heading:
    """First and last row of the heading (0-based) and one distinct name per column."""

    first: int
    last: int
    names: tuple[str, ...]


def find_heading(rows: Sequence[Row]) -> Heading | None:
    """The row with the most known headings, else the first that looks like one; None without rows below."""
    searched = rows[:_SEARCHED]
    best = max(range(len(searched)), key=lambda at: (_known(searched[at]), -at), default=None)
    if best is None:
        return None
    if _known(searched[best]) < min(2, len(searched[best])):
        best = next((at for at, row in enumerate(searched) if _looks_like_heading(row, rows)), None)
    if best is None:
        return None
    first, last = _grown(rows, best)
    return Heading(first, last, _names(rows[first], rows[last])) if last + 1 < len(rows) else None


def _known(row: Row) -> int:
    return sum(1 for cell in row if cell.strip() and len(cell) <= _LONGEST and is_known(cell))


def _is_label(cell: str) -> bool:
    return len(cell.strip()) <= _LONGEST and not _VALUE.match(cell)


def _looks_like_heading(row: Row, rows: Sequence[Row]) -> bool:
    """No known word: short, distinct labels in at least half of the columns."""
    filled = [cell.strip() for cell in row if cell.strip()]
    wide_enough = len(filled) * 2 >= max(map(len, rows)) and (len(filled) > 1 or len(row) == 1)
    return wide_enough and len(set(filled)) == len(filled) and all(map(_is_label, filled))


def _grown(rows: Sequence[Row], best: int) -> tuple[int, int]:
    """Take in the row above or below when the two complete each other, as merged cells do."""
    if best > 0 and _complete_each_other(rows[best - 1], rows[best]):
        return best - 1, best
    if best + 1 < len(rows) and _known(rows[best + 1]) and _complete_each_other(rows[best], rows[best + 1]):
        return best, best + 1
    return best, best


def _complete_each_other(upper: Row, lower: Row) -> bool:
    """Two rows of labels; the upper has a group over blanks, and no column stays without a name."""
    pairs = list(zip(upper, lower, strict=True))
    labels = all(_is_label(cell) for cell in (*upper, *lower) if cell.strip())
    several = sum(1 for cell in upper if cell.strip()) > 1
    grouped = any(low.strip() and not up.strip() for up, low in pairs)
    gaps = any(up.strip() and not low.strip() for up, low in pairs)
    return labels and several and grouped and gaps and all(up.strip() or low.strip() for up, low in pairs)


def _names(upper: Row, lower: Row) -> tuple[str, ...]:
    """`group/heading` under a merged group, the plain heading elsewhere; repeated names are numbered."""
    names: list[str] = []
    group = ""
    for up, low in zip(upper, lower, strict=True):
        group = _one_line(up) or group
        own = _one_line(low)
        name = own if upper is lower or not own else f"{group}/{own}"
        name = name or (_one_line(up) if upper is not lower else "") or f"#{len(names) + 1}"
        names.append(_distinct(name, names))
    return tuple(names)


def _one_line(cell: str) -> str:
    return re.sub(r"\s+", "", cell)


def _distinct(name: str, taken: Sequence[str]) -> str:
    number = 2
    distinct = name
    while distinct in taken:
        distinct, number = f"{name} ({number})", number + 1
    return distinct
