"""Play history at the pace of the script: inside one transaction the database's clock shows what it is told.

`huiyin_now()` is replaced for this transaction only: nobody else ever sees another time than the real one,
and a failure puts the true body back by itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from huiyin.ground.clock import real_clock_sql

_SHOWN = """
CREATE OR REPLACE FUNCTION huiyin_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT current_setting('huiyin.demo_now')::timestamptz $$
"""
Hands = Callable[[datetime], None]


@contextmanager
def moved_clock(start: datetime) -> Iterator[Hands]:
    """Give a function that sets the time the database shows; needs an open transaction of the owner."""
    assert connection.in_atomic_block  # noqa: S101 - outside a transaction everybody would see the moved clock
    _show(start)
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN)
    yield _show
    with connection.cursor() as cursor:
        cursor.execute(real_clock_sql())


def _show(moment: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huiyin.demo_now', %s, true)", [moment.isoformat()])
