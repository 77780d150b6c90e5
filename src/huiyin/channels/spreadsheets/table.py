"""A file of a table becomes a Sheet: headings, rows of text, true row numbers."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from huiyin.channels.spreadsheets import refused
from huiyin.channels.spreadsheets.heading import find_heading
from huiyin.ground.files.refused import FileEmpty, FileTooLarge, refusal_for
from huiyin.ground.files.sandbox import Sandbox
from huiyin.ground.files.scanning import must_be_clean
from huiyin.ground.files.unfit import Unfit

LARGEST_PACKED = 10 * 1024 * 1024
MOST_ROWS = 20_000
_reader = Sandbox("huiyin.channels.spreadsheets.reader:read", memory_mb=320, cpu_s=4, wall_s=6.0)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text.

    `header_row`: number of the last heading row as people count (1-based). `rows`: every row below it, blank
    ones included, each as wide as `headings`, which are distinct. `sheet_name` is "" for text files.
    """

    header_row: int
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sheet_name: str

    def numbered(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Row numbers as people see them, with the rows that hold anything and do not repeat the heading."""
        for number, row in enumerate(self.rows, self.header_row + 1):
            if any(cell.strip() for cell in row) and row != self.headings:
                yield number, row


def read_table(
    data: bytes,
    filename: str = "",  # noqa: ARG001 - callers have it at hand; only the bytes are believed
    *,
    sheet_name: str = "",
    max_rows: int = MOST_ROWS,
    shape: Callable[[list[list[str]]], list[list[str]] | None] | None = None,
) -> Sheet:
    """Read .xlsx, .xls, .ods or separated text (UTF-8, UTF-16 with mark, GB18030).

    The kind is told from the bytes; `filename` is only what the person called it and is not believed.
    Takes the first visible sheet with content unless `sheet_name` is given. `shape` may turn all its rows
    into others (heading first) before the heading is sought; None leaves them. Hostile files (bombs, macros,
    passwords, links, entities) end in a `FileRefused` with sentence and remedy, within seconds.
    """
    if not data:
        raise FileEmpty
    if len(data) > LARGEST_PACKED:
        raise FileTooLarge(limit=LARGEST_PACKED // 1024 // 1024)
    must_be_clean(data)
    try:
        head, body = _reader.run(data, max_rows=max_rows, sheet_name=sheet_name)
    except Unfit as unfit:
        raise (refused.SheetDamaged() if unfit.code == "broke" else refusal_for(unfit)) from unfit
    rows = json.loads(body)
    return _sheet((shape(rows) if shape else None) or rows, str(head["sheet_name"]), max_rows)


def warm() -> bool:
    """Start the reader before the first table comes."""
    return _reader.warm()


def _sheet(rows: list[list[str]], name: str, max_rows: int) -> Sheet:
    heading = find_heading(rows)
    if heading is None:
        raise refused.SheetEmpty
    below = tuple(tuple(row) for row in rows[heading.last + 1 :])
    if len(below) > max_rows:
        raise refused.TooManyRows(limit=max_rows)
    return Sheet(heading.last + 1, heading.names, below, name)
