"""What a case is tied to: joined cases, parts, an incident; and how it rests: pending list, more time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.likely import Alike, alike_of
from huiyin.casework.s2_triage.linked import (
    JOINING,
    Joined,
    Joint,
    history_of,
    joined_shown,
    joint_of,
    standing_link,
)
from huiyin.casework.s2_triage.models import Link, LinkKind
from huiyin.casework.s4_handling.extending import asked_extension, extendable_clock
from huiyin.casework.s4_handling.incidents import member_of
from huiyin.casework.s4_handling.models import (
    ExtensionRequest,
    IncidentCase,
    NuisanceMark,
    Suspension,
)
from huiyin.casework.s4_handling.nuisance.reads import asked_mark, mark_on
from huiyin.casework.s4_handling.nuisance.reads import last_day as mark_day
from huiyin.casework.s4_handling.suspending import (
    asked_of,
    last_day,
    procedure_of,
    standing_suspension,
)
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.procedures import Procedure


@dataclass
class Bonds:
    """Each costs its query once, when asked for."""

    viewer: Viewer
    case: Case
    at: datetime

    @cached_property
    def alike(self) -> Sequence[Alike]:
        """What is likely the same matter, with reasons; for those who sort."""
        if not self.viewer.may(Permission.CASE_TRIAGE, self.case.scope_id):
            return []
        return alike_of(self.viewer, [self.case]).get(self.case.pk, [])

    @cached_property
    def _links(self) -> Sequence[Link]:
        """Every link the case ever had, the newest first."""
        return history_of(self.case)

    def _standing(self, *, to_it: bool) -> Iterator[Link]:
        """The links nobody undid, that lead to this case or from it; the newest first."""
        side = "main_id" if to_it else "case_id"
        return (
            link for link in self._links if link.undone_at is None and getattr(link, side) == self.case.pk
        )

    @cached_property
    def main(self) -> Link | None:
        """The link by which this case is handled with another."""
        return standing_link(self.case.pk)

    @cached_property
    def joined(self) -> list[Joined]:
        """The cases handled with this one, the oldest first."""
        others = self._standing(to_it=True)
        links = [link for link in others if link.kind in JOINING and link.left_at is None]
        return joined_shown(self.viewer, links[::-1])

    @cached_property
    def joint(self) -> Joint | None:
        """The whole group, with how many households stand behind it."""
        return joint_of(self.case.pk)

    @cached_property
    def parts(self) -> list[Link]:
        """What was split off and still stands apart, the oldest first."""
        return [link for link in self._standing(to_it=True) if link.kind == LinkKind.SPLIT][::-1]

    @cached_property
    def whole(self) -> Link | None:
        """What this case was split off from."""
        return next((link for link in self._standing(to_it=False) if link.kind == LinkKind.SPLIT), None)

    @cached_property
    def past(self) -> list[Link]:
        """Links that were undone."""
        return [link for link in self._links if link.undone_at]

    @cached_property
    def suspension(self) -> Suspension | None:
        """By what the case rests."""
        return standing_suspension(self.case)

    @cached_property
    def asked_suspension(self) -> Suspension | None:
        """Asked for, and nobody decided."""
        return asked_of(self.case)

    @cached_property
    def procedure(self) -> Procedure:
        """How cases rest here. Raises NoPack."""
        return procedure_of(self.case, self.at)

    @cached_property
    def latest_review(self) -> date:
        """The last day on which a resting case has to be looked at again."""
        return last_day(self.procedure, self.at)

    @cached_property
    def extendable(self) -> bool:
        """Whether a running limit may still be made longer."""
        return extendable_clock(self.case, self.at) is not None

    @cached_property
    def asked_extension(self) -> ExtensionRequest | None:
        """More time asked for, and nobody decided."""
        return asked_extension(self.case)

    @cached_property
    def mark(self) -> NuisanceMark | None:
        """The mark “possibly a nuisance” that stands on it or its telephone; for those who sort."""
        sorts = self.viewer.may(Permission.CASE_TRIAGE, self.case.scope_id)
        return mark_on(self.case, self.at) if sorts else None

    @cached_property
    def asked_mark(self) -> NuisanceMark | None:
        """Such a mark asked for, and nobody decided."""
        sorts = self.viewer.may(Permission.CASE_TRIAGE, self.case.scope_id)
        return asked_mark(self.case) if sorts else None

    @cached_property
    def latest_mark(self) -> date:
        """The last day of a mark given now."""
        return mark_day(self.procedure, self.at)

    @cached_property
    def member(self) -> IncidentCase | None:
        """The incident it belongs to."""
        return member_of(self.case)
