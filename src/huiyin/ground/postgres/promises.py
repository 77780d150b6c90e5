"""What a database server must promise before a case is trusted to it."""

from __future__ import annotations

from typing import Any

import psycopg

from huiyin.ground.postgres.binaries import OLDEST_MAJOR
from huiyin.ground.postgres.errors import PostgresError

DURABLE = ("fsync", "full_page_writes", "synchronous_commit")
ROUNDING = 0.001
EXTENSIONS = ("pg_trgm", "btree_gist")
"""Trusted ones: the owner of a database may create them without being superuser."""
PROBE = ("三号楼电梯坏了", "三号楼电梯又坏了")
PROBE_LIKENESS = 0.545
"""`similarity()` of the probe (0 to 1) where Chinese letters count as letters; 0 under LC_CTYPE=C."""


def check_durability(connection: psycopg.Connection[Any]) -> None:
    """Refuse a server that acknowledges what it may lose. Raises `PostgresError`."""
    for name in DURABLE:
        value = _one(connection, "SELECT current_setting(%s)", name)
        if value == "off":
            raise PostgresError(
                f"PostgreSQL runs with {name} = {value}: an acknowledged case could be lost.",
                f"Set {name} = on and restart the server.",
            )


def check_trigrams(connection: psycopg.Connection[Any]) -> None:
    """Refuse a database whose locale hides Chinese from pg_trgm.

    Needs the extension. Raises `PostgresError`.
    """
    likeness = _one(connection, "SELECT similarity(%s, %s)", *PROBE)
    if abs(likeness - PROBE_LIKENESS) > ROUNDING:
        raise PostgresError(
            f"This database cannot compare Chinese text: similarity {likeness:.3f}, not {PROBE_LIKENESS}.",
            "Create it with ENCODING 'UTF8' and the locale C.UTF-8.",
        )


def make_extensions(connection: psycopg.Connection[Any]) -> None:
    """Create the extensions Huiyin needs.

    `connection` is the owner's, in autocommit. Raises `PostgresError`.
    """
    for name in EXTENSIONS:
        try:
            connection.execute(f"CREATE EXTENSION IF NOT EXISTS {name}".encode())
        except psycopg.Error as error:
            raise PostgresError(
                f"The extension {name} cannot be created: {error}".strip(),
                "Install postgresql-contrib, and let the role own the database.",
            ) from error


def check_promises(connection: psycopg.Connection[Any]) -> None:
    """Version, encoding, durability and Chinese trigrams. `connection` belongs to the owner role."""
    version = connection.info.server_version // 10000
    if version < OLDEST_MAJOR:
        raise PostgresError(f"PostgreSQL {version} is too old.", f"Use version {OLDEST_MAJOR} or newer.")
    if _one(connection, "SELECT current_setting('server_encoding')") != "UTF8":
        raise PostgresError("The database is not in UTF-8.", "Create it with ENCODING 'UTF8'.")
    check_durability(connection)
    if _one(connection, "SELECT count(*) FROM pg_extension WHERE extname = 'pg_trgm'"):
        check_trigrams(connection)


def _one(connection: psycopg.Connection[Any], query: str, *values: object) -> Any:
    row = connection.execute(query.encode(), values or None).fetchone()
    if row is None:
        raise PostgresError("The server gave no answer to a simple question.")
    return row[0]
