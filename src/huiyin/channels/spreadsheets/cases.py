"""Rows become cases, or say in one sentence why not."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from huiyin.channels.spreadsheets.mapping import ColumnMapping
from huiyin.channels.spreadsheets.table import Sheet
from huiyin.reading.dates import LOCAL, read_moment

# Characters. An Excel cell ends at 32,767; the longest answer met in real files has 7,883.
LONGEST = {
    "content": 20_000,
    "answer": 20_000,
    "title": 500,
    "place_text": 500,
    "category_text": 200,
    "source_ref": 100,
    "name": 100,
    "channel_text": 100,
    "status_text": 100,
    "phone": 50,
}
PAST = ("received_at", "answered_at")
MOMENTS = (*PAST, "accept_by", "contact_by", "finish_by")
SENTENCES: dict[str, Promise] = {
    "text_missing": _("The text of the request is missing."),
    "date_unreadable": _(
        "The date “%(value)s” in column %(column)s cannot be read; write it as 2025-01-31 09:30."
    ),
    "too_long": _("Column %(column)s has %(length)s characters; at most %(limit)s are taken."),
    "in_the_future": _("The date “%(value)s” in column %(column)s lies in the future."),
    "repeated_ref": _("The number %(value)s already stands in row %(row)s of this table."),
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One request from a table: tidy texts ("" where nothing stood), aware moments, `raw` heading -> cell."""

    row_no: int
    source_ref: str
    name: str
    phone: str
    title: str
    content: str
    received_at: dt.datetime | None
    place_text: str
    category_text: str
    channel_text: str
    status_text: str
    answer: str
    answered_at: dt.datetime | None
    accept_by: dt.datetime | None
    contact_by: dt.datetime | None
    finish_by: dt.datetime | None
    raw: dict[str, str]


@dataclass(frozen=True, slots=True)
class RowError:
    """Why row `row_no` is not taken: `code` and the values of its sentence."""

    row_no: int
    code: str
    params: dict[str, str]

    def __str__(self) -> str:
        """The sentence in the reader's language."""
        return str(SENTENCES[self.code]) % self.params


def rows_to_cases(
    sheet: Sheet, mapping: ColumnMapping, *, now: dt.datetime | None = None, zone: dt.tzinfo = LOCAL
) -> Iterator[CaseRow | RowError]:
    """Yield each non-empty row as a case or as an error, in order. Raises ColumnMissing before the first.

    A row with only a title takes it as its text. With `now`, later dates are errors. A number that stood in
    an earlier row with another text is an error; the very same row again is passed on, as
    imports are idempotent.
    """
    places = mapping.places_in(sheet.headings)
    return _read_rows(sheet, places, now, zone)


def _read_rows(
    sheet: Sheet, places: dict[str, tuple[int, ...]], now: dt.datetime | None, zone: dt.tzinfo
) -> Iterator[CaseRow | RowError]:
    seen: dict[str, tuple[int, str]] = {}
    for number, row in sheet.numbered():
        read = _RowReader(number, row, sheet.headings, places, zone)
        case = read.case(now)
        if isinstance(case, CaseRow) and case.source_ref:
            first, content = seen.setdefault(case.source_ref, (number, case.content))
            if content != case.content:
                case = RowError(number, "repeated_ref", {"value": case.source_ref, "row": str(first)})
        yield case


def tidy(text: str) -> str:
    """Lines without the tabs, full-width blanks and empty lines that copying from web pages leaves."""
    lines = (re.sub(r"[ \t\u3000\xa0]+", " ", line).strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class _RowReader:
    number: int
    row: tuple[str, ...]
    headings: tuple[str, ...]
    places: dict[str, tuple[int, ...]]
    zone: dt.tzinfo

    def case(self, now: dt.datetime | None) -> CaseRow | RowError:
        texts = {name: self._text(name) for name in LONGEST}
        content, title = texts["content"] or texts["title"], texts["title"]
        moments = {name: self._moment(name) for name in MOMENTS}
        if not content:
            return RowError(self.number, "text_missing", {})
        problem = self._too_long(texts) or self._bad_moment(moments, now)
        if problem:
            return problem
        rest = {name: text for name, text in texts.items() if name not in ("content", "title")}
        raw = dict(zip(self.headings, self.row, strict=True))
        return CaseRow(row_no=self.number, content=content, title=title, raw=raw, **rest, **moments)  # type: ignore[arg-type]

    def _text(self, name: str) -> str:
        parts = [tidy(self.row[place]) for place in self.places.get(name, ())]
        text = ("/" if name == "category_text" else " ").join(filter(None, parts))
        if name in ("source_ref", "phone"):
            return unicodedata.normalize("NFKC", text).replace(" ", "")
        return text.replace("\n", " ") if name not in ("content", "answer") else text

    def _moment(self, name: str) -> dt.datetime | None:
        return read_moment(self._written(name), self.zone)

    def _written(self, name: str) -> str:
        return " ".join(self.row[place].strip() for place in self.places.get(name, ())).strip()

    def _too_long(self, texts: dict[str, str]) -> RowError | None:
        for name, text in texts.items():
            if len(text) > LONGEST[name]:
                said = {"length": str(len(text)), "limit": str(LONGEST[name])}
                return RowError(self.number, "too_long", {"column": self._column(name), **said})
        return None

    def _bad_moment(self, moments: dict[str, dt.datetime | None], now: dt.datetime | None) -> RowError | None:
        for name, moment in moments.items():
            said = {"column": self._column(name), "value": self._written(name)[:40]}
            if moment is None and said["value"]:
                return RowError(self.number, "date_unreadable", said)
            if name in PAST and moment is not None and now is not None and moment > now:
                return RowError(self.number, "in_the_future", said)
        return None

    def _column(self, name: str) -> str:
        return "、".join(self.headings[place] for place in self.places.get(name, ()))
