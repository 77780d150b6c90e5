"""Fire due timers: the moment comes, its consequence happens, once, in one transaction.

The case is locked before the timer, in the same order as the acts do, so that nothing waits for each other in
a ring. A timer whose consequence fails is tried again later, ever more slowly, and alone: others go on.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from huiyin.casework.casefile.acts import lock_case
from huiyin.casework.casefile.ledger import schedule_next
from huiyin.casework.casefile.models import Case, Timer
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

from . import alarms, calls, endings, handling, mediations, settling, together

logger = logging.getLogger(__name__)
Consequence = Callable[[Case, Timer, datetime], None]

CONSEQUENCES: Mapping[str, Consequence] = {
    "settle": settling.settle,
    "warn": alarms.warn,
    "due": alarms.mark_overdue,
    "climb": alarms.climb,
    "arrived": handling.tell_arrived,
    "resume": handling.end_pause,
    "plan": handling.plan_day,
    "ask": endings.ask,
    "undelivered": endings.undelivered,
    "lapse": endings.silence,
    "pass_on": together.pass_on,
    "main_ended": together.main_ended,
    "go_back": together.go_back,
    "tell_main": together.tell_main,
    "heard": together.heard,
    "incident": together.incident_over,
    "review": together.review,
    "review_over": together.review_over,
    "call": calls.press,
    "perform": mediations.watch_performance,
    "confirm": mediations.count_down,
}
"""What happens when a timer of this kind is due. docs/reference/timers.md is made from it."""

BATCH = 200
MOST_TRIES = 10


def fire_due() -> int:
    """Fire what is due, the oldest first; returns how many timers were looked at."""
    with seen_as(SYSTEM):
        moment = now()
        ready = Timer.objects.filter(Q(retry_at=None) | Q(retry_at__lte=moment), due_at__lte=moment)
        pending = ready.filter(fired_at=None, cancelled_at=None, tries__lt=MOST_TRIES)
        ids = list(pending.order_by("due_at").values_list("pk", "case_id")[:BATCH])
    for timer_id, case_id in ids:
        try:
            _fire(timer_id, case_id)
        except Exception:  # whatever it is, the other timers go on and this one is tried again
            logger.exception("timer %s failed", timer_id)
            _put_off(timer_id)
    return len(ids)


def _fire(timer_id: int, case_id: object) -> None:
    with seen_as(SYSTEM):
        case = lock_case(case_id)  # type: ignore[arg-type]  # a UUID from values_list
        timer = (
            Timer.objects.select_related("clock")
            .filter(pk=timer_id, fired_at=None, cancelled_at=None)
            .first()
        )
        if timer is None:  # another worker was faster, or the clock was stopped meanwhile
            return
        at = now()
        CONSEQUENCES[timer.what](case, timer, at)
        Timer.objects.filter(pk=timer_id).update(fired_at=at)
        schedule_next(case, timer)


def _put_off(timer_id: int) -> None:
    with transaction.atomic(), seen_as(SYSTEM):
        timer = Timer.objects.get(pk=timer_id)
        timer.tries += 1
        timer.retry_at = now() + timedelta(seconds=2**timer.tries)
        timer.save(update_fields=["tries", "retry_at"])
