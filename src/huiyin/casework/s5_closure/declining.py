"""Not accepting a case: one of six lawful outcomes, words for the resident, and a second person's review."""

from uuid import UUID

from huiyin.casework.casefile.acts import lock_case, move
from huiyin.casework.casefile.clocks import What
from huiyin.casework.casefile.ledger import refresh_next_due, running, stop
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s2_triage.merging import send
from huiyin.casework.s4_handling.notices import tell_requester
from huiyin.casework.s4_handling.refusals import AnswerMissing, SecondPerson
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .models import DeclineReview
from .words import LegalOutcome


def ask_to_decline(*, case_id: UUID, outcome: LegalOutcome, answer: str, by: Viewer) -> DeclineReview:
    """Propose not to accept the case (接诉即办条例 11(3)). Raises AnswerMissing, NotNow, NotThere."""
    if not answer.strip():
        raise AnswerMissing
    case, at = lock_case(case_id), now()
    case.answer, case.answered_at = answer.strip()[:5000], at
    case.save(update_fields=["answer", "answered_at"])
    move(
        case=case,
        verb=Verb.DECLINE_ASKED,
        to=State.DECLINING,
        by=by,
        at=at,
        outcome=outcome,
        answer=case.answer,
    )
    return DeclineReview.objects.create(
        case=case, scope_id=case.scope_id, outcome=outcome, asked_by=by.actor, asked_at=at
    )


def review_decline(*, case_id: UUID, uphold: bool, note: str, by: Viewer) -> Case:
    """A second person upholds it, and the resident is told, or gives the case back to be handled.

    Raises SecondPerson, NotThere, NotNow.
    """
    case, at = lock_case(case_id), now()
    review = DeclineReview.objects.filter(case=case, decided_at=None).first()
    if review is None:
        raise NotThere
    if review.asked_by == by.actor:
        raise SecondPerson
    review.decided_by, review.decided_at, review.upheld, review.note = by.actor, at, uphold, note[:500]
    review.save(update_fields=["decided_by", "decided_at", "upheld", "note"])
    if uphold:
        move(
            case=case,
            verb=Verb.DECLINED,
            to=State.DECLINED,
            by=by,
            at=at,
            outcome=review.outcome,
            answer=case.answer,
        )
        stop(case=case, clocks=running(case), at=at, by=by, what=What.CANCEL)
        refresh_next_due(case, at)
        send(case, "main_ended", at)
        tell_requester(case=case, topic=f"answered:{case.reopened + 1}", template="answered", always=True)
    else:
        move(case=case, verb=Verb.DECLINE_OVERTURNED, to=State.RECEIVED, by=by, at=at, note=note[:500])
        case.answer, case.answered_at = "", None
        case.save(update_fields=["answer", "answered_at"])
    return case
