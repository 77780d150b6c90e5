"""What an area's people decided, newest first: the cases to learn from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from .lessons import scopes_of

MOST = 3_000
"""Cases learned from; older ones say how things were sorted before."""


@dataclass(frozen=True, slots=True)
class Example:
    """One case as a person last sorted it. `suggested`: what the program read first, "" if nothing."""

    title: str
    text: str
    suggested: str
    category: str
    building_id: int | None

    @property
    def corrected(self) -> bool:
        """Whether the person chose another category."""
        return bool(self.suggested) and self.suggested != self.category


_LATEST = """
SELECT c.title, c.content, s.suggested, s.category, c.building_id
FROM (
  SELECT DISTINCT ON (case_id) case_id, suggested, category, at FROM (
    SELECT case_id, suggested, category, at, id FROM triage_sortingrecord
    WHERE scope_id = ANY (%s) ORDER BY at DESC LIMIT %s
  ) lately ORDER BY case_id, at DESC, id DESC
) s JOIN casefile_case c ON c.id = s.case_id
ORDER BY s.at DESC, c.id
"""


def examples_of(area: int) -> list[Example]:
    """The latest decision on each case of an area, within the viewer's rights. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_LATEST, [scopes_of(area), MOST])
        return [Example(*row) for row in cursor.fetchall()]
