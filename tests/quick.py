"""Which tests `make test-quick` runs: those that only think, or whose rows are rolled back.

What commits needs a database of its own afterwards, what serves needs programs; both are for `make test`.
"""

from __future__ import annotations

import pytest

SLOW_FIXTURES = {"transactional_db", "owner_connection", "clock", "instance", "browser", "world", "sender"}
SLOW_FOLDERS = tuple(
    f"tests/{folder}/" for folder in ("attack", "crash", "desks", "ground/postgres", "matrix", "project")
)
"""Folders of programs that are started and of pages drawn by the hundred."""


def is_quick(item: pytest.Item) -> bool:
    """Whether the test belongs to the part that ends within two minutes."""
    database = item.get_closest_marker("django_db")
    commits = database is not None and database.kwargs.get("transaction", False)
    slow_mark = any(item.get_closest_marker(name) for name in ("long", "browser"))
    uses = SLOW_FIXTURES & set(getattr(item, "fixturenames", ()))
    return not (commits or slow_mark or uses or item.nodeid.startswith(SLOW_FOLDERS))
