"""A cell as the text a person sees in it. Runs in the child; no Django."""

import datetime as dt
import re

# What PostgreSQL or XML cannot hold: C0 controls except tab and line feed, lone surrogates, noncharacters.
_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_WHOLE_BELOW = 1e15
Value = str | float | int | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None


def text_of(value: Value) -> str:
    """Numbers lose a meaningless `.0`, dates become ISO, text keeps leading zeros and inner layout."""
    if isinstance(value, str):
        return _UNHOLDABLE.sub("", value.replace("\r\n", "\n").replace("\r", "\n"))
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE_BELOW:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    return str(value)


def rows_of_text(rows: list[list[Value]]) -> list[list[str]]:
    """Texts, without the empty rows and columns that trail behind the content."""
    texts = [[text_of(value) for value in row] for row in rows]
    while texts and not any(cell.strip() for cell in texts[-1]):
        texts.pop()
    width = max((_used(row) for row in texts), default=0)
    return [row[:width] + [""] * (width - len(row)) for row in texts]


def _used(row: list[str]) -> int:
    return max((place + 1 for place, cell in enumerate(row) if cell.strip()), default=0)
