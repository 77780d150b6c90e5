"""Who else has a case open: a hint that spares two people the same work. Kept for a minute."""

from datetime import timedelta

from django.db.models import F

from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer

from .models import Case, Presence

HERE = timedelta(seconds=60)
"""So long after its last sign a page counts as open; pages give one every twenty seconds."""


def be_here(*, case: Case, by: Viewer) -> None:
    """Say that the viewer has the case open; drop every sign that is over (rule R-1: no trail of anybody)."""
    if by.account_id is None:
        return
    at = now()
    Presence.objects.filter(at__lt=at - HERE).delete()
    Presence.objects.update_or_create(
        case=case, account_id=by.account_id, defaults={"at": at, "scope_id": case.scope_id}
    )


def others_here(case: Case, viewer: Viewer) -> list[str]:
    """The names of colleagues who have the case open now."""
    here = Presence.objects.filter(case=case, at__gte=now() - HERE).exclude(account_id=viewer.account_id or 0)
    return list(here.order_by("account__display_name").values_list(F("account__display_name"), flat=True))
