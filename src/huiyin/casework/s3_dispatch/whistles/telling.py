"""Tell a called party: its inbox, and a text message when it is an emergency."""

from django.conf import settings

from huiyin.casework.casefile.models import Case
from huiyin.ground.outbox.acts import post_sms, post_to_inbox
from huiyin.ground.phones import is_mobile
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import phone_of
from huiyin.registers.rules.words import WhistleKind

from .models import Call, Whistle


def tell_called(case: Case, whistle: Whistle, call: Call, scope_id: int) -> None:
    """`scope_id` is where the party reads its inbox: the case's scope, or the one the case is shared with."""
    if call.account is None:
        return
    with seen_as(SYSTEM):  # the party's own scope may be none of the caller's
        post_to_inbox(
            scope_id=scope_id, subject_id=case.pk, topic=f"call:{call.pk}", account_ids=[call.account.pk],
            template="called", params={"number": case.number},
        )  # fmt: skip
        if whistle.kind == WhistleKind.EMERGENCY:
            text_called(case, call.account, f"call:{call.pk}", scope_id)


def text_called(case: Case, account: Account, topic: str, scope_id: int) -> None:
    """A text message to a person of the party, if the account has a mobile number."""
    phone = phone_of(account)
    if phone and is_mobile(phone):
        post_sms(
            scope_id=scope_id, subject_id=case.pk, topic=topic, recipient=f"account:{account.pk}",
            phone=phone, template="assigned",
            params={"number": case.number, "link": f"{settings.PUBLIC_URL}/hands/"},
        )  # fmt: skip
