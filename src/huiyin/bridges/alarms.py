"""Warnings, the moment of lateness, and the ladder after it. Each effect once; a late one says how late."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from huiyin.casework.casefile.acts import write
from huiyin.casework.casefile.ledger import replayed, target_of
from huiyin.casework.casefile.models import Case, Clock, Timer
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import holders, on_duty
from huiyin.registers.people.words import DutyRank, Role
from huiyin.registers.rules.words import Means, Who

from .pushing import push, told_by

PUNCTUAL = timedelta(seconds=5)
"""A timer fired later than this (the worker was down) is marked late."""


def warn(case: Case, timer: Timer, at: datetime) -> None:
    """Time is running out: tell the handler (or the clerks while nobody handles it)."""
    if timer.clock is None or not _presses(case, timer.clock, at):
        return
    write(case=case, verb=Verb.WARNED, by=SYSTEM, at=at, clock=timer.clock.kind, **lateness(timer, at))
    _tell(case, timer, handlers_of(case, at), Means.SCREEN, "warning", at)


def mark_overdue(case: Case, timer: Timer, at: datetime) -> None:
    """The promise is broken: say so in the timeline, tell handler and clerks."""
    clock = timer.clock
    if clock is None or clock.stopped_at is not None or at <= clock.due_at:
        return
    write(case=case, verb=Verb.OVERDUE, by=SYSTEM, at=at, clock=clock.kind, due_at=clock.due_at.isoformat(),
          **lateness(timer, at))  # fmt: skip
    clerks = holders(role=Role.CLERK, scope_ids=scope_tree().up(case.scope_id))
    _tell(case, timer, [*handlers_of(case, at), *clerks], Means.SCREEN, "overdue", at)


def climb(case: Case, timer: Timer, at: datetime) -> None:
    """One step up the ladder of a broken promise."""
    clock = timer.clock
    if clock is None or clock.stopped_at is not None or at <= clock.due_at:
        return
    step = target_of(clock).ladder[timer.step - 1]
    people = _people(step.who, case, at)
    write(case=case, verb=Verb.CLIMBED, by=SYSTEM, at=at, clock=clock.kind, who=step.who, means=step.means,
          told=told_by(step.means), people=[account.display_name for account in people],
          **lateness(timer, at))  # fmt: skip
    _tell(case, timer, people, step.means, "escalation", at)


def _presses(case: Case, clock: Clock, at: datetime) -> bool:
    return clock.stopped_at is None and replayed(clock, case, at).paused_since is None


def lateness(timer: Timer, at: datetime) -> dict[str, int]:
    """How late a timer fired, for its line; nothing when it was punctual."""
    late = at - timer.due_at
    return {"late_seconds": int(late.total_seconds())} if late > PUNCTUAL else {}


def handlers_of(case: Case, at: datetime) -> list[Account]:
    """Who works on the case; else who stands in, else the clerks."""
    return _people(Who.HANDLER, case, at)


def _people(who: Who, case: Case, at: datetime) -> list[Account]:
    """The accounts behind a word of the ladder; falls to the next higher when nobody stands there."""
    path, standing = scope_tree().up(case.scope_id), standing_assignment(case)
    if who is Who.HANDLER:
        found = [standing.account] if standing and standing.account else []
        return found or _people(Who.DEPUTY if standing else Who.COMMUNITY, case, at)
    if who in (Who.DEPUTY, Who.MANAGER):
        rank = DutyRank.DEPUTY if who is Who.DEPUTY else DutyRank.MANAGER
        on_call = _on_call(standing, rank, path, at)
        return [on_call] if on_call else _people(Who.COMMUNITY, case, at)
    role = Role.CLERK if who is Who.COMMUNITY else Role.LEADER
    return list(holders(role=role, scope_ids=path))


def _on_call(
    standing: Assignment | None, rank: DutyRank, path: Iterable[int], at: datetime
) -> Account | None:
    if standing is None:
        return None
    return on_duty(organisation_id=standing.organisation_id, rank=rank, at=at, scope_ids=path)


def _tell(
    case: Case, timer: Timer, people: Iterable[Account], means: Means, template: str, at: datetime
) -> None:
    topic = f"{timer.what}:{timer.pk}"
    accounts = {account.pk: account for account in people}
    post_to_inbox(
        scope_id=case.scope_id,
        subject_id=case.pk,
        topic=topic,
        account_ids=sorted(accounts),
        template=template,
        params={"number": case.number, "clock": timer.clock.kind if timer.clock else ""},
    )
    if means is not Means.SCREEN:
        for account in accounts.values():
            push(case=case, timer=timer, account=account, topic=topic, at=at, means=means)
