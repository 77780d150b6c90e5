# ruff: noqa: S608 - table names come from the catalogue, never from a person
"""What a request changed in the database, row by row, in a form that does not depend on fresh ids."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection

from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

ASIDE = ("django_session", "django_migrations", "django_content_type", "rules_rulepack")
"""Tables of the browsers' sessions, and those no request writes."""
Rows = dict[str, Counter[str]]
_FRESH = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # ids
    r"|\\x[0-9a-f]*"  # digests, sealed values, hashes
    r"|(?<=/c/)[A-Za-z0-9_-]{22}"  # the token of a link
    r"|(?<=\")[A-Z][0-9]{4}-[0-9A-Z]{6}(?=\")"  # a public code, where a line tells of another thing
)
MADE_ANEW = {"id", "pgh_id", "pgh_obj_id", "pgh_context_id", "code", "password"}
_HEX = re.compile(r"\b[0-9a-f]{32,128}\b")


def written() -> Counter[str]:
    """Table -> how many rows this transaction has added, changed or removed so far, rolled back ones too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE schemaname = 'public' AND relname <> ALL (%s) AND n_tup_ins + n_tup_upd + n_tup_del > 0",
            [list(ASIDE)],
        )
        return Counter(dict(cursor.fetchall()))


def snapshot(tables: Iterable[str]) -> Rows:
    """Every row of these tables, in this transaction's eyes and past the wall."""
    found: Rows = {name: Counter() for name in sorted(tables)}
    query = " UNION ALL ".join(f"SELECT '{name}', to_jsonb(t)::text FROM {name} t" for name in found)
    with seen_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(query or "SELECT '', '' WHERE false")
        for name, row in cursor.fetchall():
            found[name][row] += 1
    return found


def changes(before: Rows, after: Rows) -> dict[str, list[tuple[str, str]]]:
    """Table -> (what went, what came) of each row that differs; fresh ids and digests are masked."""
    found = {}
    for name in after:
        gone, new = before[name] - after[name], after[name] - before[name]
        lines = [("-", masked(row)) for row in gone.elements()] + [
            ("+", masked(row)) for row in new.elements()
        ]
        if lines:
            found[name] = sorted(lines)
    return found


def masked(row: str) -> str:
    """A row without what is made anew each time."""
    values: dict[str, Any] = json.loads(row)
    for name in values:
        if name in MADE_ANEW:
            values[name] = "*"
    return _HEX.sub("*", _FRESH.sub("*", json.dumps(values, sort_keys=True, ensure_ascii=False)))
