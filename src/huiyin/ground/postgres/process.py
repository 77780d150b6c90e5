"""Is a postmaster alive on a cluster? Asked of the system, because a pid file may name a pid that was reused.

Standard library only: the keeper runs this in a bare interpreter.
"""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

READY = "ready"


def pid_file_lines(cluster: Path) -> list[str]:
    """The lines of postmaster.pid; empty when there is none (or it is being written)."""
    try:
        return (cluster / "postmaster.pid").read_text(errors="replace").splitlines()
    except OSError:
        return []


def postmaster(cluster: Path) -> int | None:
    """The pid of the live postmaster of `cluster`, or None."""
    lines = pid_file_lines(cluster)
    if not lines or not lines[0].strip().isdigit():
        return None
    pid = int(lines[0])
    return pid if works_in(pid, cluster) else None


def is_ready(cluster: Path) -> bool:
    """Whether the postmaster says that it takes connections (line 8 of its pid file)."""
    lines = pid_file_lines(cluster)
    return len(lines) > 7 and lines[7].strip() == READY and postmaster(cluster) is not None  # noqa: PLR2004 - see above


def works_in(pid: int, folder: Path) -> bool:
    """Whether the process `pid` lives and has `folder` as its working folder."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == folder.resolve()
    except OSError:
        return False if Path("/proc/self/cwd").exists() else _lives(pid)


def any_process_in(folder: Path) -> bool:
    """Whether any process works in `folder`: a backend may outlive its postmaster for a moment."""
    pids = [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]
    return any(works_in(pid, folder) for pid in pids)


def remove_stale_pid_file(cluster: Path, *, patience: float = 30.0) -> bool:
    """Remove postmaster.pid once no process works in `cluster`.

    False when one still does after `patience` seconds.
    """
    until = time.monotonic() + patience
    while any_process_in(cluster):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    (cluster / "postmaster.pid").unlink(missing_ok=True)
    return True


def stop_fast(cluster: Path, *, patience: float = 60.0) -> bool:
    """Fast shutdown (SIGINT.

    Sessions are ended, everything is written). False when it still runs afterwards.
    """
    pid = postmaster(cluster)
    if pid is None:
        return True
    os.kill(pid, signal.SIGINT)
    until = time.monotonic() + patience
    while postmaster(cluster) is not None:
        if time.monotonic() > until:
            return False
        reap()
        time.sleep(0.05)
    return True


def reap() -> None:
    """Collect children that have ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
