"""When a write was made, if it reaches the program late because a telephone kept it without network."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

MADE_AT = "made_at"
_made_at: ContextVar[datetime | None] = ContextVar("made_at", default=None)


@contextmanager
def made(at: datetime | None) -> Iterator[None]:
    """While the block runs lines of records say that their write was made at that moment (None: just now)."""
    token = _made_at.set(at)
    try:
        yield
    finally:
        _made_at.reset(token)


def moment() -> dict[str, str]:
    """`{"made_at": …}` for a line of a record when its write comes late, else nothing.

    It is shown beside the moment of receipt and moves no clock: telephones may be wrong about the time.
    """
    at = _made_at.get()
    return {MADE_AT: at.isoformat(timespec="seconds")} if at else {}
