"""What leaves on paper and as tables: an estate's posters in one file, a clerk's long list as .xlsx."""

from __future__ import annotations

import http.client
import io
import time
from urllib.parse import urlsplit

import psycopg
import pypdf
from python_calamine import CalamineWorkbook

from bench import cases
from bench.instance import Bench

GATE_EVERY = 25
LONGEST_S = 300

_DOORS = """
INSERT INTO places_place (scope_id, parent_id, kind, name, label, short, aliases, facts, "order")
SELECT e.scope_id, CASE WHEN gate THEN e.id ELSE b.id END, CASE WHEN gate THEN 'gate' ELSE 'entrance' END,
  n.name, e.label || ' ' || n.name, '', '[]', '{}', i
FROM places_place e JOIN places_place b ON b.parent_id = e.id AND b.kind = 'building' AND b.name = '1号楼'
CROSS JOIN generate_series(1, %(sheets)s) i
CROSS JOIN LATERAL (SELECT i %% %(gate)s = 0 AS gate,
  CASE WHEN i %% %(gate)s = 0 THEN i || '号门' ELSE i || '单元' END AS name) n
WHERE e.id = %(estate)s;
INSERT INTO places_qrcode (code, scope_id, place_id, made_at, revoked_why)
SELECT 'B' || lpad(p."order"::text, 5, '0'), p.scope_id, p.id, now(), '' FROM places_place p
WHERE p.scope_id = %(scope)s AND p.kind IN ('entrance', 'gate')
  AND NOT EXISTS (SELECT FROM places_qrcode q WHERE q.place_id = p.id);
"""


def measure(bench: Bench, *, sheets: int, rows: int) -> dict[str, float]:
    """Seconds from the press to the whole file, and its size, as a steward's and a clerk's browser see it."""
    return _posters(bench, sheets) | _table(bench, rows)


def _posters(bench: Bench, sheets: int) -> dict[str, float]:
    with bench.owner() as owner:
        estate = owner.execute(
            "SELECT id FROM places_place WHERE scope_id = %s AND kind = 'estate'", [bench.scope_id]
        ).fetchone()
        assert estate is not None
        (hanging,) = owner.execute(
            "SELECT count(*) FROM places_qrcode WHERE scope_id = %s", [bench.scope_id]
        ).fetchone() or (0,)
        values = {
            "sheets": sheets - int(str(hanging)),
            "gate": GATE_EVERY,
            "estate": estate[0],
            "scope": bench.scope_id,
        }
        psycopg.ClientCursor(owner).execute(_DOORS, values)  # several statements: bound on this side
    seconds, body = _got(bench, f"/steward/places/{estate[0]}/poster.pdf", bench.steward)
    assert len(pypdf.PdfReader(io.BytesIO(body)).pages) == sheets
    return {"posters_300_s": round(seconds, 2), "posters_300_mb": round(len(body) / 1e6, 2)}


def _table(bench: Bench, rows: int) -> dict[str, float]:
    with bench.owner() as owner:
        (present,) = owner.execute(
            "SELECT count(*) FROM casefile_case WHERE number ~ '-Q-9[0-9]{7}-'"
        ).fetchone() or (0,)
    cases.fill(bench, int(str(present)) + rows, share=1)
    seconds, body = _got(bench, "/clerk/list.xlsx?show=open", bench.session)
    found = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0)
    assert found.height == rows + 1, found.height
    return {"table_50k_s": round(seconds, 2), "table_50k_mb": round(len(body) / 1e6, 2)}


def _got(bench: Bench, path: str, session: str) -> tuple[float, bytes]:
    """Seconds until the last byte, and what came. Raises AssertionError for anything but a file."""
    parts = urlsplit(bench.url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=LONGEST_S)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": f"huiyin-session={session}"})
    answer = connection.getresponse()
    body = answer.read()
    took = time.perf_counter() - began
    connection.close()
    assert answer.status == 200, (path, answer.status, body[:300])
    return took, body
