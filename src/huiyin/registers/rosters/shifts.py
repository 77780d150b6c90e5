"""Rows of duty lists: who answers for whom on which day, in which hours and rank."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from huiyin.ground import crypto
from huiyin.ground.phones import normalise_phone
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.reading.dates import read_day
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.organisations.reads import serving
from huiyin.registers.people.duty import add_shifts, span_of
from huiyin.registers.people.models import Account, DutyShift
from huiyin.registers.people.words import Permission

from .lines import Here, Line, New, Result
from .names import AreaBook, OrganisationBook
from .refusals import CellMissing, CellUnread, PersonUnknown
from .turns import Turn, takes_usual_hours, turns_of
from .words import Outcome

PROPERTY = "物"
"""The duty of a property company in the list of categories."""


class Shifts:
    """Takes rows of duty lists."""

    writes = True

    def __init__(self, here: Here) -> None:
        here.by.must(Permission.REGISTER_WRITE, here.scope_id)
        self.here, self.book, self.areas = here, OrganisationBook(here.scope_id), AreaBook(here.scope_id)
        self.usual = False

    def take(self, line: Line, new: New) -> Outcome:
        """Write the turns of a row. Raises RowRefused and what the act raises (ShiftTaken)."""
        if not line.get("date"):
            raise CellMissing(column=_("Date"))
        turns, day = turns_of(line), _date(line)
        company = self._company(line)
        scope_id = self._scope(line, company)
        written = [self._write(turn, day, company, scope_id) for turn in turns]
        self.usual = self.usual or takes_usual_hours(line)
        new[_("Shift")] += sum(written)
        return Outcome.ADDED if any(written) else Outcome.SAME

    def finish(self, result: Result) -> None:
        """Say which hours were taken for granted."""
        if self.usual:
            result.notes.append(
                _("Day shift from 8:00 to 20:00, night shift from 20:00 to 8:00; others all day.")
            )

    def _write(self, turn: Turn, day: date, company: Organisation, scope_id: int) -> bool:
        account = _person(turn, company)
        begin, end = span_of(day, turn.starts, turn.ends)
        same = {"organisation": company, "scope_id": scope_id, "rank": turn.rank, "account": account}
        if DutyShift.objects.filter(starts_at=begin, ends_at=end, **same).exists():
            return False
        add_shifts(
            organisation=company, scope_id=scope_id, rank=turn.rank, account=account, first=day,
            weekdays=[day.weekday()], starts=turn.starts, ends=turn.ends, weeks=1, by=self.here.by,
        )  # fmt: skip
        return True

    def _company(self, line: Line) -> Organisation:
        """The organisation of a row; without one, whoever carries the property's duty there."""
        if name := line.get("organisation"):
            return self.book.find(name)
        scope_id = self.areas.find(line.get("estate")) if line.get("estate") else self.here.scope_id
        company = serving(duty=PROPERTY, scope_path=scope_tree().up(scope_id))
        if company is None:
            raise CellMissing(column=_("Organisation"))
        return company

    def _scope(self, line: Line, company: Organisation) -> int:
        if name := line.get("estate"):
            return self.areas.find(name)
        return company.scope_id if company.scope_id in self.areas.scopes else self.here.scope_id


def _date(line: Line) -> date:
    found = read_day(line.get("date"))
    if found is None:
        raise CellUnread(column=_("Date"), value=line.get("date"))
    return found


def _person(turn: Turn, company: Organisation) -> Account:
    """The account a turn names, by telephone when there is one. Raises PersonUnknown."""
    held = Account.objects.filter(is_active=True, grants__organisation=company, grants__until=None)
    phone = normalise_phone(turn.phone) if turn.phone else ""
    if phone:
        held = held.filter(phone_index=crypto.blind_index("phone", phone))
    else:
        held = held.filter(display_name=turn.person)
    found = list(held.distinct()[:2])
    if len(found) != 1:
        raise PersonUnknown(value=turn.person)
    return found[0]
