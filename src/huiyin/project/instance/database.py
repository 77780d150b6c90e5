"""From a database URL to Django's DATABASES entry.

As the owner for migrations, as the restricted role for the rest.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from huiyin.ground.postgres import app_password
from huiyin.project.instance.environment import BadVariable
from huiyin.project.instance.pooled import PooledConnection

POOL_TIMEOUT = 5
"""Seconds a request waits for a connection before it is told to try again."""
LOCK_TIMEOUT_MS = 8000
STATEMENT_TIMEOUT_MS = 30000
FROZEN_AFTER_MS = 60000
"""A process that stands still inside a transaction (frozen, swapped out) loses it then, and its locks.

Without this the cases it had locked would wait for it, however long.
"""

PREPARED_FROM = 5
"""How often a connection sees a statement before it keeps it prepared.

More than half of what the pages ask of the server was planning. A pooler between (PgBouncer) has to keep
prepared statements too (`max_prepared_statements`), or DATABASE_URL says `prepare_threshold=0`: never.
"""


def parse_url(url: str) -> dict[str, Any]:
    """Django's NAME, USER, PASSWORD, HOST, PORT and OPTIONS of a postgresql:// URL.

    `?host=/folder` names a socket; other query parameters go to libpq. Raises `BadVariable`.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise BadVariable("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    try:
        port = parts.port
    except ValueError:
        raise BadVariable("The port in DATABASE_URL must be a number.") from None
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "huiyin",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(port or options.pop("port", "")),
        "OPTIONS": options,
    }


def database_entry(url: str, *, role: str, app_role: str, secret: str, pool_size: int) -> dict[str, Any]:
    """The alias `default`. `role` is "owner" (migrations, no pool) or "app" (the restricted role, pooled)."""
    # a connection is tried before it is used: after a restart of the server nobody gets a dead one
    backend = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}
    entry: dict[str, Any] = backend | parse_url(url)
    prepared_from = _count(entry["OPTIONS"].pop("prepare_threshold", PREPARED_FROM))
    if role == "owner":
        return entry | {"CONN_MAX_AGE": None}
    limits = f"-c lock_timeout={LOCK_TIMEOUT_MS} -c statement_timeout={STATEMENT_TIMEOUT_MS}"
    limits += f" -c idle_in_transaction_session_timeout={FROZEN_AFTER_MS}"
    prepared = {"server_side_binding": True, "prepare_threshold": prepared_from or None}
    options = entry["OPTIONS"] | prepared | {"options": limits}
    if pool_size:
        options["pool"] = {
            "min_size": 1,
            "max_size": pool_size,
            "timeout": POOL_TIMEOUT,
            "reconnect_timeout": 5,
            "connection_class": PooledConnection,
        }
    return entry | {"USER": app_role, "PASSWORD": app_password(secret, app_role), "OPTIONS": options}


def _count(value: str | int) -> int:
    try:
        return int(value)
    except ValueError:
        raise BadVariable("prepare_threshold in DATABASE_URL must be a number; 0 means never.") from None
