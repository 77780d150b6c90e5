"""Rows of duty lists: who answers for whom on which day, in which hours and rank."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, time

from django.utils.translation import gettext as _

from huiyin.ground import crypto
from huiyin.ground.phones import normalise_phone
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.reading.dates import read_day
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.duty import add_shifts, span_of
from huiyin.registers.people.models import Account, DutyShift
from huiyin.registers.people.words import DutyRank, Permission

from .lines import Here, Line, Result
from .names import OrganisationBook
from .refusals import CellMissing, CellUnread, PersonUnknown, PlaceUnknown
from .words import Outcome

_TIME = re.compile(r"(\d{1,2})(?:[:：时点]\s*(\d{1,2})?)?\s*分?")
_RANKS = (
    ("经理", DutyRank.MANAGER), ("领导", DutyRank.MANAGER), ("带班", DutyRank.MANAGER),
    ("副", DutyRank.DEPUTY), ("备", DutyRank.DEPUTY), ("替", DutyRank.DEPUTY),
)  # fmt: skip
_DAY_ENDS = 24


class Shifts:
    """Takes rows of duty lists."""

    writes = True

    def __init__(self, here: Here) -> None:
        here.by.must(Permission.REGISTER_WRITE, here.scope_id)
        tree = scope_tree()
        self.here, self.book = here, OrganisationBook(here.scope_id)
        self.scopes = {tree.names[scope]: scope for scope in tree.under([here.scope_id])}
        self.added = 0

    def take(self, line: Line) -> Outcome:
        """Write a row. Raises RowRefused and what the act raises (ShiftTaken)."""
        for field, words in (
            ("organisation", _("Organisation")),
            ("date", _("Date")),
            ("person", _("Person")),
        ):
            if not line.get(field):
                raise CellMissing(column=words)
        company = self.book.find(line.get("organisation"))
        scope_id = self._scope(line, company)
        day, (starts, ends), rank = _date(line), _hours(line), _rank(line.get("rank"))
        account = _person(line, company)
        begin, end = span_of(day, starts, ends)
        same = {"organisation": company, "scope_id": scope_id, "rank": rank, "account": account}
        if DutyShift.objects.filter(starts_at=begin, ends_at=end, **same).exists():
            return Outcome.SAME
        add_shifts(
            organisation=company, scope_id=scope_id, rank=rank, account=account, first=day,
            weekdays=[day.weekday()], starts=starts, ends=ends, weeks=1, by=self.here.by,
        )  # fmt: skip
        self.added += 1
        return Outcome.ADDED

    def finish(self, result: Result) -> None:
        """Count the new ones."""
        if self.added:
            result.new[_("Shift")] += self.added

    def _scope(self, line: Line, company: Organisation) -> int:
        name = line.get("estate")
        if not name:
            return company.scope_id if company.scope_id in self.scopes.values() else self.here.scope_id
        if name not in self.scopes:
            raise PlaceUnknown(value=name)
        return self.scopes[name]


def _date(line: Line) -> date:
    found = read_day(line.get("date"))
    if found is None:
        raise CellUnread(column=_("Date"), value=line.get("date"))
    return found


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
    for rank in DutyRank:
        if said in (rank.value, str(rank.label)):
            return rank
    return next((rank for word, rank in _RANKS if word in said), DutyRank.DESK)


def _person(line: Line, company: Organisation) -> Account:
    """The account a row names, by telephone when there is one. Raises PersonUnknown."""
    held = Account.objects.filter(is_active=True, grants__organisation=company, grants__until=None)
    phone = normalise_phone(line.get("phone")) if line.get("phone") else ""
    if phone:
        held = held.filter(phone_index=crypto.blind_index("phone", phone))
    else:
        held = held.filter(display_name=line.get("person"))
    found = list(held.distinct()[:2])
    if len(found) != 1:
        raise PersonUnknown(value=line.get("person"))
    return found[0]
