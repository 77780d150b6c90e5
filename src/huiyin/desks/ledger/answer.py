"""A list as .xlsx, in the order and under the headings of the viewer's office."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse

from huiyin.channels.spreadsheets.writing import XLSX, Cell, write_table
from huiyin.ground.clock import now
from huiyin.ground.files.headers import file_headers
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.layouts import Layout, layout_for
from huiyin.registers.people.words import Permission

from .cases import Line, case_lines
from .columns import CASES, LABELS, case_keys

MOST_ROWS = 50_000
"""Rows of a table that leaves, the first of a longer list; `make bench` measures how long so many take."""


def cases_answer(
    viewer: Viewer, ids: Sequence[UUID], at: datetime, name: str, left_out: str = ""
) -> HttpResponse:
    """Cases as a table; `left_out` names the exclusion whose grounds are told."""
    keys = case_keys(desk=viewer.may(Permission.CASE_TRIAGE), rate=bool(left_out))
    return table_answer(viewer, CASES, keys, case_lines(viewer, ids[:MOST_ROWS], at, left_out), name)


def table_answer(
    viewer: Viewer,
    table: str,
    keys: Sequence[str],
    lines: Iterable[Line],
    name: str,
    usual: Sequence[object] = (),
) -> HttpResponse:
    """Lines under the office's headings; a heading without a column stays empty, to be filled in by hand.

    `usual`: the headings of the keys while the office chose none, where they are not the columns' own words.
    """
    words = usual or [LABELS[key] for key in keys]
    layout = layout_for(viewer, table) or tuple(zip(map(str, words), keys, strict=True))
    return sheet_answer([heading for heading, _key in layout], _rows(layout, frozenset(keys), lines), name)


def sheet_answer(headings: Sequence[str], rows: Iterable[Sequence[Cell]], name: str) -> HttpResponse:
    """Any rows as .xlsx to keep, with the day in its name; what looks like a formula stays text."""
    body = write_table(headings, rows, sheet_name=name)
    return HttpResponse(body, headers=file_headers(f"{name} {now():%Y-%m-%d}.xlsx", XLSX))


def _rows(layout: Layout, keys: frozenset[str], lines: Iterable[Line]) -> Iterator[Sequence[Cell]]:
    for line in lines:
        yield [line.get(key) if key in keys else None for _heading, key in layout]
