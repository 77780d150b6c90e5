"""The one clock: the database's. A scratch instance may shift and speed it; nothing else knows."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db import connection

from .gathering import know, known

REAL = "SELECT statement_timestamp()"
ZONE = ZoneInfo("Asia/Shanghai")
"""Where people read their notices."""


def now() -> datetime:
    """The present moment as the database tells it (aware, UTC). Acts that are gathered share one moment."""
    return known("now", lambda: know("now", _ask()))


def today() -> date:
    """The day where people read their notices."""
    return now().astimezone(ZONE).date()


def _ask() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT huiyin_now()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


def real_clock_sql() -> str:
    """SQL that gives `huiyin_now()` its true body (owner only)."""
    return _define(REAL)


def shifted_clock_sql(*, real: datetime, shown: datetime, speed: float = 1.0) -> str:
    """SQL that makes the clock show `shown` at `real`, then run `speed` times as fast (owner only)."""
    body = (
        f"SELECT timestamptz '{shown.isoformat()}' "
        f"+ (statement_timestamp() - timestamptz '{real.isoformat()}') * {speed!r}::float8"
    )
    return _define(body)


def _define(body: str) -> str:
    return (
        "CREATE OR REPLACE FUNCTION huiyin_now() RETURNS timestamptz "
        f"LANGUAGE sql STABLE PARALLEL SAFE AS $$ {body} $$"
    )
