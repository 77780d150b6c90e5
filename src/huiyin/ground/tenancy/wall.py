"""The second wall: tell PostgreSQL in which scopes this transaction may read and write."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from .viewer import EVERYWHERE, Viewer


def _array(ids: Iterable[int]) -> str:
    return "{" + ",".join(map(str, sorted(ids))) + "}"


def settings_of(viewer: Viewer) -> tuple[str, str, str]:
    """The three values PostgreSQL's policies read: own scopes, surrounding scopes, own case."""
    if viewer.everywhere:
        return EVERYWHERE, EVERYWHERE, ""
    case = str(viewer.case_id) if viewer.case_id else ""
    return _array(viewer.scopes), _array(viewer.around), case


def _apply(values: tuple[str, ...]) -> tuple[str, ...]:
    """Set the three settings for this transaction and return what they were, in one round trip."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH was AS MATERIALIZED (SELECT coalesce(current_setting('huiyin.scopes', true), '') s,"
            " coalesce(current_setting('huiyin.around', true), '') a,"
            " coalesce(current_setting('huiyin.case', true), '') c)"
            " SELECT s, a, c, set_config('huiyin.scopes', %s, true), set_config('huiyin.around', %s, true),"
            " set_config('huiyin.case', %s, true) FROM was",
            values,
        )
        row = cursor.fetchone()
    return tuple(row[:3])


@contextmanager
def seen_as(viewer: Viewer) -> Iterator[Viewer]:
    """Run a block inside one transaction in which the database shows what this viewer may see."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        before = _apply(settings_of(viewer))
        yield viewer
        if not outermost:  # the settings end with the outermost transaction by themselves
            _apply(before)
