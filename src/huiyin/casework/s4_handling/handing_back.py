"""A job taken by mistake goes back: to the organisation's duty room, else to the community's clerk.

The promises run on from the first dispatch; only the duty room's own "seen" clock begins anew. Returning a
case with a legal basis, because it is somebody else's duty, is another act.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from huiyin.casework.casefile.acts import NotNow, move
from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s2_triage.acts import align_clocks
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.models import Account
from huiyin.registers.people.reads import holders, on_duty
from huiyin.registers.people.words import DutyRank, Role
from huiyin.registers.rules.words import ClockKind, StartEvent

from .acts import TELL_ARRIVED, lock_own
from .refusals import ReasonMissing
from .undoing import STEPS, take_back_clocks

TAKEN = (State.ACCEPTED, State.ARRIVED)
_BEGINNINGS = (Verb.DISPATCHED, Verb.HANDED_BACK, Verb.REOPENED)


def hand_back(*, case_id: UUID, by: Viewer, reason: str) -> Case:
    """Give a job back that was taken by mistake. Raises ReasonMissing, NotNow, NotThere."""
    case = lock_own(case_id, by)
    standing = standing_assignment(case)
    if case.state not in TAKEN or standing is None:
        raise NotNow(state=State(case.state).label)
    if not reason.strip():
        raise ReasonMissing
    at, why = now(), reason.strip()[:200]
    desk = next(_desk(standing, case, by, at), None)
    steps = _taken_steps(case)
    move(case=case, verb=Verb.HANDED_BACK, to=State.DISPATCHED if desk else State.RECEIVED, by=by, at=at,
         reason=why, organisation=standing.organisation.name if desk else "",
         person=desk.display_name if desk else "", seqs=[step.seq for step in steps])  # fmt: skip
    standing.ended_at = at
    standing.save(update_fields=["ended_at"])
    case.timers.filter(what=TELL_ARRIVED, fired_at=None, cancelled_at=None).update(cancelled_at=at)
    take_back_clocks(case, steps, at, by, but=[ClockKind.ACKNOWLEDGE])
    if desk:
        _give(case, standing, desk, why, by, at)
    _tell(case, desk, by)
    return case


def _desk(standing: Assignment, case: Case, by: Viewer, at: datetime) -> Iterator[Account]:
    """Who of the organisation's duty room could take it, the first to be called first; not the giver."""
    path = scope_tree().up(case.scope_id)
    for rank in (DutyRank.DESK, DutyRank.DEPUTY):
        one = on_duty(organisation_id=standing.organisation_id, rank=rank, at=at, scope_ids=path)
        if one is not None and one.pk != by.account_id:
            yield one
    people = holders(role=Role.DUTY, scope_ids=path, organisation_id=standing.organisation_id)
    yield from people.exclude(pk=by.account_id or 0)


def _taken_steps(case: Case) -> list[Event]:
    """The steps since the job came to this organisation that were not taken back already."""
    undone: set[int] = set()
    steps: list[Event] = []
    for line in case.events.order_by("-seq"):
        if line.verb in _BEGINNINGS:
            break
        if line.verb == Verb.STEP_UNDONE:
            undone.update(line.data["seqs"])
        elif line.verb in STEPS and line.seq not in undone:
            steps.append(line)
    return steps


def _give(case: Case, standing: Assignment, desk: Account, why: str, by: Viewer, at: datetime) -> None:
    Assignment.objects.create(
        case=case, scope_id=case.scope_id, organisation=standing.organisation, account=desk, reason=why,
        made_by=by.actor, made_at=at,
    )  # fmt: skip
    happened = frozenset({StartEvent.INTAKE, StartEvent.DISPATCH})
    align_clocks(case=case, at=at, by=by, since=case.received_at, events=happened,
                 again=frozenset({ClockKind.ACKNOWLEDGE}))  # fmt: skip


def _tell(case: Case, desk: Account | None, by: Viewer) -> None:
    clerks = holders(role=Role.CLERK, scope_ids=scope_tree().up(case.scope_id))
    told = [desk.pk] if desk else list(clerks.values_list("pk", flat=True))
    post_to_inbox(
        scope_id=case.scope_id, subject_id=case.pk, topic=f"handed_back:{case.version}", account_ids=told,
        template="handed_back", params={"number": case.number, "who": by.label},
    )  # fmt: skip
