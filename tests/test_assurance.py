"""docs/assurance.md names tests that exist and run when it says."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "assurance.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`(?: \| (quick|long) \||\s*\((quick|long)\))", PAGE)


def marks_of(path: Path) -> dict[str, bool]:
    """Test → whether it is a long one."""
    found = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found[node.name] = any(ast.unparse(one) == "pytest.mark.long" for one in node.decorator_list)
    return found


def test_the_page_names_tests():
    assert len(NAMED) >= 30
    assert len(NAMED) == len(re.findall(r"`tests/[^`]*::", PAGE)), "each says when it runs"


@pytest.mark.parametrize(("path", "name", "in_row", "in_text"), NAMED, ids=str)
def test_every_named_test_exists_and_runs_when_it_says(
    path: str, name: str, in_row: str, in_text: str
) -> None:
    known = marks_of(ROOT / path)
    assert name in known
    assert known[name] is ((in_row or in_text) == "long")
