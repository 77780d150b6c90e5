"""What handlers do: accept, contact, arrive, note, add evidence, mark done, pause, plan, propose."""

import hashlib
from datetime import date, datetime
from uuid import UUID

from huiyin.casework.casefile.acts import NotNow, lock_case, move, write
from huiyin.casework.casefile.clocks import What
from huiyin.casework.casefile.ledger import level_of, pause, refresh_next_due, resume, running, stop
from huiyin.casework.casefile.models import Attachment, Case, Timer
from huiyin.casework.casefile.words import WITH_HANDLER, State, Verb
from huiyin.casework.s1_intake.request import File
from huiyin.casework.s3_dispatch.acts import acknowledge
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import ClockKind

from .models import Plan
from .notices import tell_requester
from .refusals import AnswerMissing, BlankLeft, NotPausable, PauseReason, ReasonMissing
from .rules import blanks_in, is_handler

GRADED = (ClockKind.FIX, ClockKind.MAJOR)


def lock_own(case_id: UUID, by: Viewer, *, version: int | None = None) -> Case:
    """The case, locked, if the viewer works on it. Raises NotThere, Outdated."""
    case = lock_case(case_id, version=version)
    if not is_handler(by, standing_assignment(case)):
        raise NotThere
    return case


def accept(*, case_id: UUID, by: Viewer) -> Case:
    """Take the case. Accepting is also an acknowledgement. Raises NotThere, NotNow."""
    case = lock_own(case_id, by)
    at = now()
    move(case=case, verb=Verb.ACCEPTED, to=State.ACCEPTED, by=by, at=at)
    _stop(case, at, by, ClockKind.ACCEPT)
    return acknowledge(case_id=case_id, by=by)


def record_contact(*, case_id: UUID, by: Viewer, note: str = "") -> Case:
    """The resident was spoken to. Stops the contact clock. Raises NotThere, NotNow."""
    case = _working(case_id, by)
    at = now()
    write(case=case, verb=Verb.CONTACTED, by=by, at=at, note=note)
    _stop(case, at, by, ClockKind.CONTACT)
    return case


def arrive(*, case_id: UUID, by: Viewer) -> Case:
    """Somebody is on site. Never asks for a position or a photo (rule R-1). Raises NotThere, NotNow."""
    case = lock_own(case_id, by)
    at = now()
    move(case=case, verb=Verb.ARRIVED, to=State.ARRIVED, by=by, at=at)
    _stop(case, at, by, ClockKind.ARRIVE, ClockKind.ACCEPT, ClockKind.CONTACT, ClockKind.ACKNOWLEDGE)
    tell_requester(case=case, topic=f"arrived:{case.reopened + 1}", template="arrived")
    return case


def mark_done(*, case_id: UUID, by: Viewer, note: str = "") -> Case:
    """The worker's tap: the graded clock stops. Whether it is solved stays the resident's word."""
    case = _working(case_id, by)
    at = now()
    write(case=case, verb=Verb.DONE, by=by, at=at, note=note)
    _stop(case, at, by, *GRADED)
    return case


def note(*, case_id: UUID, by: Viewer, text: str) -> Case:
    """An inner note of somebody who may see the case. Raises ReasonMissing when empty."""
    case = lock_case(case_id)
    if not (is_handler(by, standing_assignment(case)) or by.may(Permission.CASE_READ, case.scope_id)):
        raise NotThere
    if not text.strip():
        raise ReasonMissing
    write(case=case, verb=Verb.NOTED, by=by, text=text.strip()[:2000])
    return case


def add_evidence(*, case_id: UUID, by: Viewer, file: File, stage: str) -> Attachment:
    """A picture of the work, before or after. Optional everywhere (rule R-1). Raises NotThere."""
    case = lock_own(case_id, by)
    at = now()
    attachment = Attachment(
        case=case,
        scope_id=case.scope_id,
        stage=stage,
        mime=file.mime,
        name=file.name[:120],
        size=len(file.body),
        sha256=hashlib.sha256(file.body).digest(),
        body=file.body,
        added_at=at,
        added_by=by.actor,
    )
    attachment.save(force_insert=True)
    write(case=case, verb=Verb.EVIDENCE, by=by, at=at, stage=stage, sha256=bytes(attachment.sha256).hex())
    return attachment


def pause_clocks(*, case_id: UUID, by: Viewer, reason: str) -> Case:
    """Pause while the resident is unavailable: the only lawful pause. Raises PauseReason, NotPausable."""
    case = _working(case_id, by)
    clocks = running(case)
    if clocks and reason not in set().union(*(level_of(clock).pause_reasons for clock in clocks)):
        raise PauseReason
    at = now()
    if not pause(case=case, at=at, by=by, reason=reason):
        raise NotPausable
    write(case=case, verb=Verb.PAUSED, by=by, at=at, reason=reason)
    refresh_next_due(case, at)
    return case


def resume_clocks(*, case_id: UUID, by: Viewer) -> Case:
    """The resident is there again. Raises NotPausable."""
    case = _working(case_id, by)
    at = now()
    if not resume(case=case, at=at, by=by):
        raise NotPausable
    write(case=case, verb=Verb.RESUMED, by=by, at=at)
    refresh_next_due(case, at)
    return case


def publish_plan(
    *, case_id: UUID, by: Viewer, steps: str, owner: str, done_by: date, cost_fen: int | None = None
) -> Plan:
    """Tell the resident how and until when (report 004: a plan within a day). Stops the plan clock."""
    case = _working(case_id, by)
    if not steps.strip() or not owner.strip():
        raise ReasonMissing
    at = now()
    plan = Plan.objects.create(
        case=case, scope_id=case.scope_id, steps=steps.strip(), owner=owner.strip()[:60], done_by=done_by,
        cost_fen=cost_fen, made_by=by.actor, told_at=at,
    )  # fmt: skip
    write(case=case, verb=Verb.PLAN_TOLD, by=by, at=at, steps=plan.steps, owner=plan.owner,
          done_by=done_by.isoformat(), cost_fen=cost_fen)  # fmt: skip
    _stop(case, at, by, ClockKind.PLAN)
    return plan


def propose(*, case_id: UUID, by: Viewer, answer: str, version: int | None = None) -> Case:
    """Give the resident a written answer and ask for the verdict; a handler can do no more than that.

    A clerk may answer a case nobody has to go out for straight from the queue. What follows (waiting for the
    resident's word, silence, follow-up) belongs to closure. Raises AnswerMissing, NotThere, NotNow, Outdated.
    """
    case = lock_case(case_id, version=version)
    if case.state != State.RECEIVED and not is_handler(by, standing_assignment(case)):
        raise NotThere
    if not answer.strip():
        raise AnswerMissing
    if blanks := blanks_in(answer):
        raise BlankLeft(blanks="、".join(blanks))
    at = now()
    case.answer, case.answered_at = answer.strip()[:5000], at
    case.save(update_fields=["answer", "answered_at"])
    move(case=case, verb=Verb.PROPOSED, to=State.PROPOSED, by=by, at=at, answer=case.answer)
    stop(case=case, clocks=running(case, [*GRADED, ClockKind.FINISH, ClockKind.CONTACT]), at=at, by=by)
    stop(
        case=case, clocks=running(case), at=at, by=by, what=What.CANCEL
    )  # an arrival that never was is not "met"
    refresh_next_due(case, at)
    Timer.objects.create(
        case=case, scope_id=case.scope_id, what="ask", generation=case.reopened + 1, due_at=at
    )  # bridges/timers.py asks the resident for the verdict
    return case


def _working(case_id: UUID, by: Viewer) -> Case:
    case = lock_own(case_id, by)
    if case.state not in WITH_HANDLER:
        raise NotNow(state=State(case.state).label)
    return case


def _stop(case: Case, at: datetime, by: Viewer, *kinds: ClockKind) -> None:
    stop(case=case, clocks=running(case, [kind.value for kind in kinds]), at=at, by=by)
    refresh_next_due(case, at)
