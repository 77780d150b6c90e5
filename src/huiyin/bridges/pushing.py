"""Reach for somebody's telephone, or leave them in peace, as the area's alarm rules say (ux D12).

The inbox has every alarm already; a push is what comes on top. Expects the case to be locked, so that two
workers cannot both find the budget unspent.
"""

from datetime import datetime

from django.conf import settings

from huiyin.casework.casefile.ledger import target_of
from huiyin.casework.casefile.models import Case, Timer
from huiyin.ground.outbox.acts import SMS, post_sms
from huiyin.ground.outbox.models import Notice, NoticeState
from huiyin.ground.phones import is_mobile
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import phone_of
from huiyin.registers.rules.alarms import AlarmRules
from huiyin.registers.rules.reads import alarms_for
from huiyin.registers.rules.targets import Target

UNPUSHED = (NoticeState.HELD, NoticeState.GATHERED)


def push(
    *, case: Case, timer: Timer, account: Account, topic: str, at: datetime,
    target: Target | None = None, page: str = "",
) -> None:  # fmt: skip
    """Send the text message of an alarm, hold it for the digest, or leave it at the inbox.

    An area without alarm rules hears everything at once. `target` is the limit the alarm is about when it is
    no clock of the case; `page` is where the message leads, else the case's page.
    """
    phone = phone_of(account)
    if not phone or not is_mobile(phone):
        return
    rules, held_until = alarms_for(scope_tree().up(case.scope_id), at), None
    if rules is not None:
        if at - timer.due_at > rules.stale or _pushed_lately(case, account, rules, at):
            return
        limit = target_of(timer.clock) if timer.clock else target
        held_until = _held_until(case, limit, rules, at)
    post_sms(
        scope_id=case.scope_id, subject_id=case.pk, topic=topic, recipient=f"account:{account.pk}",
        phone=phone, template="escalation", held_until=held_until,
        params={"number": case.number, "link": f"{settings.PUBLIC_URL}{page or f'/case/{case.number}'}"},
    )  # fmt: skip


def _pushed_lately(case: Case, account: Account, rules: AlarmRules, at: datetime) -> bool:
    about = Notice.objects.filter(subject_id=case.pk, recipient=f"account:{account.pk}", channel=SMS)
    return about.filter(created_at__gt=at - rules.per_case).exclude(state__in=UNPUSHED).exists()


def _held_until(case: Case, limit: Target | None, rules: AlarmRules, at: datetime) -> datetime | None:
    if limit is None or not rules.holds(at, danger=bool(case.danger), target=limit):
        return None
    return rules.next_digest(at)
