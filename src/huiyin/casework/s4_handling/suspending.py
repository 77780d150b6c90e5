"""The pending list (挂账): what cannot be solved now rests, approved by another, until its review date.

A ground, a plan and a date the rule pack allows; the resident is told. When nobody has looked at it again by
the day after the review date, it is handled again by itself: nothing can be forgotten there.
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from huiyin.casework.casefile.acts import NotNow, lock_case, move, write
from huiyin.casework.casefile.ledger import SUSPENDED, hold, lift
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.words import MOVING, State, Verb
from huiyin.casework.s2_triage.merging import send
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.ground.clock import now
from huiyin.ground.gathering import once_a_page
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Permission, Role
from huiyin.registers.rules.procedures import Procedure
from huiyin.registers.rules.reads import procedure_for

from .models import Suspension
from .notices import tell_requester
from .refusals import AskedAlready, NothingAsked, ReasonMissing, ReviewTooLate, SecondPerson, UnknownGround
from .rules import is_handler

ZONE = ZoneInfo("Asia/Shanghai")
MAY_REST = (*MOVING, State.SUSPENDED)
"""A suspended case may be asked for again: a renewal, decided like the first one."""
REVIEW, OVER = "review", "review_over"


def procedure_of(case: Case, at: datetime) -> Procedure:
    """The procedure pack of the case's scope. Raises NoPack."""
    return procedure_for(scope_tree().up(case.scope_id), at)


def ask_to_suspend(
    *, case_id: UUID, reason: str, why: str, plan: str, review_on: date, by: Viewer
) -> Suspension:
    """Ask to put a case on the pending list, or to keep it there. Its clocks run on until that is decided.

    Raises UnknownGround, ReasonMissing, ReviewTooLate, AskedAlready, NoPack, NotNow, NotThere.
    """
    case, at = lock_case(case_id), now()
    if not (by.may(Permission.CASE_DISPATCH, case.scope_id) or is_handler(by, standing_assignment(case))):
        raise NotThere
    if case.state not in MAY_REST:
        raise NotNow(state=State(case.state).label)
    rules = procedure_of(case, at)
    _must_fit(rules, reason, why, plan, review_on, at)
    if asked_of(case) is not None:
        raise AskedAlready
    asked = Suspension.objects.create(
        case=case, scope_id=case.scope_id, reason=reason, why=why.strip()[:500], plan=plan.strip()[:500],
        review_on=review_on, pack=rules.header.key, asked_by=by.actor, asked_at=at,
    )  # fmt: skip
    write(case=case, verb=Verb.SUSPEND_ASKED, by=by, at=at, ground=reason, reason=asked.why, plan=asked.plan,
          review_on=review_on.isoformat())  # fmt: skip
    return asked


def decide_suspension(*, case_id: UUID, approve: bool, by: Viewer, note: str = "") -> Case:
    """Another person approves or refuses. Approved: clocks stand still, the resident is told.

    Raises NothingAsked, SecondPerson, ReviewTooLate (the date was let pass), NotNow, NotThere.
    """
    case, at = lock_case(case_id), now()
    by.must(Permission.CASE_APPROVE, case.scope_id)
    asked = asked_of(case)
    if asked is None:
        raise NothingAsked
    if asked.asked_by == by.actor:
        raise SecondPerson
    asked.decided_by, asked.decided_at, asked.approved, asked.note = by.actor, at, approve, note.strip()[:500]
    if approve:
        _approve(case, asked, by, at)
    else:
        write(case=case, verb=Verb.SUSPEND_REFUSED, by=by, at=at, ground=asked.reason, note=asked.note)
    asked.save()
    return case


def take_up_again(*, case_id: UUID, by: Viewer, why: str = "taken_up") -> Case:
    """Off the pending list, back where it stood; its clocks run on. Raises NotNow, NotThere."""
    case, at = lock_case(case_id), now()
    if by is not SYSTEM:
        by.must(Permission.CASE_DISPATCH, case.scope_id)
    standing = standing_suspension(case)
    if standing is None:
        raise NotNow(state=State(case.state).label)
    move(case=case, verb=Verb.UNSUSPENDED, to=State(standing.state_before), by=by, at=at, why=why)
    _end(standing, by, at, why)
    _cancel_reviews(case, at)
    lift(case=case, at=at, by=by, reason=SUSPENDED)
    return case


def remind_of_review(*, case: Case, at: datetime) -> None:
    """The review date has come: clerks and those who approve are told."""
    standing = standing_suspension(case)
    if standing is None:
        return
    write(case=case, verb=Verb.REVIEW_DUE, by=SYSTEM, at=at, review_on=standing.review_on.isoformat())
    path = scope_tree().up(case.scope_id)
    people = {one.pk for role in (Role.CLERK, Role.LEADER) for one in holders(role=role, scope_ids=path)}
    post_to_inbox(
        scope_id=case.scope_id, subject_id=case.pk, topic=f"review:{standing.pk}", account_ids=sorted(people),
        template="review", params={"number": case.number},
    )  # fmt: skip


def asked_of(case: Case) -> Suspension | None:
    """What was asked and nobody decided."""
    return Suspension.objects.filter(case=case, decided_at=None).first()


@once_a_page
def standing_suspension(case: Case) -> Suspension | None:
    """The suspension by which the case rests now."""
    return standing_suspensions().filter(case=case).first()


def standing_suspensions() -> QuerySet[Suspension]:
    """All that stand."""
    return Suspension.objects.filter(approved=True, ended_at=None)


def close_suspension(*, case: Case, by: Viewer, at: datetime, why: str) -> None:
    """The case leaves the list for another reason (its requester took it back)."""
    for row in Suspension.objects.filter(case=case, decided_at=None):
        row.decided_by, row.decided_at, row.approved = "system", at, False
        row.save(update_fields=["decided_by", "decided_at", "approved"])
    for row in standing_suspensions().filter(case=case):
        _end(row, by, at, why)
    _cancel_reviews(case, at)


def last_day(rules: Procedure, at: datetime) -> date:
    """The latest review date the pack allows, counted from tomorrow on (民法典 201)."""
    return at.astimezone(ZONE).date() + timedelta(days=rules.longest_days)


def _must_fit(rules: Procedure, reason: str, why: str, plan: str, review_on: date, at: datetime) -> None:
    if reason not in rules.reasons:
        raise UnknownGround
    if not why.strip() or not plan.strip():
        raise ReasonMissing
    if not at.astimezone(ZONE).date() < review_on <= last_day(rules, at):
        raise ReviewTooLate(days=rules.longest_days)


def _approve(case: Case, asked: Suspension, by: Viewer, at: datetime) -> None:
    if asked.review_on <= at.astimezone(ZONE).date():
        raise ReviewTooLate(days=procedure_of(case, at).longest_days)
    before = standing_suspension(case)
    asked.state_before = before.state_before if before else case.state
    sent = tell_requester(case=case, topic=f"suspended:{asked.pk}", template="suspended")
    told = {"told": sent, "ground": asked.reason, "reason": asked.why, "plan": asked.plan,
            "review_on": asked.review_on.isoformat(), "asked_by": asked.asked_by}  # fmt: skip
    if before is not None:
        _end(before, by, at, "renewed")
        write(case=case, verb=Verb.SUSPENDED, by=by, at=at, **told)
    else:
        move(case=case, verb=Verb.SUSPENDED, to=State.SUSPENDED, by=by, at=at, **told)
    hold(case=case, at=at, by=by, reason=SUSPENDED)
    _cancel_reviews(case, at)
    _set_reviews(case, asked.review_on, at)


def _set_reviews(case: Case, day: date, at: datetime) -> None:
    morning = datetime.combine(day, time(8), tzinfo=ZONE)
    for what, due in (
        (REVIEW, morning),
        (OVER, datetime.combine(day, time.min, tzinfo=ZONE) + timedelta(days=1)),
    ):
        timer = send(case, what, at)
        timer.due_at = due
        timer.save(update_fields=["due_at"])


def _cancel_reviews(case: Case, at: datetime) -> None:
    waiting = Timer.objects.filter(case=case, what__in=(REVIEW, OVER), fired_at=None, cancelled_at=None)
    waiting.update(cancelled_at=at)


def _end(row: Suspension, by: Viewer, at: datetime, why: str) -> None:
    row.ended_at, row.ended_by, row.ended_why = at, by.actor, why[:20]
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])
