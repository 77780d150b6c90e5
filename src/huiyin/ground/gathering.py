"""Many acts in one transaction: what they only add leaves together, what all of them ask is read once.

Outside nothing is different: rows are stored at once, reads are made anew. Inside `gathering()` belong only
acts that nobody else can disturb (their cases are locked) and that do not read back what they add. Inside
`reading()` nothing is written at all: a page shows one moment, and its parts ask for the same facts.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db.models import Model, QuerySet

P = ParamSpec("P")
T = TypeVar("T")
Row = TypeVar("Row", bound=Model)
_here: ContextVar["Gathering | None"] = ContextVar("gathering", default=None)


class Gathering:
    """Rows to be added, in their order, and what is known already."""

    def __init__(self, *, page: bool = False) -> None:
        self.page = page
        self.rows: dict[tuple[type[Model], bool], list[Model]] = {}
        self.known: dict[Hashable, Any] = {}

    def store(self) -> None:
        """Add the rows: one statement for each table."""
        for (table, once), rows in self.rows.items():
            table._default_manager.bulk_create(rows, ignore_conflicts=once)  # noqa: SLF001 - Django's own name
        self.rows.clear()


@contextmanager
def gathering() -> Iterator[Gathering]:
    """Gather what the block adds and store it at its end; the block runs inside one transaction."""
    gathered = Gathering()
    token = _here.set(gathered)
    try:
        yield gathered
        gathered.store()
    finally:
        _here.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Remember what is read until the block ends; a gathering around it goes on."""
    if _here.get() is not None:
        yield
        return
    token = _here.set(Gathering(page=True))
    try:
        yield
    finally:
        _here.reset(token)


def add(row: Row, *, once: bool = False) -> Row:
    """Add a row that is not read back here: now, or with the others. `once`: a known one is left as it is."""
    gathered = _here.get()
    if gathered is not None and not gathered.page:
        gathered.rows.setdefault((type(row), once), []).append(row)
    elif once:
        type(row)._default_manager.bulk_create([row], ignore_conflicts=True)  # noqa: SLF001 - Django's own name
    else:
        row.save(force_insert=True)
    return row


def know(key: Hashable, value: T) -> T:
    """Keep what is known for the rest of the gathering (nowhere outside of one)."""
    gathered = _here.get()
    if gathered is not None:
        gathered.known[key] = value
    return value


def known(key: Hashable, otherwise: Callable[[], T]) -> T:
    """What was kept under the key; else what `otherwise` reads (and does not keep)."""
    gathered = _here.get()
    if gathered is None or key not in gathered.known:
        return otherwise()
    kept: T = gathered.known[key]
    return kept


def forget(key: Hashable) -> None:
    """It has changed: read it anew."""
    gathered = _here.get()
    if gathered is not None:
        gathered.known.pop(key, None)


def read_once(read: Callable[P, T]) -> Callable[P, T]:
    """A read of slow facts: once in a gathering or a page for the same arguments (hashable, or lists)."""
    return _once(read, lambda _gathered: True)


def once_a_page(read: Callable[P, T]) -> Callable[P, T]:
    """A read of facts that acts change: once in a `reading()` for the same arguments (hashable, or lists)."""
    return _once(read, lambda gathered: gathered.page)


def _once(read: Callable[P, T], keeps: Callable[[Gathering], bool]) -> Callable[P, T]:
    @wraps(read)
    def entry(*args: P.args, **kwargs: P.kwargs) -> T:
        gathered = _here.get()
        if gathered is None or not keeps(gathered):
            return read(*args, **kwargs)
        named = tuple((name, _hashable(kwargs[name])) for name in sorted(kwargs))
        key = (read, tuple(map(_hashable, args)), named)
        return known(key, lambda: know(key, _complete(read(*args, **kwargs))))

    return entry


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _complete(found: T) -> T:
    if isinstance(found, QuerySet):
        len(found)  # read now, so that whoever takes a part of it asks no more
    return found
