"""What the platform answers: more time or not, the order taken back or not. Each answer is heard once."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s4_handling.extending import extend_by_order
from huiyin.casework.s5_closure.models import Owed
from huiyin.casework.s5_closure.owing import close_timers, move_day
from huiyin.casework.s5_closure.words import GivenBy, OwedKind, RequestKind
from huiyin.ground.clock import now
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Permission, Role

from .asking import requests_of
from .models import PlatformRequest
from .refusals import AnsweredOtherwise, UnknownOrder


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform says to one question: about which order and what; our own number of it, if it tells.

    `platform` empty: whichever sent that number. `due_at`: the new day, aware, when more time was granted.
    """

    ref: str
    kind: RequestKind
    granted: bool
    due_at: datetime | None = None
    words: str = ""
    platform: str = ""
    request_id: int | None = None


def hear_answer(*, answer: Answer, how: GivenBy, by: Viewer) -> tuple[PlatformRequest, bool]:
    """Write the answer down and do what it says; the question, and whether the answer was new.

    More time: the order's day moves, and the case's own clock by the extension its rules allow, the reason
    told (extending.py); where they allow none, the clock stands and the line says so. Taken back: nothing is
    owed to the platform any more; the case stays until its requester has an answer. The very same answer once
    more changes nothing. Raises UnknownOrder, AnsweredOtherwise, NotThere.
    """
    asked = _asked(answer, by)
    case, at = lock_case(asked.owed.case_id), now()
    by.must(Permission.CASE_TRIAGE, case.scope_id)
    asked.refresh_from_db(fields=["decided_at", "granted", "due_at", "words"])
    due_at = (answer.due_at or asked.wanted_at) if answer.granted and asked.wanted_at else None
    if asked.decided_at is not None:
        if (asked.granted, asked.due_at) != (answer.granted, due_at):
            raise AnsweredOtherwise
        return asked, False
    asked.decided_at, asked.decided_how, asked.granted = at, how, answer.granted
    asked.due_at, asked.words = due_at, answer.words.strip()[:300]
    asked.sent_at = asked.sent_at or at  # it was heard of, so it was sent
    asked.save()
    clock_moved = answer.granted and _do(case, asked, by, at)
    write(case=case, verb=Verb.PLATFORM_ANSWERED, by=by, at=at, kind=asked.kind, to=asked.owed.to,
          ref=asked.owed.ref, granted=asked.granted, words=asked.words, clock_moved=clock_moved,
          until=due_at.isoformat() if due_at else None)  # fmt: skip
    _tell(case, asked)
    return asked, True


def order_for(*, ref: str, platform: str, by: Viewer) -> Owed:
    """The newest work order of that number the viewer sorts. Raises UnknownOrder."""
    found = Owed.objects.filter(kind=OwedKind.SLIP, ref=ref.strip()[:80])
    if platform.strip():
        found = found.filter(to=platform.strip()[:120])
    for owed in found.select_related("case").order_by("-pk"):
        if by.may(Permission.CASE_TRIAGE, owed.scope_id):
            return owed
    raise UnknownOrder(ref=ref)


def _asked(answer: Answer, by: Viewer) -> PlatformRequest:
    mine = requests_of(by).filter(kind=answer.kind, owed__ref=answer.ref.strip()[:80])
    if answer.platform.strip():
        mine = mine.filter(owed__to=answer.platform.strip()[:120])
    if answer.request_id is not None:
        mine = mine.filter(pk=answer.request_id)
    found = mine.order_by("-pk").first()
    if found is None:
        raise UnknownOrder(ref=answer.ref)
    return found


def _do(case: Case, asked: PlatformRequest, by: Viewer, at: datetime) -> bool:
    """Whether a clock of the case moved."""
    if asked.kind == RequestKind.RETURN:
        asked.owed.done_at = asked.owed.done_at or at
        asked.owed.save(update_fields=["done_at"])
        close_timers(case, at)
        return False
    if asked.due_at is not None:
        move_day(owed=asked.owed, due_at=asked.due_at, at=at)
    decided_by = f"platform:{asked.owed.to}"
    extended = extend_by_order(
        case=case, reason=asked.reason, asked_by=asked.asked_by, decided_by=decided_by, by=by
    )
    return extended is not None


def _tell(case: Case, asked: PlatformRequest) -> None:
    """The clerks hear of it: an order taken back still leaves somebody who waits for an answer."""
    clerks = holders(role=Role.CLERK, scope_ids=scope_tree().up(case.scope_id))
    granted = "granted" if asked.granted else "refused"
    post_to_inbox(
        scope_id=case.scope_id, subject_id=case.pk, topic=f"platform:{asked.pk}",
        account_ids=sorted(clerk.pk for clerk in clerks), template=f"platform-{asked.kind}-{granted}",
        params={"number": case.number, "to": asked.owed.to},
    )  # fmt: skip
