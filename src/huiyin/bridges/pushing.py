"""Reach for somebody's telephone, or leave them in peace, as the area's alarm rules say (ux D12).

The inbox has every alarm already; a push is what comes on top. Expects the case to be locked, so that two
workers cannot both find the budget unspent.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from huiyin.casework.casefile.ledger import target_of
from huiyin.casework.casefile.models import Case, Timer
from huiyin.ground.outbox.acts import CALL, SMS, post_call, post_sms
from huiyin.ground.outbox.models import Notice, NoticeState
from huiyin.ground.phones import is_mobile
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import phone_of
from huiyin.registers.rules.alarms import AlarmRules
from huiyin.registers.rules.reads import alarms_for
from huiyin.registers.rules.targets import Target
from huiyin.registers.rules.words import Means

AFTER_OUTAGE = timedelta(minutes=2)
"""What was missed has fired within a minute of the new start (assurance S-35); then one message tells it."""
UNPUSHED = (NoticeState.HELD, NoticeState.GATHERED)


def push(
    *, case: Case, timer: Timer, account: Account, topic: str, at: datetime,
    means: Means = Means.SMS, target: Target | None = None, page: str = "",
) -> None:  # fmt: skip
    """Call about an alarm or send its text message, hold it for the digest, or leave it at the inbox.

    An area without alarm rules hears everything at once. `target` is the limit the alarm is about when it is
    no clock of the case; `page` is where the message leads, else the case's page.
    """
    phone = phone_of(account)
    if not phone or not is_mobile(phone):
        return
    rules, held_until = alarms_for(scope_tree().up(case.scope_id), at), None
    if rules is not None:
        stale = at - timer.due_at > rules.stale
        if (stale and not rules.stale_digest) or _pushed_lately(case, account, rules, at):
            return
        limit = target_of(timer.clock) if timer.clock else target
        held_until = _held_until(case, limit, rules, at) or (_after_outage(account, at) if stale else None)
    message: dict[str, Any] = {
        "scope_id": case.scope_id, "subject_id": case.pk, "topic": topic,
        "recipient": f"account:{account.pk}", "phone": phone, "template": "escalation",
        "params": {"number": case.number, "link": f"{settings.PUBLIC_URL}{page or f'/case/{case.number}'}"},
    }  # fmt: skip
    if held_until is None and told_by(means) is Means.CALL:
        post_call(**message)
    else:
        post_sms(**message, held_until=held_until)


def told_by(means: Means) -> Means:
    """How a step of the ladder really tells: an installation without a voice service calls by message."""
    return Means.SMS if means is Means.CALL and settings.VOICE == "off" else means


def _after_outage(account: Account, at: datetime) -> datetime:
    """The moment of the one message about what was missed: the one planned for the person already, if any."""
    until = at + AFTER_OUTAGE
    held = Notice.objects.filter(recipient=f"account:{account.pk}", channel=SMS, state=NoticeState.HELD)
    planned = held.filter(next_at__gt=at, next_at__lte=until).order_by("next_at")
    return planned.values_list("next_at", flat=True).first() or until


def _pushed_lately(case: Case, account: Account, rules: AlarmRules, at: datetime) -> bool:
    about = Notice.objects.filter(
        subject_id=case.pk, recipient=f"account:{account.pk}", channel__in=(SMS, CALL)
    )
    return about.filter(created_at__gt=at - rules.per_case).exclude(state__in=UNPUSHED).exists()


def _held_until(case: Case, limit: Target | None, rules: AlarmRules, at: datetime) -> datetime | None:
    if limit is None or not rules.holds(at, danger=bool(case.danger), target=limit):
        return None
    return rules.next_digest(at)
