"""What ends by itself on its day. Done by the program in the first hours of the next."""

from huiyin.ground.clock import today
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from .emergency import service_ends
from .keeping import end_on
from .models import Agreement, EmergencyService
from .record import write, write_service
from .words import AgreementState, ServiceState, ServiceVerb, Verb

MOST = 200
"""So many a round: the rest follows in the next."""


def end_what_is_over() -> int:
    """End every agreement and emergency service whose last day has passed. Returns how many."""
    day, done = today(), 0
    with seen_as(SYSTEM):
        rows = Agreement.objects.select_for_update(no_key=True, skip_locked=True)
        for one in rows.filter(state=AgreementState.IN_FORCE, ends__lt=day).order_by("pk")[:MOST]:
            end_on(one, one.ends)
            write(agreement=one, verb=Verb.LAPSED, by=SYSTEM, on=one.ends.isoformat())
            done += 1
        services = EmergencyService.objects.select_for_update(no_key=True, skip_locked=True)
        for held in services.filter(state=ServiceState.RUNNING, ends__lt=day).order_by("pk")[:MOST]:
            service_ends(held, held.ends)
            write_service(service=held, verb=ServiceVerb.LAPSED, by=SYSTEM, on=held.ends.isoformat())
            done += 1
    return done
