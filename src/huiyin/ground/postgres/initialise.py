"""Making a cluster and its folders; a crash half-way leaves nothing that looks whole."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path

from huiyin.ground.postgres.account import Account
from huiyin.ground.postgres.binaries import Binaries
from huiyin.ground.postgres.errors import PostgresError
from huiyin.ground.postgres.layout import OWNER, SHARED_STORE, Layout

BUILTIN_LOCALE_SINCE = 17


def locale_options(major: int) -> list[str]:
    """`initdb` options under which Chinese letters are letters (under LC_CTYPE=C they have no trigrams)."""
    if major >= BUILTIN_LOCALE_SINCE:
        return [
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--lc-collate=C",
            "--lc-ctype=C.UTF-8",
        ]
    return ["--locale=C.UTF-8"]


def make_folder(layout: Layout) -> None:
    """`DATA/postgres`, its password file and nothing else. The caller must own the data folder."""
    data = layout.folder.parent
    try:
        data.mkdir(parents=True, exist_ok=True)
        layout.folder.mkdir(mode=0o711, exist_ok=True)
    except (PermissionError, FileExistsError, NotADirectoryError) as error:
        raise PostgresError(
            f"The data folder {data} cannot be written.",
            "Choose another with --data, or give it to this account.",
        ) from error


def write_password(layout: Layout) -> None:
    """A random password for the owner role, mode 0600, unless there is one."""
    if layout.password:
        return
    descriptor = os.open(layout.password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))


def make_socket_folder(layout: Layout, account: Account) -> Path:
    """The socket's folder, 0700 and owned by the server's account; refuses one that somebody else made."""
    folder = layout.socket_folder
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), account.uid):
        raise PostgresError(f"{folder} belongs to somebody else.", "Remove it and start again.")
    folder.chmod(0o700)
    account.own(folder)
    return folder


def make_cluster(layout: Layout, binaries: Binaries, account: Account) -> None:
    """Run `initdb` into a temporary name and rename it; does nothing when the cluster is there."""
    if layout.cluster.exists():
        return
    write_password(layout)
    home = _home_of_cluster(layout, account)
    temporary = Path(tempfile.mkdtemp(prefix="initialising-", dir=home))
    account.own(temporary)
    try:
        _initdb(temporary, layout.password, binaries, account)
        final = (
            layout.cluster if home == layout.folder else temporary.with_name(f"cluster-{temporary.name[13:]}")
        )
        temporary.rename(final)
        if final != layout.cluster:
            layout.cluster.symlink_to(final)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _home_of_cluster(layout: Layout, account: Account) -> Path:
    """The data folder where the account can reach it; for root behind a closed folder, the shared store."""
    if account.can_enter(layout.folder):
        return layout.folder
    SHARED_STORE.mkdir(mode=0o755, parents=True, exist_ok=True)
    return SHARED_STORE


def _initdb(target: Path, password: str, binaries: Binaries, account: Account) -> None:
    with tempfile.NamedTemporaryFile("w", prefix="huiyin-", encoding="ascii") as file:
        file.write(password)
        file.flush()
        account.own(Path(file.name))
        command = [
            binaries.program("initdb"),
            "--pgdata",
            str(target),
            "--username",
            OWNER,
            "--pwfile",
            file.name,
        ]
        command += ["--auth-local=scram-sha-256", "--auth-host=reject", "--data-checksums", "--encoding=UTF8"]
        done = subprocess.run(
            command + locale_options(binaries.major),
            capture_output=True,
            text=True,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            check=False,
            **account.process_options(),
        )
    if done.returncode:
        raise PostgresError(
            f"initdb failed: {done.stderr.strip()}", "See whether the disk is full or read-only."
        )
