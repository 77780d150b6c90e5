"""The requester takes a request back: an end state of its own, in the own words, nobody else's doing."""

from uuid import UUID

from huiyin.casework.casefile.acts import lock_case, move
from huiyin.casework.casefile.clocks import What
from huiyin.casework.casefile.ledger import refresh_next_due, running, stop
from huiyin.casework.casefile.models import Case, Hold, Timer
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s2_triage.merging import leave, send
from huiyin.casework.s4_handling.suspending import close_suspension
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .models import Withdrawal
from .refusals import WithdrawalWords
from .words import WithdrawalReason


def withdraw(*, case_id: UUID, reason: str, words: str, by: Viewer) -> Case:
    """Take the own request back while nobody has answered it. It can be opened again for 30 days.

    Those joined to it go on alone. Raises WithdrawalWords, NotNow, NotThere.
    """
    if by.case_id != case_id:
        raise NotThere
    words = words.strip()[:1000]
    if reason not in WithdrawalReason.values or (reason == WithdrawalReason.OTHER and not words):
        raise WithdrawalWords
    case, at = lock_case(case_id), now()
    was_joined = case.state == State.MERGED
    move(case=case, verb=Verb.WITHDRAWN, to=State.WITHDRAWN, by=by, at=at, ground=reason, words=words)
    Withdrawal.objects.create(  # after the move: a second press from another page is told NotNow by it
        case=case, scope_id=case.scope_id, round=case.reopened + 1, reason=reason, words=words,
        actor=by.actor, at=at,
    )  # fmt: skip
    stop(case=case, clocks=running(case), at=at, by=by, what=What.CANCEL)
    close_suspension(case=case, by=by, at=at, why="withdrawn")
    Hold.objects.filter(case=case, until=None).update(until=at)
    Timer.objects.filter(case=case, fired_at=None, cancelled_at=None).update(cancelled_at=at)
    refresh_next_due(case, at)
    if was_joined:
        leave(case=case, at=at)
    send(case, "main_ended", at)
    return case
