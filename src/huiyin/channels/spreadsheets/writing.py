"""Tables that leave: text stays text, whatever it looks like.

A spreadsheet program takes text that begins with one of `= + - @ |`, a tab, a line end, or the full-width
form of a sign for a formula when it reads .csv, and may when a person edits a cell of .xlsx. In .xlsx every
text is written as a string with the text format; in .csv such a text, a number with leading zeros and one of
more than eleven digits get an apostrophe in front (a leading tab is on the list itself, so it is no cure).
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from huiyin.channels.spreadsheets.cases import RowError
from huiyin.channels.spreadsheets.cells import text_of
from huiyin.channels.spreadsheets.table import Sheet

Cell = str | int | float | bool | dt.datetime | dt.date | None
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST_CELL = 32_767
_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@|＝＋－＠｜]|[\t\r\n]")
_LOOKS_NUMERIC = re.compile(r"0\d+|\d{12,}")
_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDEST, _NARROWEST = 60, 8


def write_table(headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, sheet_name: str = "") -> bytes:
    """An .xlsx of one sheet. Strings never become formulas, links or numbers; numbers stay numbers.

    Rows are streamed to disk one at a time. A text over 32,767 characters ends in an ellipsis.
    """
    return _written(headings, ((row, False) for row in rows), sheet_name)


def returned_sheet(sheet: Sheet, errors: Iterable[RowError]) -> bytes:
    """The same sheet back as .xlsx: every row, and a last column that says why a row was not taken."""
    reasons: dict[int, list[str]] = {}
    for error in errors:
        reasons.setdefault(error.row_no, []).append(str(error))
    column = _("Reason")
    kept = [place for place, heading in enumerate(sheet.headings) if heading != column]
    rows = (
        ([*(row[place] for place in kept), "；".join(reasons.get(number, ()))], number in reasons)
        for number, row in enumerate(sheet.rows, sheet.header_row + 1)
    )
    return _written([*(sheet.headings[place] for place in kept), column], rows, sheet.sheet_name)


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The same as one .csv in UTF-8 with mark, every field quoted."""
    return b"".join(stream_csv(headings, rows))


def stream_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Pieces of a .csv, one row at a time, for a streamed answer."""
    yield b"\xef\xbb\xbf"
    for row in (headings, *rows) if isinstance(rows, Sequence) else _chained(headings, rows):
        line = io.StringIO()
        csv.writer(line, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(
            [_csv_cell(cell) for cell in row]
        )
        yield line.getvalue().encode()


def _chained(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[Sequence[Cell]]:
    yield headings
    yield from rows


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet program could take this text for a formula."""
    return bool(_FORMULA.match(text))


def _csv_cell(cell: Cell) -> str:
    text = text_of(cell)
    if isinstance(cell, str) and (is_formula_like(text) or _LOOKS_NUMERIC.fullmatch(text)):
        return f"'{text}"
    return text


def write_book(sheets: Iterable[tuple[str, Sequence[str], Sequence[Sequence[Cell]]]]) -> bytes:
    """An .xlsx of several sheets: (name, headings, rows). Text stays text, numbers stay numbers."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        looks = _looks(book)
        for name, headings, rows in sheets:
            _fill(book.add_worksheet(_sheet_name(name)), looks, headings, ((row, False) for row in rows))
    return target.getvalue()


def _written(headings: Sequence[str], rows: Iterable[tuple[Sequence[Cell], bool]], sheet_name: str) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {**_OPTIONS, "constant_memory": True}) as book:
        _fill(book.add_worksheet(_sheet_name(sheet_name)), _looks(book), headings, rows)
    return target.getvalue()


def _fill(
    page: Any, looks: dict[str, Any], headings: Sequence[str], rows: Iterable[tuple[Sequence[Cell], bool]]
) -> None:
    page.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        page.set_column(column, column, min(_WIDEST, max(_NARROWEST, 2 * len(heading) + 2)))
    _write_row(page, 0, headings, {**looks, "text": looks["heading"]})
    for number, (row, marked) in enumerate(rows, 1):
        _write_row(page, number, row, {**looks, "text": looks["marked"]} if marked else looks)


def _looks(book: Any) -> dict[str, Any]:
    """Text format `@` and the quote mark keep a text a text when somebody edits the cell."""
    text = {"num_format": "@", "quote_prefix": True, "valign": "top"}
    return {
        "text": book.add_format(text),
        "heading": book.add_format({**text, "bold": True, "border": 1}),
        "marked": book.add_format({**text, "bg_color": "#FFE9B8"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }


def _write_row(page: Any, number: int, row: Sequence[Cell], looks: Mapping[str, Any]) -> None:
    """An empty text is left out, unless the row is marked: half the cells of a ledger are empty."""
    for column, cell in enumerate(row):
        if isinstance(cell, bool):
            page.write_boolean(number, column, cell)
        elif isinstance(cell, int | float):
            page.write_number(number, column, cell)
        elif isinstance(cell, dt.datetime | dt.date):
            page.write_datetime(number, column, _wall_clock(cell), looks["moment"])
        elif cell or (cell is not None and looks["text"] is looks["marked"]):
            page.write_string(number, column, _fitting(text_of(cell)), looks["text"])


def _wall_clock(moment: dt.datetime | dt.date) -> dt.datetime | dt.date:
    """A spreadsheet knows no zones: write the local time of the moment."""
    return moment.replace(tzinfo=None) if isinstance(moment, dt.datetime) else moment


def _fitting(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"


def _sheet_name(name: str) -> str:
    r"""What Excel allows: 31 characters, none of `[]:*?/\`, no apostrophe at an end."""
    return re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", name)[:31].strip("' ") or "Sheet1"
