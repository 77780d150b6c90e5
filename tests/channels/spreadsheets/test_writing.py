"""No text that leaves in a table can act, and none is lost."""

import csv
import datetime as dt
import io
import weakref
from collections.abc import Iterator

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.channels.spreadsheets.cases import RowError, rows_to_cases
from huiyin.channels.spreadsheets.mapping import guess_mapping
from huiyin.channels.spreadsheets.table import Sheet, read_table
from huiyin.channels.spreadsheets.writing import returned_sheet, write_csv, write_table

PREFIXES = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "|",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "\u200b=",
    "\u3000＝",
    "\ufeff=",
]
PAYLOAD = 'cmd|"/C calc"!A0'


def _cells(data: bytes) -> list[list[openpyxl.cell.Cell]]:
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_nothing_in_a_workbook_is_a_formula(prefix: str) -> None:
    data = write_table([prefix + PAYLOAD, "b"], [[prefix + PAYLOAD, "=1+1"]])
    for row in _cells(data):
        for cell in row:
            assert cell.data_type == "s"
            assert cell.number_format == "@"
            assert cell.quotePrefix


@pytest.mark.parametrize("prefix", PREFIXES)
def test_nothing_in_separated_text_begins_like_a_formula(prefix: str) -> None:
    rows = list(
        csv.reader(io.StringIO(write_csv([prefix + PAYLOAD], [[prefix + PAYLOAD]]).decode("utf-8-sig")))
    )
    for row in rows:
        assert row[0].startswith("'")
        assert row[0][1:].endswith(PAYLOAD)


def test_numbers_of_people_stay_text() -> None:
    people = ["110101199003077758", "13800138000", "007", "+8613800138000", "https://x.example", "1e5"]
    (row,) = _cells(write_table(["a"] * 6, [people]))[1:]
    assert [(cell.value, cell.data_type) for cell in row] == [(text, "s") for text in people]
    assert all(cell.hyperlink is None for cell in row)
    text = write_csv(["a"] * 6, [people]).decode("utf-8-sig").splitlines()[1]
    assert text == '"\'110101199003077758","13800138000","\'007","\'+8613800138000","https://x.example","1e5"'


def test_numbers_and_moments_stay_what_they_are() -> None:
    moment = dt.datetime(2024, 5, 1, 8, 30, tzinfo=dt.UTC)
    (row,) = _cells(write_table(["a"] * 5, [[-5, 1.5, True, moment, None]]))[1:]
    assert [cell.value for cell in row] == [-5, 1.5, True, dt.datetime(2024, 5, 1, 8, 30), None]  # noqa: DTZ001


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.text(max_size=20), min_size=2, max_size=2), min_size=1, max_size=5))
def test_any_text_can_be_written(rows: list[list[str]]) -> None:
    assert all(
        cell.data_type in ("s", "n") for row in _cells(write_table(["甲", "乙"], rows)) for cell in row
    )
    written = list(csv.reader(io.StringIO(write_csv(["甲", "乙"], rows).decode("utf-8-sig"), newline="")))
    assert len(written) == len(rows) + 1


def test_a_long_text_is_cut_visibly_not_dropped() -> None:
    cell = _cells(write_table(["a"], [["长" * 40_000]]))[1][0]
    assert len(cell.value) == 32_767
    assert cell.value.endswith("…")


SHEET = Sheet(
    3, ("编号", "内容", "时间"), (("007", "=1+1", "2024-1-1"), ("", "", ""), ("8", "", "x")), "五月[1]"
)


def test_the_returned_sheet_keeps_every_row_and_says_why() -> None:
    errors = [
        item for item in rows_to_cases(SHEET, guess_mapping(SHEET.headings)) if isinstance(item, RowError)
    ]
    assert [error.row_no for error in errors] == [6]
    rows = [[cell.value for cell in row] for row in _cells(returned_sheet(SHEET, errors))]
    assert rows[0][:3] == ["编号", "内容", "时间"]
    assert len(rows) == 4
    assert [row[3] or "" for row in rows[1:]] == ["", "", str(errors[0])]


def test_a_returned_sheet_can_be_sent_again() -> None:
    again = read_table(returned_sheet(SHEET, []))
    assert guess_mapping(again.headings) == guess_mapping(SHEET.headings)
    assert [row[:3] for row in again.rows] == list(SHEET.rows)
    twice = returned_sheet(again, [])
    assert read_table(twice).headings == again.headings


class Row(list[str]):
    """A list somebody can hold weakly."""

    __hash__ = object.__hash__  # type: ignore[assignment]  # each is one thing, whatever it says


def test_rows_are_streamed_not_gathered() -> None:
    alive: weakref.WeakSet[Row] = weakref.WeakSet()
    most = 0

    def rows() -> Iterator[Row]:
        nonlocal most
        for _ in range(2_000):
            row = Row(["文字"] * 8)
            alive.add(row)
            most = max(most, len(alive))
            yield row

    assert write_table(["a"] * 8, rows())
    assert most < 10
