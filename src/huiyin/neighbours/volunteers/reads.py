"""Every query about volunteers worth a name. Those of desks take the viewer."""

from collections.abc import Iterable

from django.db.models import QuerySet

from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.words import Permission

from .models import Duty, Taking, Volunteer
from .words import DutyState

KEEP = Permission.VOLUNTEER_WORK


def duties_of(viewer: Viewer) -> QuerySet[Duty]:
    """What the viewer keeps, the last day first."""
    scopes = viewer.grants.get(KEEP, frozenset())
    return Duty.objects.filter(scope_id__in=scopes).select_related("place").order_by("-day", "-pk")


def duty_for(viewer: Viewer, duty_id: int) -> Duty:
    """One of them. Raises NotThere."""
    found = duties_of(viewer).filter(pk=duty_id).first()
    if found is None:
        raise NotThere
    return found


def volunteers_of(viewer: Viewer) -> QuerySet[Volunteer]:
    """Who is on the viewer's lists, in the order they signed up: no other order is offered."""
    scopes = viewer.grants.get(KEEP, frozenset())
    return (
        Volunteer.objects.filter(scope_id__in=scopes, left_at=None)
        .select_related("place")
        .order_by("joined_at", "pk")
    )


def volunteer_for(viewer: Viewer, volunteer_id: int) -> Volunteer:
    """One of them. Raises NotThere, for whoever left too."""
    found = volunteers_of(viewer).filter(pk=volunteer_id).first()
    if found is None:
        raise NotThere
    return found


def coming(duty: Duty) -> list[Volunteer]:
    """Who comes, in the order they said so."""
    rows = Taking.objects.filter(duty=duty, given_back_at=None).select_related("volunteer")
    return [one.volunteer for one in rows.order_by("taken_at", "pk")]


def public_duty(duty_id: int) -> Duty:
    """A duty, read by whoever may read around it. Raises NotThere."""
    found = Duty.objects.filter(pk=duty_id).select_related("place").first()
    if found is None:
        raise NotThere
    return found


def duties_near(scope_ids: Iterable[int]) -> QuerySet[Duty]:
    """What there is to do in these scopes from today on, the nearest day first."""
    wanted = Duty.objects.filter(scope_id__in=list(scope_ids), state=DutyState.OPEN, day__gte=today())
    return wanted.select_related("place").order_by("day", "pk")


def own_self(volunteer_id: int) -> Volunteer:
    """The volunteer of an own page, whose code was checked. Raises NotThere."""
    with seen_as(SYSTEM):  # a guest reads no list; this one row is the guest's own
        found = Volunteer.objects.filter(pk=volunteer_id, left_at=None).select_related("place").first()
    if found is None:
        raise NotThere
    return found


def own_duties(volunteer_id: int) -> list[Duty]:
    """What this volunteer said to come to, over or not; the first day first."""
    with seen_as(SYSTEM):
        rows = Taking.objects.filter(volunteer_id=volunteer_id, given_back_at=None).select_related(
            "duty__place"
        )
        return [one.duty for one in rows.order_by("duty__day", "pk")]
