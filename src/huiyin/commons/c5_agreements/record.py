"""What every act here does: lock the thing, write a line of its record."""

from typing import Any

from huiyin.ground.records import add_line
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import Agreement, AgreementEvent, EmergencyService, ServiceEvent
from .refusals import AgreementNotNow, ServiceOver
from .words import AgreementState, ServiceState, ServiceVerb, Verb

KEEP = Permission.PROPOSAL_WORK
SEE = Permission.AGREEMENT_SEE


def lock_agreement(agreement_id: int, by: Viewer, *states: AgreementState) -> Agreement:
    """An agreement the viewer keeps, locked, in one of `states`. Raises NotThere, AgreementNotNow."""
    found = Agreement.objects.select_for_update(no_key=True).filter(pk=agreement_id).first()
    if found is None or not by.may(KEEP, found.scope_id):
        raise NotThere
    if found.state not in states:
        raise AgreementNotNow(state=AgreementState(found.state).label)
    return found


def lock_service(service_id: int, by: Viewer) -> EmergencyService:
    """A running emergency service the viewer keeps, locked. Raises NotThere, ServiceOver."""
    found = EmergencyService.objects.select_for_update(no_key=True).filter(pk=service_id).first()
    if found is None or not by.may(KEEP, found.scope_id):
        raise NotThere
    if found.state != ServiceState.RUNNING:
        raise ServiceOver
    return found


def write(*, agreement: Agreement, verb: Verb, by: Viewer, **data: Any) -> AgreementEvent:
    """Add a line to an agreement's record. It holds no person's name."""
    return add_line(
        AgreementEvent, scope_id=agreement.scope_id, by=by, agreement=agreement, verb=verb, data=data
    )


def write_service(*, service: EmergencyService, verb: ServiceVerb, by: Viewer, **data: Any) -> ServiceEvent:
    """Add a line to an emergency service's record."""
    return add_line(ServiceEvent, scope_id=service.scope_id, by=by, service=service, verb=verb, data=data)
