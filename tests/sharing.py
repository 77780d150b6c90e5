"""Which tests stay on one worker: those of the running demonstration, and of a file with costly fixtures.

pytest-xdist's own groups are marks that it writes into the ids of tests; pytest 9 keeps ids elsewhere, so the
marks have no effect (seen with xdist 3.8.0). The rule is read from the text of the files instead.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from xdist.scheduler import LoadScopeScheduling

INSTANCE = "the running demonstration"
_USES_INSTANCE = re.compile(r"^\s*def \w+\([^)]*\binstance\b", re.MULTILINE)
_NEEDS = {"db", "transactional_db", "django_db_setup", "cluster", "instance"}
_ONCE_A_FILE = re.compile(r"fixture\(scope=\"module\"\)")


@cache
def unit_of(path: Path) -> str:
    """What the tests of a file have to share: INSTANCE, the file itself, or nothing ("")."""
    text = path.read_text(encoding="utf-8")
    if _USES_INSTANCE.search(text):
        return INSTANCE
    return str(path) if _ONCE_A_FILE.search(text) else ""


def turn(item: pytest.Item) -> int:
    """When a test comes: what needs no database, while the first one is made; then what stays together."""
    if not _NEEDS & set(getattr(item, "fixturenames", ())) and not item.get_closest_marker("django_db"):
        return 0
    unit = unit_of(item.path)
    return 1 if unit == INSTANCE else 2 if unit else 3


class Sharing(LoadScopeScheduling):
    """Hands out single tests, but what shares something costly goes to one worker, in the order of `turn`."""

    def _split_scope(self, nodeid: str) -> str:
        path = self.config.rootpath / nodeid.partition("::")[0]
        return unit_of(path) or nodeid
