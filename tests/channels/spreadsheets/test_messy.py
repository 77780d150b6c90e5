"""Twelve messy tables: each gives the same three requests, without anybody's help."""

from __future__ import annotations

from datetime import datetime

import pytest

from huiyin.channels.spreadsheets.cases import CaseRow, rows_to_cases
from huiyin.channels.spreadsheets.mapping import guess_mapping
from huiyin.channels.spreadsheets.table import read_table
from huiyin.reading.dates import LOCAL
from tests.channels.spreadsheets.messy import ROWS, SAMPLES


@pytest.mark.parametrize("make", SAMPLES, ids=lambda make: make.__name__)
def test_a_messy_table_gives_its_requests(make) -> None:
    sheet = read_table(make(), "台账.xlsx")
    found = list(rows_to_cases(sheet, guess_mapping(sheet.headings)))
    assert all(isinstance(row, CaseRow) for row in found), found
    told = [
        (row.source_ref, row.name, row.phone, row.place_text, " ".join(row.content.split()), row.received_at)
        for row in found
    ]
    assert told == [
        (*row[:4], " ".join(row[4].split()), datetime.fromisoformat(row[5]).replace(tzinfo=LOCAL))
        for row in ROWS
    ]


def test_there_are_twelve() -> None:
    assert len(SAMPLES) == len({make() for make in SAMPLES}) == 12
