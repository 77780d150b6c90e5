"""Whose turn a line of the outbox is: claimed with a lease, looked at once more, then marked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.db.models import F

from huiyin.ground.clock import now
from huiyin.ground.outbox.models import Notice, NoticeState
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

LEASE: Final = timedelta(seconds=60)
BATCH: Final = 20


def claim(channel: str) -> list[Notice]:
    """Take up to BATCH due messages of a channel for LEASE; each still says its state before it was taken."""
    with seen_as(SYSTEM):
        moment = now()
        due = Notice.objects.filter(channel=channel, state__in=(NoticeState.QUEUED, NoticeState.SENDING))
        due = due.filter(next_at__lte=moment).order_by("next_at")
        claimed = list(due.select_for_update(skip_locked=True)[:BATCH])
        Notice.objects.filter(pk__in=[n.pk for n in claimed]).update(
            state=NoticeState.SENDING, attempts=F("attempts") + 1, next_at=moment + LEASE
        )
    return claimed


def still_ours(notice: Notice) -> bool:
    """Begin the lease anew; False when another worker has taken the message over since it was claimed."""
    with seen_as(SYSTEM):
        mine = Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING)
        return mine.filter(attempts=notice.attempts + 1).update(next_at=now() + LEASE) == 1


def mark(notice: Notice, **values: Any) -> bool:
    """Say whether it was marked: only a message still being sent is, for a receipt may have come first."""
    with seen_as(SYSTEM):
        return Notice.objects.filter(pk=notice.pk, state=NoticeState.SENDING).update(**values) == 1
