"""What became of the messages the played acts wrote: delivered, or lost for those who cannot be reached."""

from datetime import datetime, timedelta

from huiyin.bridges import deliveries
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import ENDED
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import INBOX, SMS
from huiyin.ground.outbox.models import Notice, NoticeState

from .moves import Played

LOST = "number not in service"


def deliver(case: Played) -> None:
    """Settle the text messages waiting for this case, to the resident and to staff; what follows, follows."""
    waiting = Notice.objects.filter(subject_id=case.id, channel=SMS, state=NoticeState.QUEUED)
    for notice in waiting:
        lost = notice.recipient == "requester" and not case.script.reachable
        _settle(notice, lost=lost)


def deliver_to_volunteers() -> None:
    """Settle the text messages waiting for them; all three can be reached."""
    for notice in Notice.objects.filter(recipient__startswith="volunteer:", state=NoticeState.QUEUED):
        _settle(notice, lost=False)


def read_old_inboxes(loaded: datetime) -> None:
    """What is older than a day, or about an ended case, has been read: inboxes show what matters now."""
    ended = Case.objects.filter(state__in=ENDED).values("pk")
    unread = Notice.objects.filter(channel=INBOX, read_at=None)
    unread.filter(created_at__lt=loaded - timedelta(days=1)).update(read_at=loaded)
    unread.filter(subject_id__in=ended).update(read_at=loaded)


def _settle(notice: Notice, *, lost: bool) -> None:
    moment = now()
    notice.attempts, notice.sent_at = 1, moment
    if lost:
        notice.state, notice.error = NoticeState.FAILED, LOST
        notice.save()
        deliveries.failed(notice)
    else:
        notice.state, notice.delivered_at = NoticeState.DELIVERED, moment
        notice.save()
        deliveries.delivered(notice)
