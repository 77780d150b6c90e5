"""Rows of organisations: who they are, how their office is reached, which duty they carry where."""

from __future__ import annotations

import re

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.organisations.acts import add_organisation, carry_duty, change_organisation
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.organisations.refusals import DutyTaken
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.reads import categories_for

from .lines import Here, Line, New, Result
from .names import AreaBook, Words, meant
from .refusals import CellMissing, CellTooLong, CellUnread
from .words import Outcome

LONGEST = {"name": 80, "short_name": 20, "phone": 20}
_MARKS = re.compile(r"[、,，;；/\s]+")
KINDS: Words[OrganisationKind] = (
    ("调解", OrganisationKind.MEDIATION),
    ("业主委员会", OrganisationKind.OWNERS),
    ("业委会", OrganisationKind.OWNERS),
    ("物管会", OrganisationKind.MANAGEMENT),
    ("管理委员会", OrganisationKind.MANAGEMENT),
    ("居民委员会", OrganisationKind.COMMUNITY),
    ("居委会", OrganisationKind.COMMUNITY),
    ("党", OrganisationKind.PARTY),
    ("支部", OrganisationKind.PARTY),
    ("物业", OrganisationKind.COMPANY),
    ("街道", OrganisationKind.OFFICE),
    ("供水", OrganisationKind.UTILITY),
    ("自来水", OrganisationKind.UTILITY),
    ("燃气", OrganisationKind.UTILITY),
    ("供电", OrganisationKind.UTILITY),
    ("电力", OrganisationKind.UTILITY),
    ("热力", OrganisationKind.UTILITY),
    ("供热", OrganisationKind.UTILITY),
    ("共建", OrganisationKind.PARTNER),
    ("社会组织", OrganisationKind.PARTNER),
    ("派出所", OrganisationKind.DEPARTMENT),
    ("城管", OrganisationKind.DEPARTMENT),
    ("部门", OrganisationKind.DEPARTMENT),
    ("局", OrganisationKind.DEPARTMENT),
)
"""Words in a kind or a name → the kind; the first that is found holds."""


class Organisations:
    """Takes rows of organisations."""

    writes = True

    def __init__(self, here: Here) -> None:
        here.by.must(Permission.REGISTER_WRITE, here.scope_id)
        self.here, self.areas, self.duties = here, AreaBook(here.scope_id), _duties(here)

    def take(self, line: Line, new: New) -> Outcome:
        """Write a row. Raises RowRefused, DutyTaken and what the acts raise."""
        name, short, phone = (_cell(line, field) for field in LONGEST)
        if not name:
            raise CellMissing(column=_("Name"))
        kind = _kind(line.get("kind"), name)
        known = self._known(kind, name)
        if known is None:
            known = add_organisation(
                scope_id=self.here.scope_id, kind=kind, name=name, short_name=short, phone=phone,
                by=self.here.by,
            )  # fmt: skip
            new[_("Organisation")] += 1
            self._carry(known, line)
            return Outcome.ADDED
        wanted = {"short_name": short or known.short_name, "phone": phone or known.phone}
        changed = any(getattr(known, field) != value for field, value in wanted.items())
        if changed:
            change_organisation(organisation=known, name=known.name, by=self.here.by, **wanted)
        carried = self._carry(known, line)
        return Outcome.CHANGED if changed or carried else Outcome.SAME

    def finish(self, result: Result) -> None:
        """Nothing is left to do."""

    def _known(self, kind: OrganisationKind, name: str) -> Organisation | None:
        same = Organisation.objects.filter(scope_id__in=self.areas.scopes, kind=kind, name=name, until=None)
        return same.order_by("pk").first()

    def _carry(self, organisation: Organisation, line: Line) -> int:
        """Let it carry what the row says, where the row says; how many duties are new."""
        duties = [self._duty(word) for word in _MARKS.split(line.get("duties")) if word]
        areas = [self.areas.find(word) for word in _MARKS.split(line.get("estates")) if word]
        new = 0
        for scope_id in areas or [organisation.scope_id]:
            for duty in duties:
                carried = Service.objects.filter(scope_id=scope_id, duty=duty, until=None).first()
                if carried is None:
                    since = timezone.localdate(self.here.at)
                    carry_duty(
                        organisation=organisation, scope_id=scope_id, duty=duty, since=since, by=self.here.by
                    )
                    new += 1
                elif carried.organisation_id != organisation.pk:
                    raise DutyTaken
        return new

    def _duty(self, word: str) -> str:
        if word not in self.duties:
            raise CellUnread(column=_("Duty"), value=word)
        return self.duties[word]


def _duties(here: Here) -> dict[str, str]:
    """Key and name of every duty of the category list → its key."""
    listed = categories_for(scope_tree().up(here.scope_id), here.at)
    words = (
        (word, lead.key) for lead in listed.leads.values() for word in (lead.key, lead.name_zh, lead.name)
    )
    return dict(words)


def _kind(said: str, name: str) -> OrganisationKind:
    """By what the row calls it, else by its name."""
    found = (meant(said, OrganisationKind, KINDS) if said else None) or meant(name, OrganisationKind, KINDS)
    if found is None:
        raise CellUnread(column=_("Kind"), value=said or name)
    return found


def _cell(line: Line, field: str) -> str:
    text = line.get(field)
    if len(text) > LONGEST[field]:
        words = {"name": _("Name"), "short_name": _("Short name"), "phone": _("Telephone")}
        raise CellTooLong(column=words[field], limit=LONGEST[field])
    return text
