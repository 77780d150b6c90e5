"""Fire due timers: the moment comes, its consequence happens, once, in one transaction.

Timers are fired in groups, ten times faster than one by one. Cases are locked before their timers are read,
as the acts do, and a group waits for no case, so that nothing waits for each other in a ring. A timer whose
consequence fails is tried again later, ever more slowly, and alone: others go on.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from huiyin.casework.casefile.acts import lock_free
from huiyin.casework.casefile.ledger import hold_clocks, schedule_next
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.s3_dispatch.reads import hold_standing
from huiyin.ground.clock import now
from huiyin.ground.gathering import forget, gathering
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Role

from . import alarms, calls, endings, handling, mediations, owing, settling, together

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
    "wait": handling.wait_over,
    "ask": endings.ask,
    "undelivered": endings.undelivered,
    "lapse": endings.silence,
    "pass_on": together.pass_on,
    "main_ended": together.main_ended,
    "go_back": together.go_back,
    "tell_main": together.tell_main,
    "heard": together.heard,
    "incident": together.incident_over,
    "inc_news": together.incident_changed,
    "inc_tell": together.incident_told,
    "review": together.review,
    "review_over": together.review_over,
    "call": calls.press,
    "perform": mediations.watch_performance,
    "confirm": mediations.count_down,
    "owed_near": owing.near,
    "owed_over": owing.over,
}
"""What happens when a timer of this kind is due. docs/reference/timers.md is made from it."""

BATCH = 200
GROUP = 50
"""Timers fired in one transaction: their cases are read together and what they write is written together."""
MOST_TRIES = 10
TOLD_AT = 5
"""Tries, half a minute after the first, after which people are told: by hand it may still be done in time."""
Due = Sequence[tuple[int, UUID]]
"""Timers and their cases."""


def fire_due() -> int:
    """Fire what is due, the oldest first; returns how many timers were fired or put off."""
    with seen_as(SYSTEM):
        moment = now()
        ready = Timer.objects.filter(Q(retry_at=None) | Q(retry_at__lte=moment), due_at__lte=moment)
        pending = ready.filter(fired_at=None, cancelled_at=None, tries__lt=MOST_TRIES)
        due = list(pending.order_by("due_at").values_list("pk", "case_id")[:BATCH])
    return sum(_fire_or_put_off(group) for group in _groups(due))


def _groups(due: Due) -> Iterator[Due]:
    """A case is in a group once: what its first timer does may call off the second."""
    rounds: defaultdict[int, list[tuple[int, UUID]]] = defaultdict(list)
    turns: Counter[UUID] = Counter()
    for timer_id, case_id in due:
        rounds[turns[case_id]].append((timer_id, case_id))
        turns[case_id] += 1
    for timers in rounds.values():
        for begin in range(0, len(timers), GROUP):
            yield timers[begin : begin + GROUP]


def _fire_or_put_off(group: Due) -> int:
    """All of a group, or, when one of them fails, each by itself and that one later."""
    try:
        return _fire(group)
    except Exception:  # whatever it is, the other timers go on and this one is tried again
        if len(group) > 1:
            return sum(_fire_or_put_off([one]) for one in group)
        logger.exception("timer %s failed", group[0][0])
        _put_off(group[0][0])
        return 1


def _fire(group: Due) -> int:
    """Fire a group in one transaction, but for cases somebody else works on: those stay for the next beat."""
    with seen_as(SYSTEM), gathering():
        cases = {case.pk: case for case in lock_free([case_id for _timer, case_id in group])}
        # read after the lock: another worker was faster, or the clock was stopped meanwhile
        waiting = Timer.objects.filter(pk__in=[timer_id for timer_id, case_id in group if case_id in cases])
        timers = waiting.filter(fired_at=None, cancelled_at=None).order_by("due_at", "pk")
        clocks = hold_clocks(cases.values())
        hold_standing(cases.values())
        at, fired = now(), []
        for timer in timers:
            timer.clock = clocks[timer.clock_id] if timer.clock_id else None
            _happen(cases[timer.case_id], timer, at)
            fired.append(timer.pk)
        forget("now")  # done is what is done at the end of the group
        Timer.objects.filter(pk__in=fired).update(fired_at=now())
    return len(fired)


def _happen(case: Case, timer: Timer, at: datetime) -> None:
    CONSEQUENCES[timer.what](case, timer, at)
    schedule_next(case, timer)


def _put_off(timer_id: int) -> None:
    with transaction.atomic(), seen_as(SYSTEM):
        timer = Timer.objects.select_related("case").get(pk=timer_id)
        timer.tries += 1
        timer.retry_at = now() + timedelta(seconds=2**timer.tries)
        timer.save(update_fields=["tries", "retry_at"])
        if timer.tries == TOLD_AT:
            _tell_of_failure(timer)


def _tell_of_failure(timer: Timer) -> None:
    """Clerks and stewards hear that the program does not get something done (assurance S-09)."""
    path = scope_tree().up(timer.scope_id)
    people = {
        account.pk for role in (Role.CLERK, Role.STEWARD) for account in holders(role=role, scope_ids=path)
    }
    post_to_inbox(
        scope_id=timer.scope_id, subject_id=timer.case_id, topic=f"failing:{timer.pk}",
        account_ids=sorted(people), template="failing", params={"number": timer.case.number},
    )  # fmt: skip
