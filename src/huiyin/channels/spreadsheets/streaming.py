"""The rows of a large table, written straight into the sheet of a workbook that is otherwise xlsxwriter's.

Writing a cell through xlsxwriter took as long as reading its case from the database: 50,000 rows were 17
seconds of a processor. A cell is one piece of text of ECMA-376 part 1, 18.3.1.4, and is put together here;
styles, widths, names and everything else of the file stay xlsxwriter's, from a frame with the headings and
one row of samples, which shows the number of each look.
"""

import datetime as dt
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from huiyin.channels.spreadsheets.cells import text_of

Cell = str | int | float | bool | dt.datetime | dt.date | None
SAMPLES: Final = ("text", "marked", "moment")
"""The looks of the sample row, in its order."""
LONGEST_CELL: Final = 32_767
_SHEET: Final = "xl/worksheets/sheet1.xml"
_SAMPLE_ROW: Final = re.compile(rb'<row r="2".*?</row>', re.DOTALL)
_LOOK: Final = re.compile(rb'<c r="[A-Z]+2" s="(\d+)"')
_DIMENSION: Final = re.compile(rb"<dimension [^>]*/>")
_SPECIAL: Final = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff]|_x[0-9A-Fa-f]{4}_")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f]")
_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # a table knows no zones
_DAY: Final = 86_400


def write_rows(target: BinaryIO, frame: bytes, rows: Iterable[tuple[Sequence[Cell], bool]]) -> None:
    """Write the workbook of `frame` with these rows (cells, whether marked) below its headings.

    A text over 32,767 characters ends in an ellipsis. Raises ValueError for a number that is none.
    """
    with ZipFile(io.BytesIO(frame)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            body = old.read(part)
            if part.filename != _SHEET:
                new.writestr(part, body)
                continue
            sample = _SAMPLE_ROW.search(body)
            assert sample is not None  # noqa: S101  # the frame is ours
            looks = dict(zip(SAMPLES, map(int, _LOOK.findall(sample[0])), strict=True))
            # How far the sheet reaches is known at the end only; the element may be left out (18.3.1.35).
            head = _DIMENSION.sub(b"", body[: sample.start()])
            place = ZipInfo(_SHEET, part.date_time)
            place.compress_type = ZIP_DEFLATED
            with new.open(place, "w") as sheet:
                sheet.write(head)
                for line in _lines(rows, looks):
                    sheet.write(line)
                sheet.write(body[sample.end() :])


def _lines(rows: Iterable[tuple[Sequence[Cell], bool]], looks: Mapping[str, int]) -> Iterator[bytes]:
    columns: list[str] = []
    for number, (row, marked) in enumerate(rows, 2):
        while len(columns) < len(row):
            columns.append(_letters(len(columns)))
        text = looks["marked"] if marked else looks["text"]
        cells = "".join(
            [
                _cell(f"{column}{number}", cell, text, looks["moment"])
                for column, cell in zip(columns, row, strict=False)
                if cell is not None and (marked or cell != "")
            ]
        )
        yield f'<row r="{number}">{cells}</row>'.encode()


def _cell(place: str, cell: Cell, text: int, moment: int) -> str:
    """One cell; an empty text is left out by the caller, unless its row is marked."""
    if isinstance(cell, str):
        said = f'<is><t xml:space="preserve">{_escaped(cell)}</t></is>'
        return f'<c r="{place}" s="{text}" t="inlineStr">{said}</c>'
    if isinstance(cell, dt.date):
        return f'<c r="{place}" s="{moment}"><v>{_serial(cell):.16G}</v></c>'
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{cell:d}</v></c>'
    if isinstance(cell, int | float):
        if not math.isfinite(cell):
            raise ValueError("a table cannot hold a number that is none")
        return f'<c r="{place}"><v>{cell:.16G}</v></c>'
    return _cell(place, text_of(cell), text, moment)


def _serial(day: dt.date) -> float:
    """Days since the epoch of spreadsheets, to the millisecond."""
    moment = wall_clock(day)
    if not isinstance(moment, dt.datetime):
        return (day - _EPOCH.date()).days
    since = moment - _EPOCH
    return since.days + (since.seconds + round(since.microseconds / 1000) / 1000) / _DAY


def _escaped(text: str) -> str:
    """Text as a sheet holds it: signs of markup named, control characters as _xHHHH_ (22.9.2.19)."""
    short = fitting(text)
    if _SPECIAL.search(short) is None:
        return short
    whole = short.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    named = _ESCAPED.sub("_x005F_", whole).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", named)


def _letters(column: int) -> str:
    """The name of a column, 0 is A."""
    name, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        name = chr(65 + place) + name
    return name


def wall_clock(moment: dt.datetime | dt.date) -> dt.datetime | dt.date:
    """A spreadsheet knows no zones: the local time of the moment."""
    return moment.replace(tzinfo=None) if isinstance(moment, dt.datetime) else moment


def fitting(text: str) -> str:
    """The text as far as a cell holds it."""
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
