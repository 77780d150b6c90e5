"""The account of the operating system the server runs as.

PostgreSQL refuses to run as root. Started by root, the server runs as `postgres` where that account exists,
else as `nobody`; nobody else's folder is opened wider for it.
"""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huiyin.ground.postgres.errors import PostgresError

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """Who runs the server. `switch` is true when that is not the caller."""

    uid: int
    gid: int
    switch: bool

    def process_options(self) -> dict[str, Any]:
        """Arguments of `subprocess` that start a program under this account."""
        if not self.switch:
            return {"umask": 0o077}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "umask": 0o077}

    def own(self, path: Path) -> None:
        """Give `path` to this account (a no-op for the caller's own)."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def can_enter(self, folder: Path) -> bool:
        """Whether the account may pass through every folder down to `folder`."""
        if not self.switch:
            return True
        resolved = folder.resolve()
        return all(self._may_pass(part) for part in (resolved, *resolved.parents) if part.exists())

    def _may_pass(self, folder: Path) -> bool:
        state = folder.stat()
        if state.st_uid == self.uid:
            return bool(state.st_mode & stat.S_IXUSR)
        if state.st_gid == self.gid:
            return bool(state.st_mode & stat.S_IXGRP)
        return bool(state.st_mode & stat.S_IXOTH)


def account_for(cluster: Path) -> Account:
    """The account for the files at `cluster`.

    The caller, or for root the files' owner or the first candidate.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if cluster.exists() and cluster.stat().st_uid != 0:
        state = cluster.stat()
        return Account(state.st_uid, state.st_gid, switch=True)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, switch=True)
    raise PostgresError(
        "PostgreSQL does not run as root, and neither the account postgres nor nobody exists.",
        "Create one (useradd --system postgres) or start Huiyin as an ordinary user.",
    )
