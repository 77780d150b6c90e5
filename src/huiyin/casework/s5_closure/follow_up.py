"""Follow-up calls: for those no message reaches.

Never by the handler (accounts must be checked by others).
"""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from huiyin.casework.casefile.acts import lock_case, move, write
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .acts import start_again
from .models import FollowUpCall, Verdict
from .refusals import HandlerMayNotCall, NotYetUnreached, VerdictMissing
from .words import VerdictBy

ATTEMPTS = 3
_ZONE = ZoneInfo("Asia/Shanghai")


def record_call(
    *,
    case_id: UUID,
    by: Viewer,
    reached: bool,
    solved: bool | None = None,
    satisfied: str = "",
    words: str = "",
) -> Case:
    """Write down a follow-up call. Solved: the case ends as attested; not solved: it is reopened.

    Raises HandlerMayNotCall, VerdictMissing (reached, but no answer to "solved?"), NotNow, NotThere.
    """
    case, at = _lock_for_call(case_id, by), now()
    if reached and solved is None:
        raise VerdictMissing
    FollowUpCall.objects.create(
        case=case, scope_id=case.scope_id, round=case.reopened + 1, reached=reached, note=words[:500],
        actor=by.actor, at=at,
    )  # fmt: skip
    if not reached:
        write(case=case, verb=Verb.CALLED, by=by, at=at, reached=False, note=words[:500])
        return case
    Verdict.objects.create(
        case=case, scope_id=case.scope_id, round=case.reopened + 1, solved=bool(solved), satisfied=satisfied,
        words=words[:1000], by=VerdictBy.CALLER, actor=by.actor, at=at,
    )  # fmt: skip
    if not solved:
        return start_again(case, by, words)
    move(
        case=case,
        verb=Verb.ATTESTED,
        to=State.ATTESTED,
        by=by,
        at=at,
        satisfied=satisfied,
        words=words[:1000],
    )
    return case


def give_up(*, case_id: UUID, by: Viewer) -> Case:
    """End as "not reached" after three calls on three different days.

    Raises NotYetUnreached, HandlerMayNotCall.
    """
    case = _lock_for_call(case_id, by)
    days = days_tried(case)
    if days < ATTEMPTS:
        raise NotYetUnreached(most=ATTEMPTS)
    move(case=case, verb=Verb.UNREACHED, to=State.UNREACHED, by=by, at=now(), days=days)
    return case


def _lock_for_call(case_id: UUID, by: Viewer) -> Case:
    case = lock_case(case_id)
    by.must(Permission.CASE_FOLLOW_UP, case.scope_id)
    if handled_by(case, by):
        raise HandlerMayNotCall
    return case


def handled_by(case: Case, viewer: Viewer) -> bool:
    """Whether the viewer worked on the case or answered it, and so must leave the call to a colleague."""
    proposed = case.events.filter(verb=Verb.PROPOSED, actor=viewer.actor)
    if viewer.account_id is None:
        return proposed.exists()
    return Assignment.objects.filter(case=case, account_id=viewer.account_id).exists() or proposed.exists()


def days_tried(case: Case) -> int:
    """On how many different days somebody called without reaching the requester, in this round."""
    calls = FollowUpCall.objects.filter(case=case, round=case.reopened + 1, reached=False)
    return len({_day(call.at) for call in calls})


def _day(at: datetime) -> str:
    return at.astimezone(_ZONE).date().isoformat()
