"""How long pages take with many cases behind them: one reader, kept-alive, as the server answers in full."""

from __future__ import annotations

import statistics
import time
from urllib.parse import quote

from bench.instance import Bench
from bench.load import connect

SEARCHES = ("漏水", "电梯困人", "路灯坏了 井盖", "0001", "暖气不热 积水", "消防通道", "1hl", "lou 12")

LETTERS = ("1hl", "12h", "lou", "e3")
QUEUES = ["/clerk/", "/clerk/?show=overdue", "/clerk/?show=triage"]


def measure(bench: Bench, label: str, *, times: int) -> dict[str, float]:
    """p50 and p99 in ms, e.g. `queue_p99_ms_10k`; `queue200`: 200 rows, `places`: by letters while typing."""
    with bench.owner() as owner:
        rows = owner.execute(
            "SELECT number FROM casefile_case WHERE number ~ '-Q-9[0-9]{7}-' ORDER BY random() LIMIT 50"
        ).fetchall()
    numbers = [str(row[0]) for row in rows]
    pages = {
        "queue": (bench.session, QUEUES),
        "board": (bench.session, ["/clerk/board", "/clerk/board?by=state"]),
        "places": (bench.session, [f"/clerk/places?place={letters}" for letters in LETTERS]),
        "search": (bench.session, [f"/clerk/?q={quote(words)}" for words in SEARCHES]),
        "case": (bench.session, [f"/case/{number}" for number in numbers]),
        "leader": (bench.leader, ["/leader/"]),
    }
    found: dict[str, float] = {}
    for name, (session, paths) in pages.items():
        found |= _figures(name, label, _ask(bench, session, paths, times))
    with bench.owner() as owner:
        owner.execute(_ROWS, [200])
        found |= _figures("queue200", label, _ask(bench, bench.session, QUEUES, times))
        owner.execute(_ROWS, [50])
    return found


_ROWS = "UPDATE people_account SET list_rows = %s WHERE username = 'clerk'"


def _figures(name: str, label: str, taken: list[float]) -> dict[str, float]:
    return {
        f"{name}_p50_ms_{label}": round(statistics.median(taken), 1),
        f"{name}_p99_ms_{label}": round(statistics.quantiles(taken, n=100)[98], 1),
    }


def _ask(bench: Bench, session: str, paths: list[str], times: int) -> list[float]:
    connection, taken = connect(bench), []
    for turn in range(-10, times):
        path = paths[turn % len(paths)]
        began = time.perf_counter()
        connection.request(
            "GET", path, headers={"Cookie": f"huiyin-session={session}", "Accept": "text/html"}
        )
        response = connection.getresponse()
        response.read()
        assert response.status == 200, (path, response.status, response.headers.get("Location"))
        if turn >= 0:  # the first ten warm the processes up
            taken.append((time.perf_counter() - began) * 1000)
    return taken
