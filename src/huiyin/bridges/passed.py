"""A day that has passed in something people settle together: what the sources of passed_days.py give."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

Within = dict[str, list[int]]
"""Which scopes to look in, as a filter; empty: all the viewer sees."""


@dataclass(frozen=True, slots=True)
class Passed:
    """One thing whose day has come. `kind`, `id`: what to open; `what`: a template of the inbox."""

    kind: str
    id: int
    what: str
    scope_id: int
    title: str
    day: date

    @property
    def subject_id(self) -> UUID:
        """What the message is about; always the same for one thing."""
        return uuid5(NAMESPACE_URL, f"huiyin:{self.kind}:{self.id}")

    @property
    def topic(self) -> str:
        """The occasion; another day of the same thing (a stage that slipped) is another one."""
        return f"{self.what}:{self.day}"
