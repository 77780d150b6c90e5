"""A data folder with a migrated, stopped server in it, made once and copied for whoever needs one.

Making the tables takes half a minute, and the run's own server, the crash tests, the drill and the tests of a
whole instance each need a server of their own. `huiyin migrate` on an empty folder is what makes the first.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from huiyin.ground.postgres import EmbeddedServer
from tests.cluster import digest_of_tables

CLEAN = ("DATABASE_URL", "HUIYIN_MODE", "HUIYIN_DATA", "HUIYIN_DB_ROLE", "HUIYIN_DB_POOL", "PUBLIC_URL")


@contextmanager
def start_lock(data: Path) -> Iterator[None]:
    """Held by the one worker that fills the run's folder and makes its template."""
    data.mkdir(mode=0o711, parents=True, exist_ok=True)
    with (data / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_prepared(target: Path) -> bool:
    """Fill `target` unless a server's files are there already; whether it was filled.

    Owners and rights of the files are kept: as root the server runs as another account. Secrets that are
    there already stay; the restricted role has to be given their password then (see the run's cluster).
    """
    if (target / "postgres").exists():
        return False
    target.mkdir(mode=0o711, parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", "-n", f"{_prepared()}/.", str(target)], check=True)
    return True


def copy_for_demo(target: Path) -> None:
    """Fill an empty folder as `copy_prepared` does, for a demonstration."""
    copy_prepared(target)
    (target / "mode").write_text("demo", encoding="ascii")
    with EmbeddedServer(target) as url, psycopg.connect(url) as owner:
        owner.execute("COMMENT ON TABLE django_migrations IS NULL")


def _prepared() -> Path:
    base = Path(os.environ["HUIYIN_TEST_DATA"])
    base.mkdir(mode=0o711, parents=True, exist_ok=True)
    folder = base / f"prepared-{digest_of_tables()}"
    with (base / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _migrate(folder)
    return folder


def _migrate(folder: Path) -> None:
    draft = folder.with_name(f"{folder.name}-{os.getpid()}")
    environment = {name: value for name, value in os.environ.items() if name not in CLEAN}
    environment |= {"HUIYIN_MODE": "scratch"}
    command = [sys.executable, "-m", "huiyin.project.command", "migrate", "--data", str(draft)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the migrations fail:\n{done.stderr[-4000:]}")
    draft.rename(folder)
