"""Who followed whom."""

from django.db.models import QuerySet

from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import Takeover


def takeovers_of(viewer: Viewer) -> QuerySet[Takeover]:
    """The hand-overs of the viewer's register, the newest first."""
    scopes = viewer.grants.get(Permission.REGISTER_READ, frozenset())
    rows = Takeover.objects.filter(scope_id__in=scopes, direct=True)
    return rows.select_related("scope", "old", "new").order_by("-at")
