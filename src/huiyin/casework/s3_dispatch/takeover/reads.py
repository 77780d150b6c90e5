"""Who followed whom, and what a hand-over would do: the dry run before the real one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiyin.casework.casefile.models import Case, Clock
from huiyin.casework.casefile.words import ENDED, OPEN, WITH_HANDLER
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s3_dispatch.whistles.models import Call
from huiyin.casework.s3_dispatch.whistles.reads import STANDING
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation, Service
from huiyin.registers.people.leaving import Access, access_of
from huiyin.registers.people.words import Permission

from .models import Takeover
from .rules import STARTED_ANEW, STILL_OPENED


def takeovers_of(viewer: Viewer) -> QuerySet[Takeover]:
    """The hand-overs of the viewer's register, the newest first."""
    scopes = viewer.grants.get(Permission.REGISTER_READ, frozenset())
    rows = Takeover.objects.filter(scope_id__in=scopes, direct=True)
    return rows.select_related("scope", "old", "new").order_by("-at")


def passing_cases(scope_id: int, old: Organisation, at: datetime) -> QuerySet[Assignment]:
    """The standing assignments that go along: of open cases, and of ended ones that may be reopened."""
    held = Assignment.objects.filter(
        organisation=old, ended_at=None, scope_id__in=scope_tree().under([scope_id])
    )
    reopenable = held.filter(case__state__in=ENDED, case__ended_at__gte=at - STILL_OPENED)
    return held.filter(case__state__in=OPEN) | reopenable


def passing_calls(scope_id: int, old: Organisation) -> QuerySet[Call]:
    """The open calls that end for the old company and begin anew for the new one."""
    inside = scope_tree().under([scope_id])
    return Call.objects.filter(STANDING, organisation=old, scope_id__in=inside, case__state__in=OPEN)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a hand-over would do at this moment, in counts: a steward keeps registers and reads no case.

    `anew`: clocks that begin again. `running`: promises to residents that run on; `late` of the cases are
    past their next date already. `newcomers`: people of the new company who have a role there.
    """

    duties: Sequence[str]
    cases: int
    late: int
    anew: int
    running: int
    calls: int
    access: Access
    newcomers: int


def plan_takeover(
    *, scope_id: int, old: Organisation, new: Organisation, at: datetime, viewer: Viewer
) -> Plan:
    """The dry run of `take_estate_over`; writes nothing. Raises NotThere."""
    viewer.must(Permission.REGISTER_WRITE, scope_id)
    leaving = access_of(organisation=old, scope_id=scope_id, at=at, viewer=viewer)
    coming = access_of(organisation=new, scope_id=scope_id, at=at, viewer=viewer)
    carried = Service.objects.filter(organisation=old, scope_id__in=scope_tree().up(scope_id), until=None)
    with seen_as(SYSTEM):
        cases = Case.objects.filter(pk__in=passing_cases(scope_id, old, at).values("case_id"))
        clocks = Clock.objects.filter(case__in=cases, stopped_at=None)
        anew = clocks.filter(kind__in=STARTED_ANEW, case__state__in=WITH_HANDLER)
        return Plan(
            duties=sorted(set(carried.values_list("duty", flat=True))),
            cases=cases.count(),
            late=cases.filter(next_due_at__lt=at).count(),
            anew=anew.count(),
            running=clocks.exclude(kind__in=STARTED_ANEW).count(),
            calls=passing_calls(scope_id, old).count(),
            access=leaving,
            newcomers=len(coming.people),
        )
