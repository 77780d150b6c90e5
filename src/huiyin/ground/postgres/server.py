"""The embedded server: started by whoever needs it first, shared, stopped by whoever leaves last."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO

import psycopg

from huiyin.ground.postgres.account import account_for
from huiyin.ground.postgres.binaries import find_binaries, readable_by
from huiyin.ground.postgres.configuration import check_files, server_options
from huiyin.ground.postgres.errors import PostgresError
from huiyin.ground.postgres.initialise import make_cluster, make_folder, make_socket_folder
from huiyin.ground.postgres.layout import DATABASE, TEMP, Layout
from huiyin.ground.postgres.process import is_ready, postmaster, stop_fast
from huiyin.ground.postgres.promises import check_promises, make_extensions

RECOVERY_PATIENCE = 600.0
"""Seconds to wait for crash recovery; it takes minutes after a long burst of writing."""
KEEPER = Path(__file__).with_name("keeper.py")


class EmbeddedServer:
    """The PostgreSQL server of one data folder.

    `start()` joins a running server or starts one and returns the owner's URL; `stop()` leaves it, and stops
    it when nobody else uses it. A process that dies without `stop()` is noticed by the keeper within a
    second. Also a context manager. Raises `PostgresError`.
    """

    def __init__(self, data: Path) -> None:
        self.layout = Layout.of(data)
        self._users: IO[str] | None = None

    def start(self) -> str:
        """Bring the server up, after crash recovery if need be; the owner's URL of the database `huiyin`."""
        make_folder(self.layout)
        with locked(self.layout.start_lock):
            self._users = self.layout.users_lock.open("a")
            fcntl.flock(self._users, fcntl.LOCK_SH)
            try:
                self._bring_up()
            except BaseException:
                self._leave()
                raise
        return self.layout.url()

    def stop(self) -> None:
        """Leave the server; the last one out stops it and waits until it is down."""
        if self._users is None:
            return
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self._end_keeper()
        self._leave()

    def __enter__(self) -> str:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.stop()

    def _leave(self) -> None:
        if self._users is not None:
            self._users.close()
        self._users = None

    def _bring_up(self) -> None:
        layout, account = self.layout, account_for(self.layout.cluster)
        binaries = readable_by(find_binaries(cluster_major(layout.cluster)), account)
        make_cluster(layout, binaries, account)
        if held(layout.keeper_lock) is None:
            check_files(layout.cluster, binaries, account)
            options = server_options(layout, make_socket_folder(layout, account), binaries.major)
            self._start_keeper(account.uid, account.gid, [binaries.program("postgres"), *options])
        self._wait_until_ready()
        self._make_database()

    def _start_keeper(self, uid: int, gid: int, command: list[str]) -> None:
        with self.layout.log.open("ab") as log:
            self._keeper = subprocess.Popen(
                [
                    sys.executable,
                    "-I",
                    "-S",
                    str(KEEPER),
                    str(self.layout.folder),
                    str(uid),
                    str(gid),
                    "--",
                    *command,
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
            )

    def _wait_until_ready(self) -> None:
        until, began = time.monotonic() + RECOVERY_PATIENCE, time.monotonic()
        while not is_ready(self.layout.cluster) or held(self.layout.keeper_lock) is None:
            gone = held(self.layout.keeper_lock) is None and time.monotonic() > began + 3
            if gone or time.monotonic() > until:
                raise PostgresError(
                    f"PostgreSQL did not start: {self._last_words()}", f"See {self.layout.log}."
                )
            time.sleep(0.05)

    def _last_words(self) -> str:
        lines = self.layout.log.read_text(errors="replace").splitlines() if self.layout.log.exists() else []
        spoken = [line for line in lines if "FATAL" in line or "ERROR" in line] or lines
        return spoken[-1] if spoken else "it said nothing"

    def _make_database(self) -> None:
        """Create the database on first use, and check what it must promise on every start."""
        with psycopg.connect(self.layout.url("postgres"), autocommit=True, connect_timeout=30) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}".encode())
        with psycopg.connect(self.layout.url(), autocommit=True) as connection:
            make_extensions(connection)
            check_promises(connection)

    def _end_keeper(self) -> None:
        """Ask the keeper to stop the server, and wait. Called with the users' lock held alone."""
        layout, until = self.layout, time.monotonic() + 90
        while (pid := held(layout.keeper_lock)) is not None or postmaster(layout.cluster) is not None:
            if time.monotonic() > until:
                raise PostgresError("PostgreSQL does not stop.", f"See {layout.log}.")
            if pid is None:
                stop_fast(layout.cluster)  # its keeper was killed
            elif pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)
            time.sleep(0.05)
        if layout.socket_folder.parent == TEMP:
            with contextlib.suppress(OSError):
                layout.socket_folder.rmdir()
        keeper = getattr(self, "_keeper", None)
        if keeper is not None:
            keeper.wait(timeout=10)


def running_url(data: Path) -> str | None:
    """The owner's URL of the server running for `data`, or None when none runs (or it still recovers)."""
    layout = Layout.of(data)
    return layout.url() if is_ready(layout.cluster) else None


def cluster_major(cluster: Path) -> int | None:
    """The major version that made the cluster; None when there is none yet."""
    try:
        return int((cluster / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        return None


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock on `path` for the block."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def held(path: Path) -> int | None:
    """The pid written in the lock file `path` if somebody holds it, else None."""
    try:
        with path.open("r") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        text = path.read_text().strip()
        return int(text) if text.isdigit() else 0
    return None
