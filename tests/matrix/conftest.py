"""The town with everybody in it, and the sender of every write; each write is tried and rolled back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest


@pytest.fixture
def sender(db: None) -> Any:
    """Sends every write of the table as somebody of the town."""
    from tests.matrix.world import build_for_writes
    from tests.matrix.writes import Sender

    return Sender(build_for_writes())


@pytest.fixture
def undone(db: None) -> Callable[[], Any]:
    """A block whose changes are rolled back; what processes keep for seconds is forgotten with them."""
    from django.db import transaction

    @contextmanager
    def block() -> Iterator[None]:
        _forget()
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        _forget()

    return block


def _forget() -> None:
    from huiyin.api import gate, intake
    from huiyin.desks.public import standing
    from huiyin.ground.tenancy.tree import forget_tree

    forget_tree()
    for kept in (gate._held, intake._scopes, standing._known):
        kept.clear()


@pytest.fixture
def still_clock(owner_connection: Any) -> Iterator[Any]:
    """The database's clock, stopped now and set by the test; the true one afterwards."""
    from huiyin.ground.clock import now, real_clock_sql
    from tests.town import Hands

    hands = Hands(owner_connection)
    moment = hands.set(now())
    assert now() == moment
    yield hands
    owner_connection.execute(real_clock_sql())


@pytest.fixture
def same_numbers(owner_connection: Any) -> Callable[[], None]:
    """Set every sequence back to where it stood, so that two tries give the same ids and case numbers."""
    rows = owner_connection.execute(
        "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename),"
        " coalesce(last_value, start_value) + 1000"
        " FROM pg_sequences WHERE schemaname = 'public'"
    ).fetchall()

    def back() -> None:
        for name, value in rows:
            owner_connection.execute("SELECT setval(%s::regclass, %s)", [name, value])

    return back
