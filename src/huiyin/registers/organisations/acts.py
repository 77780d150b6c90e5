"""Keep organisations and the duties they carry. Every act is in the history with its actor."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from huiyin.ground.clock import now
from huiyin.ground.recording import recorded
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import Organisation, Service
from .refusals import DutyTaken, OrganisationKnown, StillCarries
from .words import OrganisationKind, PartyLevel


@recorded
def add_organisation(
    *,
    scope_id: int,
    kind: OrganisationKind,
    name: str,
    by: Viewer,
    short_name: str = "",
    phone: str = "",
    parent: Organisation | None = None,
    level: PartyLevel | str = "",
) -> Organisation:
    """Register an organisation in an area. Raises NotThere, OrganisationKnown."""
    by.must(Permission.REGISTER_WRITE, scope_id)
    try:
        with transaction.atomic():
            return Organisation.objects.create(
                scope_id=scope_id,
                kind=kind,
                name=name.strip(),
                short_name=short_name.strip(),
                phone=phone.strip(),
                parent=parent,
                level=level if kind == OrganisationKind.PARTY else "",
                since=timezone.localdate(now()),
            )
    except IntegrityError:
        raise OrganisationKnown from None


@recorded
def change_organisation(
    *, organisation: Organisation, name: str, short_name: str, phone: str, by: Viewer
) -> Organisation:
    """Change name and office line. Raises NotThere, OrganisationKnown."""
    by.must(Permission.REGISTER_WRITE, organisation.scope_id)
    organisation.name, organisation.short_name = name.strip(), short_name.strip()
    organisation.phone = phone.strip()
    try:
        with transaction.atomic():
            organisation.save(update_fields=["name", "short_name", "phone"])
    except IntegrityError:
        raise OrganisationKnown from None
    return organisation


@recorded
def end_organisation(*, organisation: Organisation, by: Viewer, reason: str) -> Organisation:  # noqa: ARG001 - `recorded` takes it
    """It works here no longer; its cases keep its name. Raises NotThere, StillCarries."""
    by.must(Permission.REGISTER_WRITE, organisation.scope_id)
    if organisation.services.filter(until=None).exists():
        raise StillCarries
    organisation.until = timezone.localdate(now())
    organisation.save(update_fields=["until"])
    return organisation


@recorded
def carry_duty(*, organisation: Organisation, scope_id: int, duty: str, since: date, by: Viewer) -> Service:
    """The organisation carries a duty (a lead kind of the category list) in an area.

    Raises NotThere, DutyTaken.
    """
    by.must(Permission.REGISTER_WRITE, scope_id)
    try:
        with transaction.atomic():
            return Service.objects.create(
                organisation=organisation, scope_id=scope_id, duty=duty, since=since
            )
    except IntegrityError:
        raise DutyTaken from None


@recorded
def end_duty(*, service: Service, by: Viewer, reason: str) -> Service:  # noqa: ARG001 - kept in the history
    """It carries the duty no longer. Repeating changes nothing. Raises NotThere."""
    by.must(Permission.REGISTER_WRITE, service.scope_id)
    if service.until is None:
        service.until = timezone.localdate(now())
        service.save(update_fields=["until"])
    return service


def organisation_for(viewer: Viewer, organisation_id: int) -> Organisation:
    """An organisation of the viewer's register. Raises NotThere."""
    found = Organisation.objects.select_related("scope", "parent").filter(pk=organisation_id).first()
    if found is None or not viewer.may(Permission.REGISTER_READ, found.scope_id):
        raise NotThere
    return found


def service_for(viewer: Viewer, service_id: int) -> Service:
    """A duty of the viewer's register. Raises NotThere."""
    found = Service.objects.select_related("organisation", "scope").filter(pk=service_id).first()
    if found is None or not viewer.may(Permission.REGISTER_READ, found.scope_id):
        raise NotThere
    return found


@recorded
def pass_duties(
    *,
    scope_id: int,
    old: Organisation,
    new: Organisation,
    at: datetime,
    by: Viewer,
    reason: str,  # noqa: ARG001 - kept in the history
) -> list[Service]:
    """What `old` carries in the scope, `new` carries from this day on; returns the new duties.

    A duty carried from above stays there for the other areas: the nearer row wins. Raises NotThere.
    """
    by.must(Permission.REGISTER_WRITE, scope_id)
    path = scope_tree().up(scope_id)
    carried = Service.objects.filter(organisation=old, scope_id__in=path, until=None)
    duties = sorted(set(carried.values_list("duty", flat=True)))
    day = timezone.localdate(at)
    Service.objects.filter(organisation=old, scope_id=scope_id, until=None).update(until=day)
    taken = Service.objects.filter(scope_id=scope_id, duty__in=duties, until=None)
    free = set(duties) - set(taken.values_list("duty", flat=True))
    return [
        Service.objects.create(organisation=new, scope_id=scope_id, duty=duty, since=day)
        for duty in duties
        if duty in free
    ]
