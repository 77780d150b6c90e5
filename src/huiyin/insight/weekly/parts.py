"""What an agenda is made of: parts with a heading, rows with words, why they are there, their requests.

`words` stand in papers: they name numbers, kinds of matter, organisations, days, never a person or a home.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_in
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.insight.periods import ZONE
from huiyin.registers.rules.categories import CategoryList
from huiyin.registers.rules.naming import said as said_by_pack
from huiyin.registers.rules.reads import categories_for
from huiyin.registers.rules.refusals import NoPack
from huiyin.registers.rules.weekly import WeeklyRule

MOST = 100
"""Rows of a part; how many there are in all is said beside it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `key` is unique in its part, `case_ids` are the requests it is about.

    `target` is what the line itself opens, as (kind, id); desks know the address of each kind.
    """

    key: str
    words: str
    why: str = ""
    case_ids: tuple[UUID, ...] = ()
    target: tuple[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under a heading. `together`: what is chosen becomes one item, else each row is an item of its own.

    `total` counts the rows there would be without `MOST`.
    """

    key: str
    heading: str
    rows: tuple[Row, ...]
    together: bool = False
    total: int = 0


@dataclass(frozen=True)
class Week:
    """Whose agenda, of which area, by which rules, at which moment."""

    viewer: Viewer
    scope_id: int
    rules: WeeklyRule
    kind: str
    at: datetime

    @property
    def since(self) -> datetime:
        """When the week began."""
        return self.at - timedelta(days=self.rules.days)

    @property
    def today(self) -> date:
        """The local day."""
        return self.at.astimezone(ZONE).date()

    @property
    def cases(self) -> QuerySet[Case]:
        """The requests of the area that the viewer may see."""
        here = frozenset(scope_tree().under([self.scope_id]))
        return cases_in(self.viewer, here).filter(received_at__lte=self.at)

    @cached_property
    def categories(self) -> CategoryList | None:
        """The categories of the area; None where no list is followed."""
        try:
            return categories_for(scope_tree().up(self.scope_id), self.at)
        except NoPack:
            return None

    def matter(self, code: str) -> str:
        """What a category is called in the reader's language."""
        found = self.categories.get(code) if self.categories else None
        return said_by_pack(found) if found else _("not sorted yet")


def of_cases(week: Week, key: str, heading: str, cases: QuerySet[Case], why: Callable[[Case], str]) -> Part:
    """A part whose rows are requests, taken together. Two queries."""
    found = list(cases.defer("content", "search", "suggested")[:MOST])
    total = len(found) if len(found) < MOST else cases.count()
    return Part(
        key, heading, tuple(_row(week, case, why(case)) for case in found), together=True, total=total
    )


def each(key: str, heading: str, rows: Iterable[Row]) -> Part:
    """A part whose rows are items of their own."""
    held = tuple(rows)
    return Part(key, heading, held[:MOST], total=len(held))


def _row(week: Week, case: Case, why: str) -> Row:
    return Row(str(case.pk), said(week, case), why, (case.pk,))


def said(week: Week, case: Case) -> str:
    """A request in words that may stand in a paper: number, matter, estate; of a private one only that."""
    place = scope_tree().names.get(case.scope_id, "")
    if case.private:
        return f"{_('Private request')} · {place}"
    return " · ".join(filter(None, (case.number, week.matter(case.category), place)))
