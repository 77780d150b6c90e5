"""How late clocks fire when very many are due in one minute."""

from __future__ import annotations

import time

import psycopg

from bench.instance import Bench

PLANT = """
INSERT INTO casefile_timer (case_id, scope_id, clock_id, what, generation, step, due_at, tries)
SELECT c.id, c.scope_id, k.id, 'warn', 99, 1,
  huiyin_now() + interval '3 seconds' + row_number() OVER () * interval '60 seconds' / %(n)s, 0
FROM casefile_case c JOIN casefile_clock k ON k.case_id = c.id
WHERE k.stopped_at IS NULL AND c.number ~ '-Q-9[0-9]{7}-' LIMIT %(n)s
"""
WAITING = """
SELECT count(*) FROM casefile_timer
WHERE what = 'settle' AND fired_at IS NULL AND cancelled_at IS NULL
"""
DROP = """
UPDATE casefile_timer SET cancelled_at = now() WHERE what = 'settle' AND fired_at IS NULL
"""
READ = """
SELECT count(*) FILTER (WHERE fired_at IS NULL), count(*),
  percentile_cont(ARRAY[0.5, 0.99, 1.0])
    WITHIN GROUP (ORDER BY extract(epoch FROM fired_at - due_at)::float8),
  min(extract(epoch FROM fired_at - due_at)::float8)
FROM casefile_timer WHERE what = 'warn' AND generation = 99 AND step = 1
"""


def settling(bench: Bench, seconds: int) -> dict[str, float]:
    """`settled_s`: cases a second that the worker settles with nothing else to do.

    What is left of the backlog is then dropped, so that what comes next is measured apart from it. No figure
    when nothing was left: then the time was not filled.
    """
    with bench.owner() as owner:
        before, began = _backlog(owner), time.monotonic()
        time.sleep(seconds)
        left, took = _backlog(owner), time.monotonic() - began
        owner.execute(DROP)
    return {"settled_s": round((before - left) / took)} if left else {}


def _backlog(owner: psycopg.Connection[tuple[object, ...]]) -> int:
    (left,) = owner.execute(WAITING).fetchone() or (0,)
    return int(str(left))


def measure(bench: Bench, due: int) -> dict[str, float]:
    """Seconds between the due moment and the consequence done: `clock_late_p99_s` and its kin."""
    with bench.owner() as owner:
        owner.execute(
            "UPDATE casefile_timer SET cancelled_at = now() WHERE fired_at IS NULL AND cancelled_at IS NULL"
        )
        owner.execute(PLANT, {"n": due})
        end = time.monotonic() + 240
        while True:
            waiting, planted, late, earliest = owner.execute(READ).fetchone() or (1, 0, [], 0)
            if waiting == 0 or time.monotonic() > end:
                break
            time.sleep(1)
    assert planted == due, f"{planted} of {due} timers could be planted: more open cases are needed"
    assert waiting == 0, f"{waiting} of {planted} timers did not fire"
    p50, p99, most = (round(float(value), 3) for value in late)
    return {
        "clock_late_p50_s": p50,
        "clock_late_p99_s": p99,
        "clock_late_max_s": most,
        "clock_early": float(float(str(earliest)) < 0),
    }
