"""How the embedded server is configured.

For one machine with little memory, and never at the cost of durability.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from huiyin.ground.postgres.account import Account
from huiyin.ground.postgres.binaries import Binaries
from huiyin.ground.postgres.errors import PostgresError
from huiyin.ground.postgres.layout import Layout
from huiyin.ground.postgres.promises import DURABLE

SMALL_MACHINE = 2 * 1024**3
"""Bytes of memory below which the shared buffers are halved."""
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "768MB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "jit": "off",
    "idle_in_transaction_session_timeout": "5min",
    "lock_timeout": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "default",
}
"""`log_parameter_max_length_on_error` keeps residents' words out of the server's log."""


def server_options(layout: Layout, socket_folder: Path, major: int) -> list[str]:
    """Arguments of `postgres` for this cluster: the command line wins over whatever the files say."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    settings = SETTINGS | {
        "unix_socket_directories": str(socket_folder),
        "shared_buffers": "128MB" if memory < SMALL_MACHINE else "256MB",
    }
    if major >= 18:  # noqa: PLR2004 - io_method appeared in 18; worker processes are wasted on two cores
        settings |= {"io_method": "sync"}
    return ["-D", str(layout.cluster.resolve()), *(f"--{name}={value}" for name, value in settings.items())]


def check_files(cluster: Path, binaries: Binaries, account: Account) -> None:
    """Refuse, before anything is started, a cluster whose files turn durability off.

    Raises `PostgresError`.
    """
    for name in DURABLE:
        value = subprocess.run(
            [binaries.program("postgres"), "-D", str(cluster.resolve()), "-C", name],
            capture_output=True,
            text=True,
            cwd="/",
            check=False,
            **account.process_options(),
        ).stdout.strip()
        if value == "off":
            raise PostgresError(
                f"{cluster} is configured with {name} = off: an acknowledged case could be lost.",
                f"Set {name} = on in its postgresql.conf and postgresql.auto.conf.",
            )
