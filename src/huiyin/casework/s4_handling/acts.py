"""What handlers do: accept, contact, arrive, note, add evidence, mark done, plan, propose."""

import hashlib
from datetime import date, datetime
from uuid import UUID

from huiyin.casework.casefile.acts import NotNow, lock_case, move, write
from huiyin.casework.casefile.clocks import What
from huiyin.casework.casefile.ledger import refresh_next_due, running, stop
from huiyin.casework.casefile.models import Attachment, Case, Clock, Timer
from huiyin.casework.casefile.words import WITH_HANDLER, State, Verb
from huiyin.casework.s1_intake.apart import keep_apart
from huiyin.casework.s1_intake.request import File
from huiyin.casework.s3_dispatch.acts import acknowledge
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.words import ClockKind

from .models import Plan
from .pairs import must_be_new, must_have_pair
from .refusals import AnswerMissing, BlankLeft, PlanPast, ReasonMissing
from .rules import UNDO_FOR, blanks_in, is_handler, plan_ends

GRADED = (ClockKind.FIX, ClockKind.MAJOR)
ENDED_BY_ARRIVAL = (ClockKind.ARRIVE, ClockKind.ACCEPT, ClockKind.CONTACT, ClockKind.ACKNOWLEDGE)
TELL_ARRIVED, PLAN_DAY, WAIT = "arrived", "plan", "wait"
"""What timers say; see bridges/timers.py for what they do."""


def lock_own(case_id: UUID, by: Viewer, *, version: int | None = None) -> Case:
    """The case, locked, if the viewer works on it. Raises NotThere, Outdated."""
    case = lock_case(case_id, version=version)
    by.must(Permission.CASE_HANDLE, case.scope_id)
    if not is_handler(by, standing_assignment(case)):
        raise NotThere
    return case


def accept(*, case_id: UUID, by: Viewer) -> Case:
    """Take the case. Accepting is also an acknowledgement. Raises NotThere, NotNow."""
    case = lock_own(case_id, by)
    at, standing = now(), standing_assignment(case)
    clocks = running(case, [ClockKind.ACCEPT, ClockKind.ACKNOWLEDGE])
    move(case=case, verb=Verb.ACCEPTED, to=State.ACCEPTED, by=by, at=at, clocks=list(map(str, clocks)),
         acknowledges=standing is not None and standing.acknowledged_at is None)  # fmt: skip
    _end(case, clocks, at, by)
    return acknowledge(case_id=case_id, by=by)


def record_contact(*, case_id: UUID, by: Viewer, note: str = "") -> Case:
    """The resident was spoken to. Stops the contact clock. Raises NotThere, NotNow."""
    case = working_case(case_id, by)
    at = now()
    write(case=case, verb=Verb.CONTACTED, by=by, at=at, note=note)
    _end(case, running(case, [ClockKind.CONTACT]), at, by)
    return case


def arrive(*, case_id: UUID, by: Viewer, scanned: str = "") -> Case:
    """Somebody is on site. Never asks for a position or a photo (rule R-1). Raises NotThere, NotNow.

    `scanned` is the label of the place whose code the worker scanned, when it was done so. The resident is
    told by a timer once the step can no longer be taken back.
    """
    case = lock_own(case_id, by)
    at, was = now(), case.state
    clocks = running(case, ENDED_BY_ARRIVAL)
    proof = {"scanned": scanned} if scanned else {}
    move(case=case, verb=Verb.ARRIVED, to=State.ARRIVED, by=by, at=at, was=was,
         clocks=list(map(str, clocks)), **proof)  # fmt: skip
    _end(case, clocks, at, by)
    _set_timer(case, TELL_ARRIVED, at + UNDO_FOR)
    return case


def mark_done(*, case_id: UUID, by: Viewer, note: str = "") -> Case:
    """The worker's tap: the graded clock stops. Whether it is solved stays the resident's word."""
    case = working_case(case_id, by)
    at, clocks = now(), running(case, GRADED)
    write(case=case, verb=Verb.DONE, by=by, at=at, note=note, clocks=list(map(str, clocks)))
    _end(case, clocks, at, by)
    return case


def note(*, case_id: UUID, by: Viewer, text: str) -> Case:
    """An inner note of somebody who may see the case. Raises ReasonMissing when empty."""
    case = lock_case(case_id)
    works = by.may(Permission.CASE_HANDLE, case.scope_id) and is_handler(by, standing_assignment(case))
    if not (works or by.may(Permission.CASE_READ, case.scope_id)):
        raise NotThere
    if not text.strip():
        raise ReasonMissing
    write(case=case, verb=Verb.NOTED, by=by, text=text.strip()[:2000])
    return case


def add_evidence(*, case_id: UUID, by: Viewer, file: File, stage: str) -> Attachment | None:
    """A picture of the work, before or after. Optional everywhere (rule R-1).

    The same picture twice proves nothing. None when it waits for the malware scanner; the line is written
    when it is let in. Raises SamePicture, NotThere.
    """
    case = lock_own(case_id, by)
    at = now()
    if keep_apart(case=case, files=[file], stage=stage, at=at, by=by):
        return None
    must_be_new(case, file.body)
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


def publish_plan(
    *, case_id: UUID, by: Viewer, steps: str, owner: str, done_by: date, cost_fen: int | None = None
) -> Plan:
    """Tell the resident how and until when (report 004: a plan within a day). Stops the plan clock.

    The day of the plan becomes a timer: when it passes without an answer, everybody is told. Raises
    ReasonMissing, PlanPast, NotThere, NotNow.
    """
    case = working_case(case_id, by)
    if not steps.strip() or not owner.strip():
        raise ReasonMissing
    at = now()
    if plan_ends(done_by) <= at:
        raise PlanPast
    plan = Plan.objects.create(
        case=case, scope_id=case.scope_id, steps=steps.strip(), owner=owner.strip()[:60], done_by=done_by,
        cost_fen=cost_fen, made_by=by.actor, told_at=at,
    )  # fmt: skip
    write(case=case, verb=Verb.PLAN_TOLD, by=by, at=at, steps=plan.steps, owner=plan.owner,
          done_by=done_by.isoformat(), cost_fen=cost_fen)  # fmt: skip
    _end(case, running(case, [ClockKind.PLAN]), at, by)
    case.timers.filter(what=PLAN_DAY, fired_at=None, cancelled_at=None).update(cancelled_at=at)
    _set_timer(case, PLAN_DAY, plan_ends(done_by))
    return plan


def propose(*, case_id: UUID, by: Viewer, answer: str, version: int | None = None) -> Case:
    """Give the resident a written answer and ask for the verdict; a handler can do no more than that.

    A clerk may answer a case nobody has to go out for straight from the queue. What follows (waiting for the
    resident's word, silence, follow-up) belongs to closure. Raises AnswerMissing, PairMissing,
    NotThere, NotNow, Outdated.
    """
    case = lock_case(case_id, version=version)
    if case.state != State.RECEIVED and not is_handler(by, standing_assignment(case)):
        raise NotThere
    if not answer.strip():
        raise AnswerMissing
    if blanks := blanks_in(answer):
        raise BlankLeft(blanks="、".join(blanks))
    must_have_pair(case)
    return give_answer(case=case, answer=answer, by=by)


def give_answer(*, case: Case, answer: str, by: Viewer) -> Case:
    """Write the answer of a locked case, stop its clocks, let the resident be asked. Raises NotNow, NotThere.

    Clocks that were set aside stay so: the main case's counted.
    """
    at = now()
    case.answer, case.answered_at = answer.strip()[:5000], at
    case.save(update_fields=["answer", "answered_at"])
    move(case=case, verb=Verb.PROPOSED, to=State.PROPOSED, by=by, at=at, answer=case.answer)
    stop(case=case, clocks=running(case, [*GRADED, ClockKind.FINISH, ClockKind.CONTACT]), at=at, by=by)
    stop(
        case=case, clocks=running(case), at=at, by=by, what=What.CANCEL
    )  # an arrival that never was is not "met"
    refresh_next_due(case, at)
    case.timers.filter(what=WAIT, cancelled_at=None).update(cancelled_at=at)  # nothing is waited for any more
    Timer.objects.create(
        case=case, scope_id=case.scope_id, what="ask", generation=case.reopened + 1, due_at=at
    )  # bridges/timers.py asks the resident for the verdict
    return case


def working_case(case_id: UUID, by: Viewer) -> Case:
    """The case, locked, while the viewer works on it. Raises NotThere, NotNow."""
    case = lock_own(case_id, by)
    if case.state not in WITH_HANDLER:
        raise NotNow(state=State(case.state).label)
    return case


def _end(case: Case, clocks: list[Clock], at: datetime, by: Viewer) -> None:
    stop(case=case, clocks=clocks, at=at, by=by)
    refresh_next_due(case, at)


def _set_timer(case: Case, what: str, due_at: datetime) -> None:
    number = case.timers.filter(what=what).count() + 1
    Timer.objects.create(
        case=case, scope_id=case.scope_id, what=what, generation=1, step=number, due_at=due_at
    )
