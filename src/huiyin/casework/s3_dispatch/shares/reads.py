"""Shares and copies as their viewers may see them."""

from uuid import UUID

from django.db.models import QuerySet

from huiyin.casework.casefile.reads import cases_of
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import Share, SupervisionCopy


def shares_of(case_id: UUID) -> list[Share]:
    """The live shares of a case. One query."""
    rows = Share.objects.filter(case_id=case_id, revoked_at=None)
    return list(rows.select_related("to_scope", "organisation").order_by("made_at"))


def share_within(viewer: Viewer, share_id: int) -> Share:
    """A live share the viewer may end. Raises NotThere."""
    found = Share.objects.select_related("case", "to_scope").filter(pk=share_id, revoked_at=None).first()
    if found is None or not viewer.may(Permission.CASE_DISPATCH, found.scope_id):
        raise NotThere
    if not cases_of(viewer).filter(pk=found.case_id).exists():
        raise NotThere
    return found


def copies_for(viewer: Viewer) -> QuerySet[SupervisionCopy]:
    """The direct dispatches the viewer's level was told of, the newest first."""
    scopes = viewer.grants.get(Permission.CASE_READ, frozenset())
    rows = SupervisionCopy.objects.filter(to_scope_id__in=scopes, case__in=cases_of(viewer))
    return rows.select_related("case__place", "organisation").order_by("-made_at")
