"""Put messages into the outbox, inside the transaction of the act they belong to."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.gathering import add
from huiyin.ground.ids import new_id

from .models import Notice, NoticeState

SMS, INBOX, CALL = "sms", "inbox", "call"


def address_aad(notice_id: UUID) -> str:
    """What the sealed address of a notice is bound to."""
    return f"ground_notice.address:{notice_id}"


def post_to_inbox(
    *, scope_id: int, subject_id: UUID, topic: str, account_ids: Iterable[int], template: str,
    params: Mapping[str, Any],
) -> None:  # fmt: skip
    """Show a message in the inbox of some accounts; once per occasion and account."""
    moment = now()
    for account_id in account_ids:
        notice = Notice(
            scope_id=scope_id, subject_id=subject_id, topic=topic, recipient=f"account:{account_id}",
            channel=INBOX, template=template, params=dict(params), state="sent", next_at=moment,
            created_at=moment, sent_at=moment,
        )  # fmt: skip
        add(notice, once=True)


def post_sms(
    *, scope_id: int, subject_id: UUID, topic: str, recipient: str, phone: str, template: str,
    params: Mapping[str, Any], held_until: datetime | None = None,
) -> None:  # fmt: skip
    """Queue a text message; once per occasion and recipient. The number is sealed, the worker sends.

    With `held_until` it is not sent by itself: that moment's digest speaks of it.
    """
    _queue(
        SMS, phone, held_until, scope_id=scope_id, subject_id=subject_id, topic=topic, recipient=recipient,
        template=template, params=dict(params),
    )  # fmt: skip


def post_call(
    *, scope_id: int, subject_id: UUID, topic: str, recipient: str, phone: str, template: str,
    params: Mapping[str, Any],
) -> None:  # fmt: skip
    """Queue a telephone call; once per occasion and recipient.

    `template` and `params` are those of the text message that takes its place when nobody is reached.
    """
    _queue(
        CALL, phone, None, scope_id=scope_id, subject_id=subject_id, topic=topic, recipient=recipient,
        template=template, params=dict(params),
    )  # fmt: skip


def _queue(channel: str, phone: str, held_until: datetime | None, **about: Any) -> None:
    notice_id, moment = new_id(), now()
    notice = Notice(
        id=notice_id, channel=channel, address_sealed=crypto.seal(phone, aad=address_aad(notice_id)),
        address_index=crypto.blind_index("phone", phone), next_at=held_until or moment, created_at=moment,
        state=NoticeState.HELD if held_until else NoticeState.QUEUED, **about,
    )  # fmt: skip
    add(notice, once=True)


def mark_read(*, account_id: int, notice_id: UUID | None = None, until: datetime | None = None) -> int:
    """Note that an account has read one message, or all up to a moment; returns how many were unread."""
    unread = Notice.objects.filter(recipient=f"account:{account_id}", channel=INBOX, read_at=None)
    if notice_id is not None:
        unread = unread.filter(pk=notice_id)
    if until is not None:
        unread = unread.filter(created_at__lte=until)
    return unread.update(read_at=now())
