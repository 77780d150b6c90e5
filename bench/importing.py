"""`huiyin import cases` against plain COPY of the very rows it wrote."""

from __future__ import annotations

import csv
import tempfile
import time
from pathlib import Path

from bench.cases import WORDS
from bench.floor import copying
from bench.instance import Bench


def measure(bench: Bench, rows: int) -> dict[str, float]:
    """Rows a second of both, start-up of the program included.

    `import_ratio` is COPY's time over the import's.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.csv"
        _write(path, rows)
        began = time.monotonic()
        told = bench.program(
            "-m",
            "huiyin.project.command",
            "import",
            "cases",
            str(path),
            "--scope",
            str(bench.scope_id),
            "--data",
            str(bench.data),
        )
        took = time.monotonic() - began
    last = told.stdout.strip().splitlines()[-1]
    assert last == f"accepted={rows} duplicates=0 rejected=0", last
    with bench.owner() as owner:
        copied, count = copying(owner, rows)
    assert count >= rows * 3
    return {
        "import_rows_s": round(rows / took),
        "copy_rows_s": round(rows / copied),
        "import_ratio": round(copied / took, 3),
        "import_seconds": round(took, 2),
    }


def _write(path: Path, rows: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["编号", "内容", "时间"])
        for i in range(rows):
            said = f"{WORDS[i % 20]}，{WORDS[i // 20 % 20]}，已经第{i}天了，请尽快处理"
            table.writerow([f"BENCH-{i}", said, f"2025-{1 + i % 12:02}-{1 + i % 28:02} 10:{i % 60:02}"])
