"""What the weekly triage meeting looks at: how far back and ahead, and what comes every year. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from .sections import Provenance, Section

_LEAP = 2000
"""Days of seasons are read in a leap year."""


@dataclass(frozen=True, slots=True)
class Season:
    """What comes every year: its first and last day as (month, day), and the categories it brings."""

    key: str
    name: str
    name_zh: str
    begins: tuple[int, int]
    ends: tuple[int, int]
    categories: tuple[str, ...]
    basis: Provenance

    def days_near(self, day: date, ahead: int) -> tuple[date, date] | None:
        """First and last day of the season that runs on a day or begins within `ahead` days; else None."""
        for year in (day.year - 1, day.year, day.year + 1):
            first = _in_year(year, self.begins)
            last = _in_year(year + (self.ends < self.begins), self.ends)
            if first - timedelta(days=ahead) <= day <= last:
                return first, last
        return None


@dataclass(frozen=True, slots=True)
class WeeklyRule:
    """The kind and council of the meeting, the days its agenda looks back and ahead, and the seasons."""

    kind: str
    council: str
    days: int
    ahead_days: int
    complaint_days: int
    complaint_least: int
    seasons: tuple[Season, ...]
    basis: Provenance


def read_weekly(section: Section) -> WeeklyRule:
    """Read the table `weekly` of a pack. Raises PackError."""
    found = WeeklyRule(
        section.text("kind"), section.text("council"), section.number("days", least=1),
        section.number("ahead_days"), section.number("complaint_days", least=1),
        section.number("complaint_least", least=1), tuple(map(_season, section.tables("seasons"))),
        section.provenance(),
    )  # fmt: skip
    section.done()
    if len({one.key for one in found.seasons}) != len(found.seasons):
        raise section.problem("seasons", "different keys")
    return found


def _season(section: Section) -> Season:
    found = Season(
        section.text("key"), section.text("msgid"), section.text("zh"), _day(section, "begins"),
        _day(section, "ends"), section.texts("categories"), section.provenance(),
    )  # fmt: skip
    section.done()
    if not found.categories:
        raise section.problem("categories", "at least one")
    return found


def _day(section: Section, key: str) -> tuple[int, int]:
    text = section.text(key)
    try:
        found = date.fromisoformat(f"{_LEAP}-{text}")
    except ValueError:
        raise section.problem(key, f"{text!r} is not a day (MM-DD)") from None
    return found.month, found.day


def _in_year(year: int, day: tuple[int, int]) -> date:
    """That day of a year; the 29th of February is the 28th where there is none."""
    try:
        return date(year, *day)
    except ValueError:
        return date(year, day[0], day[1] - 1)
