"""Every query about the board worth a name. Those of desks take the viewer."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from huiyin.ground.clock import today
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .acts import KEEP
from .models import Posting
from .words import PostingState


def postings_of(viewer: Viewer) -> QuerySet[Posting]:
    """What the viewer keeps, the newest first."""
    scopes = viewer.grants.get(KEEP, frozenset())
    return Posting.objects.filter(scope_id__in=scopes).select_related("place").order_by("-made_at", "-pk")


def posting_for(viewer: Viewer, posting_id: int) -> Posting:
    """One of them. Raises NotThere."""
    found = postings_of(viewer).filter(pk=posting_id).first()
    if found is None:
        raise NotThere
    return found


def public_posting(posting_id: int) -> Posting:
    """What hangs or hung, read by whoever may read around it. Raises NotThere."""
    found = Posting.objects.filter(pk=posting_id, up_at__isnull=False).select_related("place").first()
    if found is None:
        raise NotThere
    return found


def postings_near(scope_ids: Iterable[int]) -> QuerySet[Posting]:
    """What hangs today in these scopes, the newest first."""
    hanging = Posting.objects.filter(scope_id__in=list(scope_ids), state=PostingState.UP, until__gte=today())
    return hanging.select_related("place").order_by("-up_at", "-pk")


def posting_on(viewer: Viewer, case_id: UUID) -> Posting | None:
    """The posting about a request that is being written or hangs, if there is one."""
    return postings_of(viewer).filter(case_id=case_id).exclude(state=PostingState.DOWN).first()
