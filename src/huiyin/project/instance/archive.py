"""Backup archives: a tar with `manifest.json`, `database.dump` (pg_dump custom format) and `secrets/`.

The dump and the row counts of the manifest come from one exported snapshot, so they agree while writers go
on.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from huiyin.ground.postgres import PostgresError, app_password, make_extensions, sign_in_statements
from huiyin.ground.postgres.binaries import find_binaries
from huiyin.project.command.failure import CommandError
from huiyin.project.instance import environment
from huiyin.project.instance.folder import DataFolder
from huiyin.project.instance.session import database_server

Progress = Callable[[str], object]
FORMAT = 1
MANIFEST, DUMP = "manifest.json", "database.dump"
SECRETS = ("secrets/django_secret", "secrets/keys.json")


def write_archive(
    folder: DataFolder, url: str, target: Path, *, secrets: bool, progress: Progress
) -> tuple[Path, int]:
    """Write an archive and return its path and the number of rows in it. Raises `CommandError`."""
    made = datetime.now(UTC)
    path = target / f"huiyin-{made:%Y%m%dT%H%M%SZ}.tar" if target.is_dir() else target
    if path.exists():
        raise CommandError(f"{path} exists; a backup is never written over another.")
    with tempfile.TemporaryDirectory(prefix="huiyin-backup-", dir=path.parent) as temporary:
        dump = Path(temporary) / DUMP
        with _snapshot(url) as (connection, snapshot):
            progress("dumping the database")
            _run(connection.info.server_version // 10000, "pg_dump", _dump_arguments(dump, snapshot, url))
            manifest = _manifest(folder, connection, made)
        draft = Path(temporary) / "archive.tar"
        _pack(draft, folder, manifest, dump, secrets=secrets)
        draft.rename(path)
    return path, sum(manifest["rows"].values())


def restore_archive(folder: DataFolder, archive: Path, *, progress: Progress) -> list[str]:
    """Restore into an empty folder and database; the differences from the manifest. Raises `CommandError`."""
    with _opened(archive) as (tar, manifest):
        _put_back_secrets(folder, tar, manifest)
        with database_server() as url, tempfile.TemporaryDirectory(prefix="huiyin-restore-") as temporary:
            dump = _unpacked(tar, Path(temporary))
            with psycopg.connect(url, autocommit=True) as connection:
                _require_empty(connection)
                make_extensions(connection)
                role = environment.text("HUIYIN_APP_ROLE", "huiyin_app")
                # the dump itself grants; granting before it would leave more than the original had
                for statement in sign_in_statements(role, app_password(folder.secret(), role)):
                    connection.execute(statement.encode())
                progress("restoring the database")
                arguments = ["--no-owner", "--exit-on-error", f"--dbname={url}", str(dump)]
                _run(connection.info.server_version // 10000, "pg_restore", arguments)
                connection.execute("ANALYZE")
                return _differences(manifest["rows"], count_rows(connection))


def count_rows(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Rows of every table of the schema public."""
    query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    names = connection.execute(query).fetchall()
    counts = {}
    for (name,) in names:
        row = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        counts[name] = int(row[0]) if row else 0
    return counts


def _differences(expected: dict[str, int], found: dict[str, int]) -> list[str]:
    return [
        f"{name}: {expected.get(name, 0)} rows in the manifest, {found.get(name, 0)} restored"
        for name in sorted(expected.keys() | found.keys())
        if expected.get(name, 0) != found.get(name, 0)
    ]


def _manifest(folder: DataFolder, connection: psycopg.Connection[Any], made: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "huiyin": version("huiyin"),
        "postgresql": connection.info.server_version // 10000,
        "made": made.isoformat(timespec="seconds"),
        "mode": folder.mode,
        "rows": count_rows(connection),
    }


@contextmanager
def _snapshot(url: str) -> Iterator[tuple[psycopg.Connection[Any], str]]:
    """A read-only transaction whose view of the database pg_dump shares."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, str(row[0]) if row else ""


def _dump_arguments(dump: Path, snapshot: str, url: str) -> list[str]:
    return ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={dump}", f"--dbname={url}"]


def _run(major: int, program: str, arguments: list[str]) -> None:
    """Run a PostgreSQL client program of the server's version, or else the newest. Raises `CommandError`."""
    try:
        binaries = find_binaries(major)
    except PostgresError:
        binaries = find_binaries()
    # the password leaves the command line, where others could read it
    url = next(argument for argument in arguments if argument.startswith("--dbname="))[9:]
    info = psycopg.conninfo.conninfo_to_dict(url)
    secret = str(info.pop("password", ""))
    shown = [argument for argument in arguments if not argument.startswith("--dbname=")]
    connect = f"--dbname={psycopg.conninfo.make_conninfo('', **info)}"
    done = subprocess.run(
        [binaries.program(program), connect, *shown],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PGPASSWORD": secret},
    )
    if done.returncode:
        raise CommandError(f"{program} failed: {done.stderr.strip()[-2000:]}")


def _pack(draft: Path, folder: DataFolder, manifest: dict[str, Any], dump: Path, *, secrets: bool) -> None:
    note = dump.with_name(MANIFEST)
    note.write_text(json.dumps(manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            tar.add(note, MANIFEST)
            for name in SECRETS if secrets else ():
                tar.add(folder.path / name, name)
            tar.add(dump, DUMP)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _opened(archive: Path) -> Iterator[tuple[tarfile.TarFile, dict[str, Any]]]:
    """The archive and its manifest. Raises `CommandError` when it is not whole."""
    with ExitStack() as stack:
        try:
            tar = stack.enter_context(tarfile.open(archive))
            member = tar.extractfile(MANIFEST)
            manifest = json.load(member) if member else {}
            tar.getmember(DUMP)
        except (tarfile.TarError, OSError, KeyError, ValueError) as error:
            raise CommandError(f"{archive} is not a whole Huiyin backup ({error}).", 2) from error
        if manifest.get("format") != FORMAT:
            raise CommandError(f"{archive} was written by another version (format {manifest.get('format')}).")
        yield tar, manifest


def _unpacked(tar: tarfile.TarFile, folder: Path) -> Path:
    """The dump as a file of its own: only its bytes are taken, not the name or mode it has in the archive.

    `TarFile.extract(filter=…)` would do; Debian 12's Python does not know it yet (3.11.2).
    """
    path, member = folder / DUMP, tar.extractfile(DUMP)
    with path.open("xb") as file:
        if member is not None:
            shutil.copyfileobj(member, file)
    return path


def _put_back_secrets(folder: DataFolder, tar: tarfile.TarFile, manifest: dict[str, Any]) -> None:
    """The archive's secrets go into a folder without any.

    An archive without secrets needs a folder with them.
    """
    carried = all(name in tar.getnames() for name in SECRETS)
    if carried and folder.initialised:
        raise CommandError(f"{folder.path} is in use already. Restore into an empty folder.")
    if not carried and not folder.initialised:
        raise CommandError(f"The archive has no secrets. Put them back into {folder.secrets_folder} first.")
    if carried:
        folder.make_folders(manifest["mode"])
        for name in SECRETS:
            member = tar.extractfile(name)
            target = folder.path / name
            target.touch(mode=0o600)
            target.write_bytes(member.read() if member else b"")


def _require_empty(connection: psycopg.Connection[Any]) -> None:
    if count_rows(connection):
        raise CommandError("The database has tables already. Restore into an empty one.")
