"""A table of messages, read leniently: whatever a row holds is read, nothing is refused for a bad date.

Offices' headings are recognised as for imports; a JSON file of field -> heading overrules the guess.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from huiyin.channels.spreadsheets.cases import tidy
from huiyin.channels.spreadsheets.mapping import ColumnMapping, guess_mapping
from huiyin.channels.spreadsheets.table import Sheet, read_table
from huiyin.reading.dates import read_moment
from huiyin.reading.folding import LIMIT, clean

MOST_ROWS: Final = 200_000
_BETWEEN: Final = {"place_text": "", "category_text": " / "}


@dataclass(frozen=True, slots=True)
class Row:
    """One message: tidy texts ("" where nothing stood), the moment aware or None, `raw` heading -> cell.

    `id` is the table's number, else "row-N"; a number met again gets "-N". N is the row as people see it.
    """

    id: str
    title: str
    text: str
    when: dt.datetime | None
    who: str
    place: str
    channel: str
    answer: str
    raw: Mapping[str, str]

    @property
    def whole(self) -> str:
        """Title, place and text, as the readers take them."""
        return "\n".join(part for part in (self.title, self.place, self.text) if part)


def read_ledger(data: bytes, *, mapping: ColumnMapping | None = None) -> tuple[list[Row], ColumnMapping]:
    """The rows and the columns they were read by. Raises a refusal with sentence and remedy."""
    sheet = read_table(data, max_rows=MOST_ROWS)
    columns = mapping or guess_mapping(sheet.headings)
    return list(_rows(sheet, columns.places_in(sheet.headings))), columns


def _rows(sheet: Sheet, places: Mapping[str, tuple[int, ...]]) -> Iterator[Row]:
    met = Counter[str]()
    for number, cells in sheet.numbered():
        said = {name: _said(cells, name, places) for name in places}
        ref = said.get("source_ref") or f"row-{number}"
        met[ref] += 1
        title, text = said.get("title", ""), said.get("content", "")
        if title or text:
            yield Row(
                id=ref if met[ref] == 1 else f"{ref}-{number}",
                title=title,
                text=text or title,
                when=read_moment(said.get("received_at", "")),
                who=said.get("name") or said.get("phone", ""),
                place=said.get("place_text", ""),
                channel=said.get("channel_text", ""),
                answer=said.get("answer", ""),
                raw=dict(zip(sheet.headings, cells, strict=True)),
            )


def _said(cells: tuple[str, ...], name: str, places: Mapping[str, tuple[int, ...]]) -> str:
    parts = (tidy(clean(cells[number][:LIMIT])) for number in places[name])
    return _BETWEEN.get(name, " ").join(part for part in parts if part)
