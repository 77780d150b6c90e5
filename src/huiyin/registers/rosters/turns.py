"""The turns a row of a duty list names: one person with hours, or a day with its columns of persons.

Offices write both: a row for each turn, or a row for each day with a column for the day shift, the night
shift, the deputy and the one who leads.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _

from huiyin.registers.people.words import DutyRank

from .lines import Line
from .names import Words, meant
from .refusals import CellMissing, CellUnread

_TIME = re.compile(r"(\d{1,2})(?:[:：时点]\s*(\d{1,2})?)?\s*分?")
_NAMES = re.compile(r"[、,，;；/\s]+")
_RANKS: Words[DutyRank] = (
    ("经理", DutyRank.MANAGER), ("领导", DutyRank.MANAGER), ("带班", DutyRank.MANAGER),
    ("副", DutyRank.DEPUTY), ("备", DutyRank.DEPUTY), ("替", DutyRank.DEPUTY),
)  # fmt: skip
_DAY_ENDS = 24
_MOST_NAMES = 2
USUAL: dict[str, tuple[time, time, DutyRank]] = {
    "by_day": (time(8), time(20), DutyRank.DESK),
    "by_night": (time(20), time(8), DutyRank.DESK),
    "deputy": (time(0), time(0), DutyRank.DEPUTY),
    "lead": (time(0), time(0), DutyRank.MANAGER),
}
"""Hours and rank of a column of persons; the trial says that they were taken for granted."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Who, from when to when, called first, second or third; `phone` as the row says it."""

    person: str
    starts: time
    ends: time
    rank: DutyRank
    phone: str = ""


def turns_of(line: Line) -> list[Turn]:
    """The turns of a row. Raises CellMissing, CellUnread."""
    turns = [turn for field in USUAL for turn in _column(line, field)]
    if person := line.get("person"):
        turns.append(Turn(person, *_hours(line), _rank(line.get("rank")), line.get("phone")))
    if not turns:
        raise CellMissing(column=_("Person"))
    return turns


def takes_usual_hours(line: Line) -> bool:
    """Whether hours of the row were taken for granted."""
    return any(line.get(field) for field in USUAL)


def _column(line: Line, field: str) -> list[Turn]:
    """One person, or two: the second stands in for the first."""
    starts, ends, rank = USUAL[field]
    names = [name for name in _NAMES.split(line.get(field)) if name]
    if len(names) > _MOST_NAMES or (len(names) > 1 and rank != DutyRank.DESK):
        raise CellUnread(column=_("Person"), value=line.get(field))
    ranks = (rank, DutyRank.DEPUTY)
    return [Turn(name, starts, ends, ranks[place]) for place, name in enumerate(names)]


def _hours(line: Line) -> tuple[time, time]:
    """Begin and end; "08:00-20:00" in one column, or two columns."""
    text = line.get("hours")
    pieces = re.split(r"\s*(?:[-–—~～]|至|到)\s*", text) if text else [line.get("starts"), line.get("ends")]
    read = [_clock(piece) for piece in pieces]
    if len(read) != 2 or None in read:  # noqa: PLR2004 - a beginning and an end
        raise CellUnread(column=_("Hours"), value=text or f"{line.get('starts')} – {line.get('ends')}")
    return read[0], read[1]  # type: ignore[return-value]  # None was looked for


def _clock(text: str) -> time | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = plain.removesuffix(":00") if plain.count(":") > 1 else plain
    found = _TIME.fullmatch(plain)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if hour == _DAY_ENDS and minute == 0:
        return time(0)
    return time(hour, minute) if hour < _DAY_ENDS and minute < 60 else None  # noqa: PLR2004 - a clock


def _rank(said: str) -> DutyRank:
    """The first to be called, where a row says nothing else."""
    return meant(said, DutyRank, _RANKS) or DutyRank.DESK
