"""How a case ends: by the resident's word, by silence after a delivered notice, or by follow-up."""

from datetime import datetime, timedelta
from uuid import UUID

from huiyin.casework.casefile.acts import lock_case, move
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s2_triage.acts import align_clocks
from huiyin.casework.s2_triage.merging import leave
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.casework.s4_handling.notices import tell_requester
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.outbox.models import Notice, NoticeState
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.registers.rules.words import StartEvent

from .models import Verdict
from .refusals import TooLateToReopen, VerdictMissing
from .words import VerdictBy

SILENCE = timedelta(hours=72)
"""Silence counts from the delivery of the notice (ux A21)."""
DELIVERY = timedelta(hours=24)
"""A notice not delivered by then hands the case to the follow-up list."""
REOPEN_DAYS = 30
"""A case may be reopened by its requester for 30 days, as the same case, counted (mission, settled)."""


def ask_for_verdict(*, case_id: UUID) -> None:
    """After an answer: ask the requester, or put the case on the follow-up list if nobody is reached."""
    case = lock_case(case_id)
    if case.state != State.PROPOSED:
        return
    round_no = case.reopened + 1
    if tell_requester(case=case, topic=f"answered:{round_no}", template="answered", always=True):
        _set_timer(case, "undelivered", round_no, after=DELIVERY)
    else:
        move(case=case, verb=Verb.TO_FOLLOW_UP, to=State.FOLLOW_UP, by=SYSTEM, at=now(), why="unreachable")


def start_silence(*, case_id: UUID, round_no: int) -> None:
    """The answer's notice was delivered: 72 hours of silence from now end the case."""
    case = lock_case(case_id)
    if case.state == State.PROPOSED and case.reopened + 1 == round_no:
        Timer.objects.filter(case=case, what="undelivered", fired_at=None).update(cancelled_at=now())
        _set_timer(case, "lapse", round_no, after=SILENCE)


def lapse(*, case_id: UUID, round_no: int) -> None:
    """72 hours without a word: an end state of its own, never counted as satisfied."""
    case = lock_case(case_id)
    delivered = Notice.objects.filter(
        subject_id=case.pk, topic=f"answered:{round_no}", state=NoticeState.DELIVERED
    ).exists()
    if case.state == State.PROPOSED and case.reopened + 1 == round_no and delivered:
        move(case=case, verb=Verb.LAPSED, to=State.LAPSED, by=SYSTEM, at=now())


def hand_to_follow_up(*, case_id: UUID, round_no: int, why: str) -> None:
    """The notice did not get through: a clerk calls instead."""
    case = lock_case(case_id)
    if case.state == State.PROPOSED and case.reopened + 1 == round_no:
        move(case=case, verb=Verb.TO_FOLLOW_UP, to=State.FOLLOW_UP, by=SYSTEM, at=now(), why=why)


def judge(*, case_id: UUID, solved: bool | None, satisfied: str, words: str, by: Viewer) -> Case:
    """The requester's word. Solved ends the case; not solved reopens it in this same transaction.

    Raises VerdictMissing, NotNow, NotThere.
    """
    if solved is None:
        raise VerdictMissing
    case, at = lock_case(case_id), now()
    verdict = Verdict(
        case=case, scope_id=case.scope_id, round=case.reopened + 1, solved=solved, satisfied=satisfied,
        words=words.strip()[:1000], by=VerdictBy.REQUESTER, actor=by.actor, at=at,
    )  # fmt: skip
    if solved:
        move(case=case, verb=Verb.VERDICT, to=State.CONFIRMED, by=by, at=at, solved=True, satisfied=satisfied,
             words=verdict.words)  # fmt: skip
        verdict.save(force_insert=True)
        _cancel_waiting(case, at)
        return case
    if case.state not in (State.PROPOSED, State.FOLLOW_UP):
        return reopen(case_id=case_id, words=words, by=by)
    verdict.save(force_insert=True)
    return start_again(case, by, words)


def reopen(*, case_id: UUID, words: str, by: Viewer) -> Case:
    """The requester says it is not solved after all, within 30 days.

    Raises TooLateToReopen, NotNow, NotThere.
    """
    case = lock_case(case_id)
    if case.ended_at is not None and now() > case.ended_at + timedelta(days=REOPEN_DAYS):
        raise TooLateToReopen(days=REOPEN_DAYS)
    return start_again(case, by, words)


def start_again(case: Case, by: Viewer, words: str) -> Case:
    """Back to the same handler (or to the clerk) with fresh clocks; the answer stays in the timeline."""
    at, standing = now(), standing_assignment(case)
    move(case=case, verb=Verb.REOPENED, to=State.DISPATCHED if standing else State.RECEIVED, by=by, at=at,
         words=words.strip()[:1000], answer=case.answer)  # fmt: skip
    case.reopened, case.answer, case.answered_at = case.reopened + 1, "", None
    case.save(update_fields=["reopened", "answer", "answered_at"])
    _cancel_waiting(case, at)
    leave(case=case, at=at)
    align_clocks(case=case, at=at, by=by, since=at, events=frozenset(StartEvent))
    if standing and standing.account_id:
        standing.acknowledged_at = None
        standing.save(update_fields=["acknowledged_at"])
        post_to_inbox(
            scope_id=case.scope_id, subject_id=case.pk, topic=f"reopened:{case.reopened}",
            account_ids=[standing.account_id], template="reopened", params={"number": case.number},
        )  # fmt: skip
    return case


def _cancel_waiting(case: Case, at: datetime) -> None:
    waiting = Timer.objects.filter(
        case=case, what__in=("ask", "lapse", "undelivered"), fired_at=None, cancelled_at=None
    )
    waiting.update(cancelled_at=at)


def _set_timer(case: Case, what: str, round_no: int, *, after: timedelta) -> None:
    Timer.objects.get_or_create(
        case=case, clock=None, what=what, generation=round_no, step=0,
        defaults={"scope_id": case.scope_id, "due_at": now() + after},
    )  # fmt: skip
