"""More time on the clock of the answer: the reason is told to the resident, a second person grants it.

How much and how often is the service level's to say, in the version the clock was started under. The ledger
keeps the line, so the history of the clock stays (接诉即办条例 15: lawfully only, the reason told).
"""

from datetime import datetime
from uuid import UUID

from huiyin.casework.casefile.acts import NotNow, lock_case, write
from huiyin.casework.casefile.clocks import What
from huiyin.casework.casefile.ledger import extend, level_of, replayed, running, target_of
from huiyin.casework.casefile.models import Case, Clock
from huiyin.casework.casefile.words import MOVING, State, Verb
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.service_levels import Extension

from .models import ExtensionRequest
from .notices import tell_requester
from .refusals import AskedAlready, NotExtendable, NothingAsked, ReasonMissing, SecondPerson, TooLate
from .rules import is_handler


def extendable_clock(case: Case, at: datetime) -> tuple[Clock, Extension] | None:
    """The running clock that may still be extended, with how. Uses the version it was started under."""
    for clock in running(case):
        more = level_of(clock).extension_for(target_of(clock))
        used = sum(entry.what == What.EXTEND for entry in clock.entries.all())
        if more is not None and used < more.times and replayed(clock, case, at).paused_since is None:
            return clock, more
    return None


def ask_for_extension(*, case_id: UUID, reason: str, by: Viewer) -> ExtensionRequest:
    """Ask for more time, before the limit is over. A pack that wants no second person grants it at once.

    Raises ReasonMissing, NotExtendable, TooLate, AskedAlready, NotNow, NotThere.
    """
    case, at = lock_case(case_id), now()
    if not (by.may(Permission.CASE_DISPATCH, case.scope_id) or is_handler(by, standing_assignment(case))):
        raise NotThere
    if not reason.strip():
        raise ReasonMissing
    clock, more = _may_extend(case, at)
    if asked_extension(case) is not None:
        raise AskedAlready
    asked = ExtensionRequest.objects.create(
        case=case,
        scope_id=case.scope_id,
        clock=clock,
        reason=reason.strip()[:200],
        asked_by=by.actor,
        asked_at=at,
    )
    write(case=case, verb=Verb.EXTEND_ASKED, by=by, at=at, clock=clock.kind, reason=asked.reason)
    if not more.approval:
        _grant(case, asked, by, at)
        asked.decided_by, asked.decided_at, asked.granted = f"rule:{more.basis.source}"[:80], at, True
        asked.save()
    return asked


def decide_extension(*, case_id: UUID, grant: bool, by: Viewer) -> ExtensionRequest:
    """A second person decides while the limit still runs. Granted: the resident is told why.

    Raises NothingAsked, SecondPerson, NotExtendable, TooLate, NotNow, NotThere.
    """
    case, at = lock_case(case_id), now()
    by.must(Permission.CASE_APPROVE, case.scope_id)
    asked = asked_extension(case)
    if asked is None:
        raise NothingAsked
    if asked.asked_by == by.actor:
        raise SecondPerson
    if grant:
        _grant(case, asked, by, at)
    else:
        write(
            case=case, verb=Verb.EXTEND_REFUSED, by=by, at=at, clock=asked.clock.kind, asked_by=asked.asked_by
        )
    asked.decided_by, asked.decided_at, asked.granted = by.actor, at, grant
    asked.save()
    return asked


def extend_by_order(
    *, case: Case, reason: str, asked_by: str, decided_by: str, by: Viewer
) -> ExtensionRequest | None:
    """Whoever sent the work order granted more time: the case's clock gets its pack's extension.

    The platform is the second person. None where the rules allow no extension now (used up, over, standing
    still): then the clock stays as it is. The case is locked.
    """
    at = now()
    try:
        clock, _more = _may_extend(case, at)
    except (NotNow, NotExtendable, TooLate):
        return None
    asked = asked_extension(case) or ExtensionRequest(
        case=case, scope_id=case.scope_id, clock=clock, asked_by=asked_by[:80], asked_at=at
    )
    asked.reason = reason[:200]
    asked.save()
    _grant(case, asked, by, at)
    asked.decided_by, asked.decided_at, asked.granted = decided_by[:80], at, True
    asked.save()
    return asked


def asked_extension(case: Case) -> ExtensionRequest | None:
    """What was asked and nobody decided."""
    return ExtensionRequest.objects.filter(case=case, decided_at=None).select_related("clock").first()


def _may_extend(case: Case, at: datetime) -> tuple[Clock, Extension]:
    if case.state not in MOVING:
        raise NotNow(state=State(case.state).label)
    found = extendable_clock(case, at)
    if found is None:
        raise NotExtendable
    if at > found[0].due_at:
        raise TooLate
    return found


def _grant(case: Case, asked: ExtensionRequest, by: Viewer, at: datetime) -> None:
    clock, _more = _may_extend(case, at)
    if clock.pk != asked.clock_id:
        raise NotExtendable
    asked.due_before = clock.due_at
    asked.due_after = extend(case=case, clock=clock, at=at, by=by, reason=asked.reason)
    told = tell_requester(case=case, topic=f"extended:{asked.pk}", template="extended")
    write(
        case=case,
        verb=Verb.EXTENDED,
        by=by,
        at=at,
        clock=clock.kind,
        reason=asked.reason,
        told=told,
        due_before=asked.due_before.isoformat(),
        due_at=asked.due_after.isoformat(),
        asked_by=asked.asked_by,
    )
