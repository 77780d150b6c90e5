"""docs/ux-bars.md has every bar, names tests and figures that exist, and claims no more than they show."""

from __future__ import annotations

import ast
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
BARS = {"A": 28, "B": 15, "C": 14, "D": 12, "E": 16, "F": 10, "G": 6, "H": 12}
"""Letter → how many bars the paper has under it; 113 together."""
STANDS = {"met", "partly", "not met", "people"}
COLUMNS = 5
FIGURES = set(json.loads((ROOT / "bench" / "results.json").read_text("utf-8")))


class Row(NamedTuple):
    """One line of the tables."""

    bar: str
    words: str
    stands: str
    shown: str
    measured: str


def rows() -> list[Row]:
    """The lines of the page's tables that begin with the name of a bar."""
    page = (ROOT / "docs" / "ux-bars.md").read_text("utf-8")
    found = []
    for line in page.splitlines():
        if re.match(r"\| [A-H]\d+ \|", line):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            assert len(cells) == COLUMNS, line
            found.append(Row(*cells))
    return found


ROWS = rows()
each = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.bar)


@lru_cache(maxsize=128)
def names_in(path: Path) -> frozenset[str]:
    """The names of a file's tests, those of its classes too."""
    tree = ast.walk(ast.parse(path.read_text("utf-8")))
    return frozenset(
        node.name for node in tree if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def anchors(path: Path) -> set[str]:
    """What a link can name behind # in a page, as GitHub makes it of headings."""
    heads = re.findall(r"(?m)^#+ (.+)$", path.read_text("utf-8"))
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_bar_has_one_row_in_the_order_of_the_paper() -> None:
    wanted = [f"{letter}{number}" for letter, many in BARS.items() for number in range(1, many + 1)]
    assert [row.bar for row in ROWS] == wanted
    assert len(wanted) == 113


def test_the_sum_at_the_top_is_that_of_the_rows() -> None:
    top = (ROOT / "docs" / "ux-bars.md").read_text("utf-8").split("## A", 1)[0]
    said = {stands: many for many, stands in re.findall(r"(\d+) (met|partly|not met|people)\b", top)}
    assert said == {stands: str(sum(row.stands == stands for row in ROWS)) for stands in STANDS}


@each
def test_a_row_stands_somewhere_and_says_what_is_missing(row: Row) -> None:
    assert row.stands in STANDS
    if row.stands != "met":
        assert row.measured, "what is not met says what is missing"


@each
def test_what_shows_it_exists(row: Row) -> None:
    for path, name in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", row.shown):
        assert name in names_in(ROOT / path)
    assert set(re.findall(r"`bench:(\w+)`", row.shown)) <= FIGURES
    named = [part.strip() for part in row.shown.split(";") if part.strip()]
    odd = [part for part in named if not re.fullmatch(r"`(tests/[\w/]+\.py::test_\w+|bench:\w+)`", part)]
    assert odd == []
    if row.stands == "met":
        assert named, "met, but nothing shows it"


@each
def test_what_needs_people_has_a_way_to_try_it(row: Row) -> None:
    links = re.findall(r"\((how-to/[\w./-]+)(?:#([\w-]+))?\)", row.measured)
    if row.stands == "people":
        assert links
    for path, anchor in links:
        assert anchor in anchors(ROOT / "docs" / path)
