"""A data folder with a migrated, stopped server in it, made once and copied for whoever needs one.

Making the tables and a server's first start take seconds, and the run's own server, the crash tests, the
drill and the tests of a whole instance each need one of their own. `huiyin migrate` on an empty folder is
what makes the first.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
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


def begin_preparing() -> subprocess.Popen[bytes]:
    """Make the folder in a process of its own; whoever needs it waits for it, and makes it if that fails."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.prepared"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


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


def copy_loaded(target: Path) -> None:
    """Fill an empty folder with a stopped demonstration, loaded once in this run."""
    target.mkdir(mode=0o711, parents=True, exist_ok=True)
    loaded = _once(f"loaded-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}", _load)
    subprocess.run(["cp", "-a", f"{loaded}/.", str(target)], check=True)


def _prepared() -> Path:
    return _once(f"prepared-{digest_of_tables()}", _migrate)


def _once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of that name; one worker makes it, the others wait. Older ones of its kind go."""
    base = Path(os.environ["HUIYIN_TEST_DATA"])
    base.mkdir(mode=0o711, parents=True, exist_ok=True)
    folder, kind = base / name, name.partition("-")[0]
    with (base / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            for old in base.glob(f"{kind}-*"):
                shutil.rmtree(old)
            draft = base / f"{kind}-draft"
            make(draft)
            draft.rename(folder)
    return folder


def _migrate(draft: Path) -> None:
    _run("huiyin.project.command", "migrate", "--data", str(draft), HUIYIN_MODE="scratch")


def _load(draft: Path) -> None:
    """What `huiyin demo` does before it serves, on tables that are made already."""
    copy_prepared(draft)
    (draft / "mode").write_text("demo", encoding="ascii")
    with EmbeddedServer(draft) as url:
        with psycopg.connect(url) as owner:
            owner.execute("COMMENT ON TABLE django_migrations IS NULL")
        role = {"HUIYIN_DB_ROLE": "owner", "HUIYIN_DB_POOL": "0"}
        _run("huiyin.project.instance.prepare", "--demo", HUIYIN_MODE="demo", HUIYIN_DATA=str(draft), **role)


def _run(module: str, *arguments: str, **environment: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in CLEAN}
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, env=kept | environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module} fails:\n{done.stdout[-2000:]}{done.stderr[-4000:]}")


if __name__ == "__main__":
    _prepared()
