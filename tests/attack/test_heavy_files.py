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
def test_bombs_are_refused_in_little_room(kind, step, tmp_path):
    """With a step, every seventeenth of them."""
    told = measured(kind, step, tmp_path)
    assert told["taken"] == [], told
    assert told["room_mb"] <= ROOM_MB[kind], told
    assert told["slowest_s"] <= SLOWEST[kind], told
    assert told["tried"] >= 45 // step
    print(told)


def measured(kind: str, step: int, folder: Path) -> dict:
    """Run this file as two programs: making a bomb takes room as well, and the reader's is counted."""
    _run("make", kind, str(step), str(folder))
    return json.loads(_run("read", kind, str(folder)).splitlines()[-1])


def _run(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.attack.test_heavy_files", *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def make(kind: str, step: str, folder: str) -> None:
    """Write them down, numbered, and their names."""
    from tests.attack.hostile_pictures import pixel_bombs
    from tests.attack.hostile_tables import tables

    names = []
    for number, (name, made) in enumerate((pixel_bombs() if kind == "pictures" else tables())[:: int(step)]):
        Path(folder, str(number)).write_bytes(made())
        names.append(name)
    Path(folder, "names").write_text(json.dumps(names), "utf-8")


def read(kind: str, folder: str) -> None:
    """Give each to the reader; print how many, which were taken, and what time and room it took at most."""
    names = json.loads(Path(folder, "names").read_text("utf-8"))
    reader, honest = _reader(kind)
    reader(honest)
    _close(kind)
    before, slowest, taken = _most_mb(), 0.0, []
    for number, name in enumerate(names):
        data = Path(folder, str(number)).read_bytes()
        started = time.monotonic()
        if not _refused(reader, data) and not _bounded(kind, name):
            taken.append(name)
        slowest = max(slowest, time.monotonic() - started)
    reader(honest)
    _close(kind)
    room = _most_mb() - before
    print(json.dumps({"tried": len(names), "taken": taken, "slowest_s": round(slowest, 2), "room_mb": room}))


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
    import django

    django.setup()
    {"make": make, "read": read}[sys.argv[1]](*sys.argv[2:])
