"""Where the embedded server of one data folder keeps its files.

`DATA/postgres/` holds `cluster/` (PGDATA), `password` (0600), `server.log`, `run/` (the socket, 0700) and the
lock files. Nothing here starts or changes anything.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

OWNER = "huiyin_owner"
DATABASE = "huiyin"
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 103
"""Bytes of `sun_path` that every supported system takes (Linux 107, macOS 103)."""
SHARED_STORE = Path("/var/lib/huiyin")
"""For root alone: clusters and copies of binaries when the chosen folder lies behind a closed one."""
TEMP = Path("/tmp")  # noqa: S108 - not TMPDIR: every process must find the same socket, whatever its environment


@dataclass(frozen=True)
class Layout:
    """The paths under one data folder (absolute)."""

    folder: Path

    @classmethod
    def of(cls, data: Path) -> Layout:
        """The layout of the data folder `data`."""
        return cls(Path(data).absolute().resolve() / "postgres")

    @property
    def cluster(self) -> Path:
        """PGDATA, or a link to it."""
        return self.folder / "cluster"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    @property
    def start_lock(self) -> Path:
        """Held while one process starts or stops the server."""
        return self.folder / "start.lock"

    @property
    def users_lock(self) -> Path:
        """Shared by every process that uses the server; free means nobody needs it any more."""
        return self.folder / "users.lock"

    @property
    def keeper_lock(self) -> Path:
        """Held by the keeper for as long as it lives; contains its pid."""
        return self.folder / "keeper.lock"

    @property
    def socket_folder(self) -> Path:
        """The folder of the socket: in the data folder, or a short one when that path would be too long."""
        inside = self.folder / "run"
        if len(os.fsencode(inside / SOCKET_NAME)) <= SOCKET_PATH_LIMIT and not self.cluster.is_symlink():
            return inside
        key = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return TEMP / f"huiyin-{os.geteuid()}-{key}"

    @property
    def password(self) -> str:
        """The owner's password; empty before the first start."""
        try:
            return self.password_file.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return ""

    def url(self, database: str = DATABASE) -> str:
        """The owner's URL of `database` over the socket."""
        host = quote(str(self.socket_folder), safe="")
        return f"postgresql://{OWNER}:{quote(self.password, safe='')}@/{database}?host={host}"


def embedded_url(data: Path) -> str:
    """The owner's URL of the server that belongs to `data`, running or not."""
    return Layout.of(data).url()
