"""Tell the person who asked: at most four messages a case (received, on site, bigger matter, answered)."""

from huiyin.casework.casefile.models import Case, Requester
from huiyin.ground import crypto
from huiyin.ground.outbox.acts import post_sms
from huiyin.ground.outbox.models import Notice
from huiyin.ground.phones import is_mobile

MOST = 4


def requester_phone(case: Case) -> str | None:
    """The requester's phone in clear, for the outbox and for those who may call."""
    row = Requester.objects.filter(case=case).first()
    sealed = bytes(row.phone_sealed) if row else b""
    return crypto.unseal(sealed, aad=row.phone_aad) if row and sealed else None


def reachable(case: Case) -> str | None:
    """The mobile number a message can reach, if the requester wants to hear."""
    row = Requester.objects.filter(case=case).first()
    phone = requester_phone(case) if row and row.wants_reply else None
    return phone if phone and is_mobile(phone) else None


def tell_requester(*, case: Case, topic: str, template: str, always: bool = False) -> bool:
    """Queue one message; False when there is no way to reach the person or the four are used up.

    `always` lets the answer through: without it the resident could not judge.
    """
    phone = reachable(case)
    if phone is None:
        return False
    link = Requester.objects.get(case=case).link
    sent = Notice.objects.filter(subject_id=case.pk, channel="sms", recipient="requester").count()
    if sent >= MOST and not always:
        return False
    post_sms(
        scope_id=case.scope_id, subject_id=case.pk, topic=topic, recipient="requester", phone=phone,
        template=template, params={"number": case.number, "link": link},
    )  # fmt: skip
    return True
