"""What a telephone call about an alarm leaves behind: a line at its case, a message unless answered."""

from __future__ import annotations

from typing import Any

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.words import Ringing, Verb
from huiyin.ground import crypto
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import address_aad, post_sms
from huiyin.ground.outbox.models import Notice, NoticeState
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.registers.people.models import Account

STATES = {
    Ringing.CALLED: NoticeState.SENT,
    Ringing.ANSWERED: NoticeState.DELIVERED,
}
UNDER_WAY = (NoticeState.SENDING, NoticeState.SENT)
TOLD = (Ringing.CALLED, Ringing.ANSWERED)


def note(*, call: Notice, outcome: Ringing, code: str = "", **values: Any) -> bool:
    """Note what became of a call, once: the outbox, a line of the case, and the message in its place.

    `code` is the provider's or ours; `values` are further fields of the call. False when another worker was
    faster. Nothing is queued a second time: the message has the call's occasion and recipient.
    """
    case = lock_case(call.subject_id)
    state = STATES.get(outcome, NoticeState.FAILED)
    open_states = (NoticeState.SENDING,) if outcome is Ringing.CALLED else UNDER_WAY
    mine = Notice.objects.filter(pk=call.pk, state__in=open_states)
    if not mine.update(state=state, error=f"{outcome}:{code}" if code else "", **values):
        return False
    write(case=case, verb=Verb.RUNG, by=SYSTEM, at=now(), outcome=outcome.value, person=_name(call))
    if outcome not in TOLD:
        _tell_instead(call)
    return True


def _tell_instead(call: Notice) -> None:
    phone = crypto.unseal(bytes(call.address_sealed), aad=address_aad(call.pk))
    post_sms(
        scope_id=call.scope_id, subject_id=call.subject_id, topic=call.topic, recipient=call.recipient,
        phone=phone, template=call.template, params=call.params,
    )  # fmt: skip


def _name(call: Notice) -> str:
    account = Account.objects.filter(pk=call.recipient.removeprefix("account:")).first()
    return account.display_name if account else ""
