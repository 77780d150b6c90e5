"""Raise a case's class (一般 → 重大 → 特殊复杂): reason, second person, before the running clock ends."""

from datetime import datetime
from uuid import UUID

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.clocks import What
from huiyin.casework.casefile.ledger import level_of, refresh_next_due, replayed, running, start, stop
from huiyin.casework.casefile.models import Case, Clock
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s2_triage.acts import category_of
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.reads import pack_by_id
from huiyin.registers.rules.targets import Target
from huiyin.registers.rules.words import Urgency

from .acts import lock_own
from .models import RegradeRequest
from .notices import tell_requester
from .refusals import NotPausable, NotUpward, ReasonMissing, SecondPerson, TooLate


def graded_clock(case: Case) -> Clock | None:
    """The running graded clock (the one that carries a tier)."""
    return next((clock for clock in running(case) if clock.tier), None)


def ask_regrade(*, case_id: UUID, tier: str, reason: str, by: Viewer) -> RegradeRequest:
    """A worker asks for a higher class; whoever asks second leaves the own reason beside the first one's.

    Raises ReasonMissing, NotUpward, TooLate, NotThere, NotPausable.
    """
    case = lock_own(case_id, by)
    at = now()
    _may_rise(case, tier, reason, at)
    request, _made = RegradeRequest.objects.get_or_create(
        case=case,
        decided_at=None,
        defaults={
            "scope_id": case.scope_id,
            "tier": tier,
            "reason": reason.strip()[:200],
            "asked_by": by.actor,
            "asked_at": at,
        },
    )
    write(case=case, verb=Verb.REGRADE_ASKED, by=by, at=at, tier=tier, reason=reason.strip()[:200])
    return request


def decide_regrade(*, request_id: int, grant: bool, by: Viewer, by_phone: bool = False) -> RegradeRequest:
    """A second person decides, before the running clock ends; the community's duty clerk may do it by phone.

    Granted: the old graded clock ends as "regraded", the new one starts at the same T0, pauses so far carried
    over; the resident gets a message and reads it on the page. Raises SecondPerson, TooLate, NotThere.
    """
    request = RegradeRequest.objects.select_for_update().filter(pk=request_id, decided_at=None).first()
    if request is None:
        raise NotThere
    case = lock_case(request.case_id)
    by.must(Permission.CASE_SUPERVISE, case.scope_id)
    if request.asked_by == by.actor:
        raise SecondPerson
    at = now()
    if grant:
        clock = _may_rise(case, request.tier, request.reason, at)
        _raise(case, clock, request.tier, at, by)
    request.decided_by, request.decided_at, request.granted, request.by_phone = by.actor, at, grant, by_phone
    request.save(update_fields=["decided_by", "decided_at", "granted", "by_phone"])
    verb = Verb.REGRADED if grant else Verb.REGRADE_REFUSED
    write(
        case=case,
        verb=verb,
        by=by,
        at=at,
        tier=request.tier,
        reason=request.reason,
        asked_by=request.asked_by,
        by_phone=by_phone,
    )
    if grant:
        tell_requester(case=case, topic=f"regraded:{request.pk}", template="regraded")
    return request


def _may_rise(case: Case, tier: str, reason: str, at: datetime) -> Clock:
    if not reason.strip():
        raise ReasonMissing
    clock = graded_clock(case)
    if clock is None:
        raise NotPausable
    if not level_of(clock).may_regrade(clock.tier, tier):
        raise NotUpward
    if at > replayed(clock, case, at).due_at:
        raise TooLate
    return clock


def _raise(case: Case, clock: Clock, tier: str, at: datetime, by: Viewer) -> None:
    before = replayed(clock, case, at)
    pack, level = pack_by_id(clock.pack_id), level_of(clock)
    target = _graded(
        level.targets_for(category_of(case, case.category, at), Urgency(case.urgency), tier=tier), tier
    )
    stop(case=case, clocks=[clock], at=at, by=by, what=What.REGRADE)
    carried = [entry for entry in clock.entries.all() if entry.what in (What.PAUSE, What.RESUME)]
    start(case=case, pack=pack, target=target, at=at, since=before.started_at, by=by, carried=carried)
    refresh_next_due(case, at)


def _graded(targets: list[Target], tier: str) -> Target:
    return next(target for target in targets if target.tier == tier)
