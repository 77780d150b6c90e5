"""Which organisation carries a duty where."""

from collections.abc import Sequence

from huiyin.ground.gathering import read_once

from .models import Organisation, Service
from .words import OrganisationKind


@read_once
def serving(*, duty: str, scope_path: Sequence[int]) -> Organisation | None:
    """The organisation that carries the duty for the nearest scope of the path (nearest first)."""
    services = Service.objects.filter(duty=duty, scope_id__in=scope_path, until=None).select_related(
        "organisation"
    )
    nearest = {scope_id: order for order, scope_id in enumerate(scope_path)}
    found = sorted(services, key=lambda service: nearest[service.scope_id])
    return found[0].organisation if found else None


def community_desk(*, scope_path: Sequence[int]) -> Organisation | None:
    """The residents' committee whose desk answers for a place (`scope_path`: nearest first)."""
    committees = Organisation.objects.filter(
        kind=OrganisationKind.COMMUNITY, scope_id__in=scope_path, until=None
    )
    nearest = {scope_id: order for order, scope_id in enumerate(scope_path)}
    return min(committees, key=lambda committee: nearest[committee.scope_id], default=None)
