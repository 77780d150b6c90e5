"""The keeper: a small process that keeps one PostgreSQL server alive while anybody uses it.

It runs on its own (`python keeper.py FOLDER UID GID -- postgres …`), standard library only. Every user of the
server holds a shared lock on `FOLDER/users.lock`; the system drops the lock of a process that dies, however
it dies. When the lock is free the keeper stops the server and ends, so no orphan stays behind; when the
server dies while it is in use, the keeper starts it again.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent)]
from process import is_ready, postmaster, reap, remove_stale_pid_file, stop_fast  # type: ignore[import-not-found]  # noqa: E402 - it runs by its path
from trimming import trim  # type: ignore[import-not-found]  # noqa: E402 - the same

BEAT = 0.5
"""Seconds between two looks."""
LONGEST_PAUSE = 10.0
GIVE_UP_AFTER = 5
"""Starts in a row that never became ready, after which the keeper gives up."""


class Keeper:
    """Watches one server. `run` returns the exit code."""

    def __init__(self, folder: Path, uid: int, gid: int, command: list[str]) -> None:
        self.folder, self.uid, self.gid, self.command = folder, uid, gid, command
        self.cluster = folder / "cluster"
        self.stopping = False
        self.failed_starts = 0

    def run(self) -> int:
        """Keep the server until told to stop or nobody uses it."""
        signal.signal(signal.SIGTERM, self._ask_to_stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        users = (self.folder / "users.lock").open("a")
        while not self.stopping:
            reap()
            trim(self.folder / "server.log")
            if _free(users.fileno()):
                break
            if is_ready(self.cluster):
                self.failed_starts = 0
            elif postmaster(self.cluster) is None and not self._start():
                return 1
            time.sleep(BEAT)
        return 0 if stop_fast(self.cluster) else 1

    def _ask_to_stop(self, *_: object) -> None:
        self.stopping = True

    def _start(self) -> bool:
        """Start the server, later after each failure. False when it is hopeless."""
        if self.failed_starts >= GIVE_UP_AFTER or not remove_stale_pid_file(self.cluster):
            return False
        time.sleep(min(LONGEST_PAUSE, 0.5 * 2**self.failed_starts) if self.failed_starts else 0)
        self.failed_starts += 1
        self._spawn()
        return self._appeared()

    def _spawn(self) -> None:
        switch = {} if self.uid == os.geteuid() else {"user": self.uid, "group": self.gid, "extra_groups": []}
        with (self.folder / "server.log").open("ab") as log:
            subprocess.Popen(  # type: ignore[call-overload]
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                umask=0o077,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
                start_new_session=True,
                **switch,
            )

    def _appeared(self) -> bool:
        """Wait until the new server has written its pid file, or has ended."""
        until = time.monotonic() + 10
        while postmaster(self.cluster) is None and time.monotonic() < until:
            if _no_children():
                break
            time.sleep(0.05)
        return True


def _no_children() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return True


def _free(descriptor: int) -> bool:
    """Whether no process holds the users' lock; if so it is ours until we end, and newcomers wait."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def main(arguments: list[str]) -> int:
    """FOLDER UID GID -- COMMAND …; exit 0 after an orderly stop."""
    folder, uid, gid = Path(arguments[0]), int(arguments[1]), int(arguments[2])
    with (folder / "keeper.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return 0
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        return Keeper(folder, uid, gid, arguments[4:]).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
