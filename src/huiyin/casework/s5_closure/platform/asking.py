"""Ask the platform for more time or to take the order back. Until it has answered, every limit runs on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiyin.casework.casefile.acts import NotNow, lock_case, write
from huiyin.casework.casefile.words import MOVING, State, Verb
from huiyin.casework.s4_handling.refusals import AskedAlready, ReasonMissing
from huiyin.casework.s4_handling.returns.refusals import BasisMissing, OwnerMissing
from huiyin.casework.s5_closure.owing import owed_for, owed_of
from huiyin.casework.s5_closure.words import GivenBy, OwedKind, RequestKind
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import PlatformRequest
from .refusals import NewDayMissing, NoOpenOrder


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `reason` and `wanted_at` of an extension; `legal_basis` and `suggested` of a return."""

    kind: RequestKind
    reason: str = ""
    wanted_at: datetime | None = None
    legal_basis: str = ""
    suggested: str = ""


def ask_platform(*, owed_id: int, question: Question, by: Viewer) -> PlatformRequest:
    """Write the question down; it goes out with the next round of the exchange, or in a table.

    Raises NoOpenOrder, NotNow (answered already), ReasonMissing, NewDayMissing, BasisMissing, OwnerMissing,
    AskedAlready, NotThere.
    """
    owed = owed_for(by, owed_id)
    case, at = lock_case(owed.case_id), now()
    by.must(Permission.CASE_TRIAGE, case.scope_id)
    owed.refresh_from_db(fields=["done_at", "due_at"])
    if owed.kind != OwedKind.SLIP or owed.done_at is not None:
        raise NoOpenOrder
    if case.state not in MOVING:
        raise NotNow(state=State(case.state).label)
    _must_be_founded(question, max(at, owed.due_at or at))
    if owed.requests.filter(kind=question.kind, decided_at=None).exists():
        raise AskedAlready
    asked = PlatformRequest.objects.create(
        owed=owed, scope_id=owed.scope_id, kind=question.kind, reason=question.reason.strip()[:200],
        legal_basis=question.legal_basis.strip()[:200], suggested=question.suggested.strip()[:120],
        wanted_at=question.wanted_at, asked_by=by.actor, asked_by_label=by.label[:80], asked_at=at,
    )  # fmt: skip
    write(case=case, verb=Verb.PLATFORM_ASKED, by=by, at=at, kind=asked.kind, to=owed.to, ref=owed.ref,
          reason=asked.reason or asked.legal_basis, suggested=asked.suggested,
          until=asked.wanted_at.isoformat() if asked.wanted_at else None)  # fmt: skip
    return asked


def note_sent(*, request_id: int, by: Viewer, how: GivenBy, receipt: str = "") -> PlatformRequest:
    """Note that the question went out; a second time changes nothing. Raises NotThere."""
    found = requests_of(by).filter(pk=request_id).first()
    if found is None:
        raise NotThere
    case, at = lock_case(found.owed.case_id), now()
    by.must(Permission.CASE_TRIAGE, case.scope_id)
    found.refresh_from_db(fields=["sent_at"])
    if found.sent_at is not None:
        return found
    found.sent_at, found.sent_how, found.receipt = at, how, receipt.strip()[:120]
    found.save(update_fields=["sent_at", "sent_how", "receipt"])
    write(case=case, verb=Verb.PLATFORM_SENT, by=by, at=at, kind=found.kind, to=found.owed.to,
          ref=found.owed.ref, how=found.sent_how, receipt=found.receipt)  # fmt: skip
    return found


def requests_of(viewer: Viewer) -> QuerySet[PlatformRequest]:
    """The questions about orders the viewer may see."""
    mine = owed_of(viewer).order_by().values("pk")
    found = PlatformRequest.objects.select_related("owed__case__place")
    return found if viewer.everywhere else found.filter(owed__in=mine)


def unsent(rows: QuerySet[PlatformRequest]) -> QuerySet[PlatformRequest]:
    """Those that have not gone out, the oldest first."""
    return rows.filter(sent_at=None, decided_at=None).order_by("asked_at", "pk")


def fields_of(asked: PlatformRequest) -> Mapping[str, object]:
    """The question as the platform gets it; `id` tells it from another one, so it may be sent twice."""
    return {
        "id": str(asked.pk), "kind": asked.kind, "number": asked.owed.case.number, "reason": asked.reason,
        "legal_basis": asked.legal_basis, "suggested": asked.suggested,
        "wanted_at": asked.wanted_at.isoformat() if asked.wanted_at else None,
        "asked_at": asked.asked_at.isoformat(),
    }  # fmt: skip


def _must_be_founded(question: Question, after: datetime) -> None:
    if question.kind is RequestKind.EXTENSION:
        if not question.reason.strip():
            raise ReasonMissing
        if question.wanted_at is None or question.wanted_at <= after:
            raise NewDayMissing
        return
    if not question.legal_basis.strip():
        raise BasisMissing
    if not question.suggested.strip():
        raise OwnerMissing
