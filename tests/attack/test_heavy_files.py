"""S-22, S-25: bombs are refused in a moment and in little room; measured in a process of its own."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOM_MB = {"pictures": 150, "tables": 200}
"""What a reader may take beyond what it needs for an honest file (assurance S-22, S-25)."""
SLOWEST = {"pictures": 6.0, "tables": 6.0}
"""Seconds after which the reader's child is killed, and a little; a whole file is refused long before."""
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("step", [17, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("kind", ["pictures", "tables"])
def test_bombs_are_refused_in_little_room(kind, step):
    """With a step, every seventeenth of them."""
    told = measured(kind, step)
    assert told["taken"] == [], told
    assert told["room_mb"] <= ROOM_MB[kind], told
    assert told["slowest_s"] <= SLOWEST[kind], told
    assert told["tried"] >= 45 // step
    print(told)


def measured(kind: str, step: int) -> dict:
    """Run this file as a program, so that the memory counted is that of nobody else."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.attack.test_heavy_files", kind, str(step)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def main(kind: str, step: int) -> None:
    import django

    django.setup()
    from tests.attack.hostile_pictures import pixel_bombs
    from tests.attack.hostile_tables import tables

    files = (pixel_bombs() if kind == "pictures" else tables())[::step]
    read, honest = _reader(kind)
    read(honest)
    _close(kind)
    before, slowest, taken = _most_mb(), 0.0, []
    for name, make in files:
        data = make()
        started = time.monotonic()
        if not _refused(read, data) and not _bounded(kind, name):
            taken.append(name)
        slowest = max(slowest, time.monotonic() - started)
    read(honest)
    _close(kind)
    print(
        json.dumps(
            {
                "tried": len(files),
                "taken": taken,
                "slowest_s": round(slowest, 2),
                "room_mb": _most_mb() - before,
            }
        )
    )


def _reader(kind: str) -> tuple[Callable[[bytes], object], bytes]:
    from huiyin.channels.spreadsheets.table import read_table
    from huiyin.ground.files.images import clean_image
    from tests.attack.hostile_pictures import talkative
    from tests.attack.hostile_tables import workbook

    return (clean_image, talkative(size=(2000, 1500))) if kind == "pictures" else (read_table, workbook())


def _refused(read: Callable[[bytes], object], data: bytes) -> bool:
    from huiyin.ground.files.refused import FileRefused

    try:
        read(data)
    except FileRefused:
        return True
    return False


def _bounded(kind: str, name: str) -> bool:
    """Files that claim too much where nobody reads it and hold an honest picture: read, and small."""
    return "text chunks" in name or name.endswith("scans") or "claims" in name


def _close(kind: str) -> None:
    """End the child: what it took at most is known of ended children only."""
    from huiyin.channels.spreadsheets import table
    from huiyin.ground.files import images

    (images if kind == "pictures" else table)._reader.close()


def _most_mb() -> int:
    own, children = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return (own + children) // 1024


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
