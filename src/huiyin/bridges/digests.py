"""One message for everything that was held: overnight, or by an outage. Once, whoever restarts when."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings
from django.db.models import QuerySet

from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import SMS, post_sms
from huiyin.ground.outbox.models import Notice, NoticeState
from huiyin.ground.phones import is_mobile
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import phone_of
from huiyin.registers.rules.alarms import ZONE

BATCH = 50


def send_digests() -> int:
    """Gather what was held for a moment that has come; returns how many people were looked at."""
    with seen_as(SYSTEM):
        due = _due(now()).order_by("recipient").values_list("recipient", flat=True)
        recipients = list(due.distinct()[:BATCH])
    for recipient in recipients:
        with seen_as(SYSTEM):
            _gather(recipient, now())
    return len(recipients)


def _due(at: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(channel=SMS, state=NoticeState.HELD, next_at__lte=at)


def _gather(recipient: str, at: datetime) -> None:
    """Lock one person's held messages, mark them gathered, send one: together or not at all."""
    held = list(_due(at).filter(recipient=recipient).select_for_update().order_by("pk"))
    if not held:  # another worker was faster
        return
    Notice.objects.filter(pk__in=[notice.pk for notice in held]).update(state=NoticeState.GATHERED)
    account = Account.objects.filter(pk=recipient.partition(":")[2], is_active=True).first()
    phone = phone_of(account) if account else None
    if phone and is_mobile(phone):
        post_sms(
            scope_id=held[0].scope_id, subject_id=_digest_of(recipient), recipient=recipient, phone=phone,
            topic=f"digest:{_moment(held):%Y-%m-%d %H:%M:%S}", template="digest",
            params={"count": str(len({notice.subject_id for notice in held})),
                    "link": f"{settings.PUBLIC_URL}/inbox/"},
        )  # fmt: skip


def _moment(held: list[Notice]) -> datetime:
    """The moment the messages waited for: a morning's is the same for all, an outage has its own."""
    return max(notice.next_at for notice in held).astimezone(ZONE)


def _digest_of(recipient: str) -> UUID:
    """What the digests of one person are about: no case, always the same."""
    return uuid5(NAMESPACE_URL, f"huiyin:digest:{recipient}")
