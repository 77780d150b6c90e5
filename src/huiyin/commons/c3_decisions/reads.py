"""Every query about decisions worth a name. Those of desks take the viewer."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q, QuerySet

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .acts import KEEP
from .models import Decision
from .words import DecidedBy


def decisions_of(viewer: Viewer) -> QuerySet[Decision]:
    """The decisions the viewer keeps, the newest first."""
    scopes = viewer.grants.get(KEEP, frozenset())
    mine = Decision.objects.filter() if viewer.everywhere else Decision.objects.filter(scope_id__in=scopes)
    return mine.select_related("scope", "place", "pack").order_by("-decided_on", "-pk")


def decision_for(viewer: Viewer, decision_id: int) -> Decision:
    """One of them. Raises NotThere."""
    found = decisions_of(viewer).filter(pk=decision_id).first()
    if found is None:
        raise NotThere
    return found


def decisions_on(viewer: Viewer, topic_id: UUID, proposal_ids: Collection[int] = ()) -> QuerySet[Decision]:
    """The decisions that came of a topic, by itself or through these proposals."""
    through = Q(kind=DecidedBy.PROPOSAL, source_id__in=[str(one) for one in proposal_ids])
    return decisions_of(viewer).filter(Q(topic_id=topic_id) | through)


def decisions_from(viewer: Viewer, kind: DecidedBy, source_id: object) -> QuerySet[Decision]:
    """The decisions that came of one proposal or vote."""
    return decisions_of(viewer).filter(kind=kind, source_id=str(source_id))
