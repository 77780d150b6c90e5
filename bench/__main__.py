"""`make bench`: measure one instance on this machine, write bench/results.json, print a table."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import fmean

os.environ.setdefault("HUIYIN_TEST_DATA", "/tmp/huiyin-bench-none")  # noqa: S108 - no test server is wanted

from bench import (
    cases,
    door,
    floor,
    importing,
    lateness,
    load,
    pages,
    paper,
    suggesting,
    topics,
    triage,
    voting,
)
from bench.instance import Bench

RESULTS = Path(__file__).with_name("results.json")
AIMS = {
    "api_ratio": (">=", 0.30),
    "form_ratio": (">=", 0.20),
    "import_ratio": (">=", 0.20),
    "queue_p99_ms_100k": ("<=", 100),
    "queue200_p99_ms_100k": ("<=", 500),
    "search_p99_ms_100k": ("<=", 100),
    "places_p99_ms_100k": ("<=", 150),
    **{f"{page}_p99_ms_1m": ("<=", 200) for page in ("queue", "search", "case", "leader")},
    **{
        f"{page}_growth_{size}": ("<=", 1.5)
        for page in ("queue", "search", "case", "leader")
        for size in ("100k", "1m")
    },
    "suggest_p99_ms_1m": ("<=", 50),
    "clock_late_p99_s": ("<=", 2.0),
    "posters_300_s": ("<=", 20),
    "posters_300_mb": ("<=", 10),
    "table_50k_s": ("<=", 30),
    "qr_kb_gz": ("<=", 60),
    "qr_requests": ("<=", 6),
    "qr_lcp_ms": ("<=", 1800),
    "qr_inp_ms": ("<=", 150),
    "qr_cls": ("<=", 0.02),
    "qr_form_ms_low": ("<=", 2500),
    "qr_form_ms_3g": ("<=", 4000),
    "triage_rebuild_s": ("<=", 15),
    "triage_read_p99_ms": ("<=", 50),
    "triage_labels_macro_f1": (">=", 0.87),
    "triage_pairs_f1_last": (">=", 0.90),
    "triage_hot_f1_last": (">=", 0.80),
    "triage_hot_merged_last": ("<=", 0),
    "triage_danger_recall_fresh": (">=", 0.95),
    "triage_danger_precision_fresh": (">=", 0.5),
    "triage_matter_top1_last": (">=", 0.75),
    "triage_matter_top3_last": (">=", 0.92),
    "vote_count_100k_s": ("<=", 30),
    "topics_sorted_to_book": ("<=", 2.0),
    "topics_added_to_sorted": ("<=", 0.4),
}
PARTS = ("door", "import", "writes", "pages", "lateness", "paper", "votes", "topics", "triage")
ALONE = {"triage"}
"""Parts that need no instance."""
LABELS = ("10k", "100k", "1m")
"""Names of the sizes at which pages are measured."""


def main() -> None:
    """Measure the parts asked for; results of other parts stay as they were."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "--small", action="store_true", help="small sizes, to try the bench itself; writes no results"
    )
    parser.add_argument("--only", choices=PARTS, nargs="*", default=PARTS)
    parser.add_argument(
        "--up-to", choices=LABELS, default=LABELS[-1], help="most cases pages are measured with"
    )
    options = parser.parse_args()
    labels = LABELS[: LABELS.index(options.up_to) + 1]
    MEASURES["pages"] = partial(paging, labels=labels)
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() and set(options.only) != set(PARTS) else {}
    found = measured(set(options.only), small=options.small)
    report(found)
    if not options.small:
        machine = {"cpus": os.cpu_count() or 0, "python": platform.python_version()}
        RESULTS.write_text(json.dumps(kept | found | machine, indent=2, sort_keys=True) + "\n")
        print(f"written: {RESULTS}")


def measured(wanted: set[str], *, small: bool) -> dict[str, float]:
    """The figures of the parts wanted, in the order of PARTS; an instance runs only where one is needed."""
    found: dict[str, float] = {}
    if needing := [part for part in PARTS if part in wanted - ALONE]:
        bench = Bench.begin()
        try:
            for part in needing:
                print(f"measuring: {part}", flush=True)
                found |= MEASURES[part](bench, small)
        finally:
            bench.end()
    if "triage" in wanted:
        print("measuring: triage", flush=True)
        found |= triage.measure(small=small)
    return found


def writes(bench: Bench, small: bool) -> dict[str, float]:  # noqa: FBT001 - one flag
    """Floor, API and form in turn, three times, so that a noisy neighbour falls on all of them alike."""
    seconds, rounds, clients = (3, 1, 8) if small else (10, 3, 8)
    floors, apis, forms = [], [], []
    for make in (load.by_api, load.by_form):
        load.rate(bench, make, clients=clients, seconds=2)  # warms the processes up; not counted
    for _round in range(rounds):
        floors.append(floor.transactions(bench, clients=clients, seconds=seconds))
        apis.append(load.rate(bench, load.by_api, clients=clients, seconds=seconds))
        forms.append(load.rate(bench, load.by_form, clients=clients, seconds=seconds))
    base = fmean(floors)
    return {
        "floor_tps": round(base), "api_rps": round(fmean(apis)), "form_rps": round(fmean(forms)),
        "api_ratio": round(fmean(apis) / base, 3), "form_ratio": round(fmean(forms) / base, 3),
        **lateness.settling(bench, 5 if small else 15),
    }  # fmt: skip


def paging(bench: Bench, small: bool, labels: Sequence[str] = LABELS) -> dict[str, float]:  # noqa: FBT001 - one flag
    """The same pages at ten thousand, a hundred thousand and a million cases; growth per tenfold."""
    sizes = (500, 5_000, 20_000) if small else (10_000, 100_000, 1_000_000)
    found: dict[str, float] = {}
    for total, label in zip(sizes, labels, strict=False):
        cases.fill(bench, total)
        times = 40 if small else 300
        found |= pages.measure(bench, label, times=times) | suggesting.measure(bench, label, times=times)
    for name in ("queue", "search", "case", "leader"):
        for before, label in pairwise(labels):
            growth = found[f"{name}_p50_ms_{label}"] / found[f"{name}_p50_ms_{before}"]
            found[f"{name}_growth_{label}"] = round(growth, 2)
    return found


def lateness_of(bench: Bench, small: bool) -> dict[str, float]:  # noqa: FBT001 - one flag
    """2,000 timers due within one minute."""
    due = 100 if small else 2_000
    cases.fill(bench, (due + 10) * cases.OPEN_SHARE)
    return lateness.measure(bench, due)


MEASURES: dict[str, Callable[[Bench, bool], dict[str, float]]] = {
    "door": lambda bench, small: door.measure(bench, times=2 if small else 20),
    "import": lambda bench, small: importing.measure(bench, 1_000 if small else 20_000),
    "writes": writes,
    "pages": paging,
    "lateness": lateness_of,
    "paper": lambda bench, small: paper.measure(
        bench, sheets=30 if small else 300, rows=1_000 if small else 50_000
    ),
    "topics": lambda bench, small: topics.measure(bench, 600 if small else 4_000),
    "votes": lambda bench, small: voting.measure(bench, 1_000 if small else 100_000),
}


def report(found: dict[str, float]) -> None:
    """Print every figure, with its aim where there is one."""
    for name, value in sorted(found.items()):
        sign, aim = AIMS.get(name, ("", 0.0))
        met = "" if not sign else "met" if (value >= aim if sign == ">=" else value <= aim) else "MISSED"
        print(f"{name:24} {value:>12,} {f'{sign} {aim:g}' if sign else '':>10} {met}")


if __name__ == "__main__":
    main()
