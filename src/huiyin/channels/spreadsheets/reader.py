"""The table job, run in the child: bytes of a workbook or of separated text -> rows of text. No Django."""

import csv
import io
import json
from typing import Any

import python_calamine as calamine

from huiyin.channels.spreadsheets.cells import rows_of_text
from huiyin.channels.spreadsheets.packing import look_through
from huiyin.ground.files.unfit import Unfit

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An OLE container names its streams in UTF-16.
_LOCKED, _PROGRAMS, _BOOKS = (
    "EncryptedPackage".encode("utf-16-le"),
    "_VBA_PROJECT".encode("utf-16-le"),
    ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le")),
)
_SEPARATORS = (",", "\t", ";", "|", "，", "；")
_ROWS_ABOVE = 50  # titles, notes and headings do not count against the limit of rows
_MOST_COLUMNS = 256
Named = tuple[str, list[list[str]]]


def warm() -> None:
    """Touch the codecs of text files and of names in ZIP, so that nothing has to be opened later."""
    "x".encode("cp437").decode("cp437")
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        "门".encode(encoding).decode(encoding)


def read(data: bytes, wish: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Return the sheet's name and its rows as JSON. `wish`: max_rows, sheet_name ("" = first filled)."""
    most = int(wish["max_rows"]) + _ROWS_ABOVE
    if data[:2] == b"PK":
        look_through(data)
        name, rows = _workbook(data, most, wish)
    elif data[:8] == _OLE:
        _old_workbook_is_harmless(data)
        name, rows = _workbook(data, most, wish)
    else:
        name, rows = "", _separated(data, most, wish)
    return {"sheet_name": name}, json.dumps(rows, ensure_ascii=False).encode()


def _old_workbook_is_harmless(data: bytes) -> None:
    """Look for the streams of passwords and programs before the library sees the container."""
    if _LOCKED in data:
        raise Unfit("sheet_encrypted")
    if _PROGRAMS in data:
        raise Unfit("sheet_has_macros")
    if not any(name in data for name in _BOOKS):
        raise Unfit("not_a_table")


def _workbook(data: bytes, most: int, wish: dict[str, Any]) -> Named:
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        for described in book.sheets_metadata:
            if not _wanted(described, str(wish["sheet_name"])):
                continue
            rows = _rows(book.get_sheet_by_name(described.name), most, wish)
            if len(rows) > 1 or wish["sheet_name"]:
                return described.name, rows
    except calamine.PasswordError as locked:
        raise Unfit("sheet_encrypted") from locked
    except (calamine.CalamineError, OSError, ValueError) as broken:
        raise Unfit("sheet_damaged") from broken
    raise Unfit("sheet_empty")


def _wanted(described: calamine.SheetMetadata, name: str) -> bool:
    if name:
        return described.name == name
    visible = described.visible == calamine.SheetVisibleEnum.Visible
    return visible and described.typ == calamine.SheetTypeEnum.WorkSheet


def _rows(sheet: calamine.CalamineSheet, most: int, wish: dict[str, Any]) -> list[list[str]]:
    """All rows from row 1 and column A, so that row numbers are the ones people see."""
    if sheet.end is None:
        return []
    if sheet.end[0] >= most:
        raise Unfit("too_many_rows", limit=int(wish["max_rows"]))
    if sheet.end[1] >= _MOST_COLUMNS:
        raise Unfit("too_many_columns", limit=_MOST_COLUMNS)
    return rows_of_text(sheet.to_python(skip_empty_area=False))  # type: ignore[arg-type]


def _separated(data: bytes, most: int, wish: dict[str, Any]) -> list[list[str]]:
    text = _decoded(data)
    if text.lstrip()[:1] == "<":
        raise Unfit("web_page_as_table")
    csv.field_size_limit(1_000_000)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator_of(text)):
            rows.append(row)
            if len(rows) > most:
                raise Unfit("too_many_rows", limit=int(wish["max_rows"]))
            if len(row) > _MOST_COLUMNS:
                raise Unfit("too_many_columns", limit=_MOST_COLUMNS)
    except csv.Error as broken:
        raise Unfit("sheet_damaged") from broken
    return rows_of_text(rows)  # type: ignore[arg-type]


def _decoded(data: bytes) -> str:
    """UTF-8 with or without mark, UTF-16 with mark, else GB18030, which Chinese office programs write."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif b"\0" in data:
        raise Unfit("not_a_table")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unfit("not_a_table")


def separator_of(text: str) -> str:
    """The separator that cuts the first lines into the most equal, most numerous pieces."""
    sample = text[:20_000]

    def merit(separator: str) -> tuple[int, int]:
        rows = list(csv.reader(io.StringIO(sample, newline=""), delimiter=separator))[:20]
        widths = [len(row) for row in rows if row]
        usual = max(set(widths), key=widths.count, default=0)
        return (widths.count(usual) if usual > 1 else 0, usual)

    return max(_SEPARATORS, key=merit)
