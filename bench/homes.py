"""Homes for the cases that are measured: twenty buildings of a hundred homes in each estate."""

from __future__ import annotations

import psycopg

BUILDINGS, HOMES = 20, 100

_PLANT = """
INSERT INTO places_place (scope_id, parent_id, kind, name, label, short, aliases, facts, "order")
SELECT e.scope_id, e.id, 'building', b || '号楼', e.label || ' ' || b || '号楼', b::text, '[]', '{}', b
FROM places_place e CROSS JOIN generate_series(2, %(buildings)s + 1) b
WHERE e.kind = 'estate' AND e.scope_id = ANY (%(scopes)s::bigint[])
  AND NOT EXISTS (SELECT FROM places_place p WHERE p.parent_id = e.id AND p.short = b::text);
INSERT INTO places_place (scope_id, parent_id, kind, name, label, short, aliases, facts, "order")
SELECT b.scope_id, b.id, 'home', h::text, b.label || ' ' || h, b.short || '-' || h, '[]', '{}', h
FROM places_place b CROSS JOIN generate_series(101, 100 + %(homes)s) h
WHERE b.kind = 'building' AND b.scope_id = ANY (%(scopes)s::bigint[]) AND b.short <> '1'
  AND NOT EXISTS (SELECT FROM places_place p WHERE p.parent_id = b.id AND p.kind = 'home');
"""


def plant(owner: psycopg.Connection[tuple[object, ...]], scopes: list[object]) -> list[list[object]]:
    """The homes of each scope, planted once."""
    psycopg.ClientCursor(owner).execute(
        _PLANT, {"buildings": BUILDINGS, "homes": HOMES, "scopes": scopes}
    )  # several statements with values: bound on this side
    found = []
    for scope in scopes:
        rows = owner.execute(
            "SELECT id FROM places_place WHERE scope_id = %s AND kind = 'home' ORDER BY id", [scope]
        )
        found.append([row[0] for row in rows])
    return found
