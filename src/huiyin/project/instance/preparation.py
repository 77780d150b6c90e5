"""Before an installation runs.

Tables, catalogues, style sheets. Every step may be repeated and says what it does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor

from huiyin.ground.postgres import app_password, check_promises, make_extensions, sign_in_statements
from huiyin.locale.compile import compile_catalogues
from huiyin.project.command.failure import CommandError

from .tables import make_tables

Progress = Callable[[str], object]
MIGRATION_LOCK = 0x4875_6979_696E
"""Key of the advisory lock that lets one machine migrate at a time."""


def migrate(*, progress: Progress) -> None:
    """Apply the migrations as the owner. Refuses a database made for another mode. Raises `CommandError`."""
    with psycopg.connect(**owner_parameters(), autocommit=True) as guard:
        guard.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        make_extensions(guard)
        check_promises(guard)
        _check_mode(guard)
        progress("bringing the database to this version")
        _apply()
        for statement in sign_in_statements(
            settings.APP_ROLE, app_password(settings.SECRET_KEY, settings.APP_ROLE)
        ):
            guard.execute(statement.encode())
        guard.execute(f"COMMENT ON TABLE django_migrations IS 'huiyin {settings.MODE}'".encode())


def _apply() -> None:
    try:
        make_tables()
        call_command("migrate", interactive=False, verbosity=0)
    except (InconsistentMigrationHistory, DatabaseError) as error:
        raise CommandError(
            f"The tables cannot be brought to this version: {error} "
            "The migration that failed was undone; bring back the backup if the program must run now."
        ) from error


def require_migrated() -> None:
    """Refuse tables of another version. Raises `CommandError`."""
    missing = unapplied()
    if missing:
        raise CommandError(
            f"The database is older than this version ({len(missing)} migrations are missing, the first is "
            f"{missing[0]}). Make a backup, then run `huiyin migrate --data {settings.DATA.path}`."
        )


def unapplied() -> list[str]:
    """Migrations of this version the database has not seen, as app.name."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def owner_parameters() -> dict[str, Any]:
    """Psycopg's arguments for a connection of our own as the role Django uses."""
    parameters = dict(connection.get_connection_params())
    return {
        name: parameters[name]
        for name in parameters
        if name in ("dbname", "user", "password", "host", "port")
    }


def _check_mode(guard: psycopg.Connection[Any]) -> None:
    """A demo never moves into a real community's database, nor the other way round."""
    row = guard.execute("SELECT obj_description(to_regclass('django_migrations'), 'pg_class')").fetchone()
    note = (row[0] if row else None) or ""
    made_for = note.removeprefix("huiyin ")
    if made_for not in (note, settings.MODE):
        raise CommandError(
            f"This database holds a {made_for} installation, not a {settings.MODE} one. "
            "Choose another folder with --data, or another DATABASE_URL."
        )


def compile_messages(*, progress: Progress) -> None:
    """Write the .mo catalogues that are missing or old."""
    for path in compile_catalogues():
        progress(f"compiled {path.parent.parent.name}")


def gather_static(*, progress: Progress) -> None:
    """Copy style sheets and scripts, with hashed names, where the web server reads them.

    Skipped when up to date.
    """
    stamp, now = settings.STATIC_ROOT / ".stamp", _static_digest()
    if stamp.exists() and stamp.read_text() == now:
        return
    progress("gathering style sheets and scripts")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now)


def _static_digest() -> str:
    """A digest of every static file's path, size and time of change, and of the version."""
    from django.contrib.staticfiles.finders import get_finders

    lines = [version("huiyin")]
    for finder in get_finders():
        for path, storage in finder.list([]):
            lines.append(f"{path} {storage.size(path)} {storage.get_modified_time(path)}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
