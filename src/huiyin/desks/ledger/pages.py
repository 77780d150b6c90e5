"""A page of tables, each of which can leave as .xlsx under the same address: what one sees one gets."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.channels.spreadsheets.writing import Cell
from huiyin.desks.steward.tables import Link, Table

from .answer import sheet_answer

AS_TABLE = "xlsx"
"""The parameter that asks for a table of the page, by its place."""


def table_page(request: HttpRequest, context: Mapping[str, Any]) -> HttpResponse:
    """Draw the page, or answer with the table that is asked for; one page of a long list is no table."""
    page = context.get("page")
    whole = page is None or not page.has_other_pages()
    asked, tables = request.GET.get(AS_TABLE, ""), context.get("tables", [])
    if whole and asked.isascii() and asked.isdigit() and len(asked) < len("999") and int(asked) < len(tables):
        return _leaving(tables[int(asked)], str(context["title"]))
    query = request.GET.copy()
    query.pop(AS_TABLE, None)
    address = f"?{query.urlencode()}{'&' if query else ''}{AS_TABLE}=" if whole else ""
    return render(request, "steward/page.html", {**context, "leaving": address})


def _leaving(table: Table, title: str) -> HttpResponse:
    headings = [str(one) for one in table.headings]
    rows = ([_cell(cell) for cell in row] for row in table.rows)
    return sheet_answer(headings, rows, f"{title} {table.title}")


def _cell(cell: Any) -> Cell:
    plain = cell.label if isinstance(cell, Link) else cell
    return plain if isinstance(plain, int | float) or plain is None else str(plain)
