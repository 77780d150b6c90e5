"""A duty list as offices hang it up: persons down the side, days across, a shift in each cell.

Turned into a row for each turn, under the headings of the empty table, so that everything behind it reads
one kind of list. The month stands in the title, or the days are whole dates; what the shifts mean stands in a
note ("白班 8:00-20:00"), else the usual hours are taken.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from huiyin.reading.dates import read_day

Rows = list[list[str]]
FEWEST = 5
"""Days across before a table is taken for such a list."""
_MONTH = re.compile(r"(20\d{2})\s*[年./-]\s*(1[0-2]|0?[1-9])(?:\s*月|(?!\d))")
_DAY = re.compile(r"(?:(1[0-2]|0?[1-9])\s*[月./-]\s*)?(3[01]|[12]\d|0?[1-9])\s*[日号]?(?:[(（].*[)）])?")
_CLOCK = r"\d{1,2}(?:[:：点时]\d{0,2})?"
_LEGEND = re.compile(
    rf"([白日早中夜晚全值][班天]?)\s*[:：=(（]?\s*({_CLOCK})\s*[-–—~～至到]\s*(?:次日)?({_CLOCK})"
)
_OFF = frozenset(
    {"", "休", "息", "休息", "/", "-", "—", "×", "x", "o", "假", "公休", "年休", "调休", "病假", "事假"}
)
_USUAL: Mapping[str, tuple[str, str]] = {
    "白": ("08:00", "20:00"), "日": ("08:00", "20:00"), "d": ("08:00", "20:00"),
    "夜": ("20:00", "08:00"), "晚": ("20:00", "08:00"), "n": ("20:00", "08:00"),
    "全": ("00:00", "24:00"), "值": ("00:00", "24:00"), "班": ("00:00", "24:00"),
    "√": ("00:00", "24:00"), "✓": ("00:00", "24:00"), "1": ("00:00", "24:00"), "24": ("00:00", "24:00"),
}  # fmt: skip
"""A shift's first character → its hours. "早" and "中" differ from place to place and need a note."""
_PERSON = ("值班人员", "值班人", "姓名", "人员", "名字")
HEADINGS = ("日期", "开始时间", "结束时间", "值班人")


def turned(rows: Rows) -> Rows | None:
    """The rows as turns, heading first; None when this is no such list."""
    found = next(((at, days) for at, row in enumerate(rows[:30]) if (days := _days(rows, at))), None)
    if found is None:
        return None
    at, days = found
    head = [unicodedata.normalize("NFKC", cell).strip() for cell in rows[at]]
    person = next((head.index(word) for word in _PERSON if word in head), None)
    if person is None:
        person = next((place for place, _cell in enumerate(head) if place not in days), None)
    if person is None:
        return None
    kept = [place for place, name in enumerate(head) if name and place not in days and place != person]
    hours = _hours(rows)
    lines = [
        [day.isoformat(), *shift, row[person].strip(), *(row[place].strip() for place in kept)]
        for row in rows[at + 1 :]
        if row[person].strip() and not _LEGEND.search(row[person])
        for day, cell in ((days[place], row[place]) for place in days)
        for shift in _shifts(cell, hours)
    ]
    return [[*HEADINGS, *(head[place] for place in kept)], *lines]


def _days(rows: Rows, at: int) -> dict[int, date]:
    """Column → day, where a row holds days one after the other; empty otherwise."""
    cells = [(place, unicodedata.normalize("NFKC", cell).strip()) for place, cell in enumerate(rows[at])]
    month = _month(rows[: at + 1])
    read = {place: day for place, cell in cells if cell and (day := _day(cell, month))}
    days = list(read.values())
    follow = all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
    return read if len(days) >= FEWEST and follow else {}


def _month(rows: Sequence[Sequence[str]]) -> date | None:
    """The month a title above names."""
    for row in rows:
        for cell in row:
            if found := _MONTH.search(unicodedata.normalize("NFKC", cell)):
                return date(int(found[1]), int(found[2]), 1)
    return None


def _day(cell: str, month: date | None) -> date | None:
    if (whole := read_day(cell)) is not None:
        return whole
    found = _DAY.fullmatch(cell)
    if found is None or month is None:
        return None
    wanted = int(found[1]) if found[1] else month.month
    year = month.year + (wanted < month.month)  # a list from December into January
    try:
        return date(year, wanted, int(found[2]))
    except ValueError:
        return None


def _hours(rows: Rows) -> Mapping[str, tuple[str, str]]:
    """What the shifts of this list mean: its own note before the usual."""
    said = {
        found[1][0]: (found[2], found[3])
        for row in rows
        for cell in row
        for found in _LEGEND.finditer(unicodedata.normalize("NFKC", cell))
    }
    return {**_USUAL, **said}


def _shifts(cell: str, hours: Mapping[str, tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Begin and end of the shifts of a cell; what is none is given on as it is, and refused there by name."""
    text = unicodedata.normalize("NFKC", cell).strip().lower()
    if text in _OFF:
        return
    for word in re.split(r"[、,;/\s+]+", text):
        span = re.fullmatch(rf"({_CLOCK})\s*[-–—~～至到]\s*({_CLOCK})", word)
        if span:
            yield span[1], span[2]
        elif word and word not in _OFF:
            yield hours.get(word, hours.get(word[0], (cell.strip(), "")))
