"""An account's inbox."""

from django.db.models import QuerySet

from .acts import INBOX
from .models import Notice


def inbox_of(account_id: int | None) -> QuerySet[Notice]:
    """The messages to an account, the newest first; none for a viewer without an account."""
    if account_id is None:
        return Notice.objects.none()
    return Notice.objects.filter(recipient=f"account:{account_id}", channel=INBOX).order_by(
        "-created_at", "-pk"
    )
