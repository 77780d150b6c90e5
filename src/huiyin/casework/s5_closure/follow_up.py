"""Follow-up calls: for those no message reaches.

Never by the handler (accounts must be checked by others).
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from huiyin.casework.casefile.acts import NotNow, lock_case, move, write
from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s2_triage.models import Link, LinkKind
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s4_handling.models import IncidentCase
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .acts import start_again
from .models import FollowUpCall, Verdict
from .refusals import HandlerMayNotCall, NotYetUnreached, VerdictMissing
from .words import Satisfaction, VerdictBy

ATTEMPTS = 3
_ZONE = ZoneInfo("Asia/Shanghai")


def record_call(
    *,
    case_id: UUID,
    by: Viewer,
    reached: bool,
    contacted: bool | None = None,
    solved: bool | None = None,
    satisfied: str = "",
    words: str = "",
) -> Case:
    """Write down a follow-up call with its three questions, contacted, solved, satisfied.

    Not solved, or (once per case) not satisfied: it is reopened; else the case ends as attested. Raises
    HandlerMayNotCall, VerdictMissing (reached, but no answer to "solved?"), NotNow, NotThere.
    """
    case = _lock_for_call(case_id, by)
    if reached and solved is None:
        raise VerdictMissing
    said = Said(contacted, solved, satisfied) if reached else None
    if said is None:
        write(case=case, verb=Verb.CALLED, by=by, reached=False, note=words[:500])
    return take_call(case=case, said=said, words=words, caller=by.actor, by=by)


@dataclass(frozen=True, slots=True)
class Said:
    """The three questions as they were answered; the first may stay open."""

    contacted: bool | None
    solved: bool | None
    satisfied: str = ""


def take_call(*, case: Case, said: Said | None, words: str, caller: str, by: Viewer) -> Case:
    """What a call does to a locked case in follow-up; `said` is None when nobody was reached."""
    at, answers = now(), asdict(said) if said else {}
    FollowUpCall.objects.create(
        case=case, scope_id=case.scope_id, round=case.reopened + 1, reached=said is not None,
        note=words[:500], actor=caller[:80], at=at, **answers,
    )  # fmt: skip
    if said is None:
        return case
    again = not said.solved or (said.satisfied == Satisfaction.NO and not _was_reopened_for_it(case))
    Verdict.objects.create(
        case=case, scope_id=case.scope_id, round=case.reopened + 1, solved=bool(said.solved),
        satisfied=said.satisfied, words=words[:1000], by=VerdictBy.CALLER, actor=caller[:80], at=at,
    )  # fmt: skip
    if again:
        return start_again(case, by, words)
    move(case=case, verb=Verb.ATTESTED, to=State.ATTESTED, by=by, at=at, satisfied=said.satisfied,
         words=words[:1000])  # fmt: skip
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
    if case.state != State.FOLLOW_UP:
        raise NotNow(state=State(case.state).label)
    if handled_by(case, by):
        raise HandlerMayNotCall
    return case


def handled_by(case: Case, viewer: Viewer) -> bool:
    """Whether the viewer worked on the case or answered it, and so must leave the call to a colleague."""
    proposed = case.events.filter(verb=Verb.PROPOSED, actor=viewer.actor)
    if proposed.exists() or _answered_for(case, viewer):
        return True
    return (
        viewer.account_id is not None
        and Assignment.objects.filter(case=case, account_id=viewer.account_id).exists()
    )


def _answered_for(case: Case, viewer: Viewer) -> bool:
    """Whether the answer came from the viewer by way of an incident or of the main case."""
    if IncidentCase.objects.filter(case=case, why="ended", incident__ended_by=viewer.actor).exists():
        return True
    mains = Link.objects.filter(case=case, undone_at=None).exclude(kind=LinkKind.SPLIT).values("main_id")
    return Event.objects.filter(case_id__in=mains, verb=Verb.PROPOSED, actor=viewer.actor).exists()


def _was_reopened_for_it(case: Case) -> bool:
    """Whether "solved, but not satisfied" has reopened the case before: it does so once (domain §1.4)."""
    return Verdict.objects.filter(
        case=case, by=VerdictBy.CALLER, solved=True, satisfied=Satisfaction.NO, round__lte=case.reopened
    ).exists()


def days_tried(case: Case) -> int:
    """On how many different days somebody called without reaching the requester, in this round."""
    calls = FollowUpCall.objects.filter(case=case, round=case.reopened + 1, reached=False)
    return len({_day(call.at) for call in calls})


def _day(at: datetime) -> str:
    return at.astimezone(_ZONE).date().isoformat()
