"""What the way a request came in is owed beside the answer to the person.

A work order of the city's hotline goes back with a slip in that system's own number; a delegate's proposal
gets a written reply by a date (report 000: each of the five sources has its own duty). Both are ready when
the case has a written answer, and done only when somebody says that it went out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from huiyin.casework.casefile.acts import lock_case, write
from huiyin.casework.casefile.models import Case, Timer
from huiyin.casework.casefile.words import ANSWERED, Verb
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .models import GivenBack, Owed
from .refusals import NothingToGiveBack
from .slips import slips_of
from .words import GivenBy, OwedKind

NEAR, OVER = "owed_near", "owed_over"
"""The timers of what is owed."""
WARNING = timedelta(days=1)
"""How long before its day somebody is told; half of the time when there is less."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What is owed to whom and by when; moments are aware."""

    kind: OwedKind
    to: str
    ref: str = ""
    due_at: datetime | None = None
    accept_by: datetime | None = None
    contact_by: datetime | None = None


def owe(*, case_id: UUID, claim: Claim, by: Viewer) -> Owed:
    """Note what is owed for a case; a second time changes nothing. Raises NotThere."""
    case, at = lock_case(case_id), now()
    by.must(Permission.CASE_FILE, case.scope_id)
    known = Owed.objects.filter(case=case, kind=claim.kind).first()
    if known is not None:
        return known
    owed = Owed.objects.create(
        case=case, scope_id=case.scope_id, kind=claim.kind, to=claim.to[:120], ref=claim.ref[:80],
        accept_by=claim.accept_by, contact_by=claim.contact_by, due_at=claim.due_at,
        made_by=by.actor, made_at=at,
    )  # fmt: skip
    if claim.due_at is not None:
        _set_timers(case, claim.due_at, at)
    due = claim.due_at.isoformat() if claim.due_at else None
    write(case=case, verb=Verb.OWED, by=by, at=at, kind=owed.kind, to=owed.to, ref=owed.ref, due_at=due)
    return owed


def give_back(*, owed_id: int, by: Viewer, how: GivenBy, words: str = "", receipt: str = "") -> GivenBack:
    """Note that the slip (as it stands now) or the written reply went out.

    Clerks may, and the program that brought the request in. The very same once more (two workers, two clerks)
    changes nothing. Raises NotThere, NothingToGiveBack (no written answer yet, or a reply without words).
    """
    owed = owed_for(by, owed_id)
    case, at = lock_case(owed.case_id), now()
    owed.refresh_from_db(fields=["done_at"])  # somebody may have been faster while the case was locked
    body = {"text": words.strip()} if owed.kind == OwedKind.REPLY else _slip(case)
    if not any(body.values()):
        raise NothingToGiveBack
    last = owed.given.order_by("-pk").first()
    if last is not None and last.body == body:
        return last
    given = GivenBack.objects.create(
        owed=owed, scope_id=owed.scope_id, how=how, body=body, receipt=receipt.strip()[:120],
        actor=by.actor, at=at,
    )  # fmt: skip
    if owed.done_at is None:
        owed.done_at = at
        owed.save(update_fields=["done_at"])
        close_timers(case, at)
    write(case=case, verb=Verb.GIVEN_BACK, by=by, at=at, kind=owed.kind, to=owed.to, ref=owed.ref,
          how=given.how, receipt=given.receipt)  # fmt: skip
    return given


def owed_of(viewer: Viewer) -> QuerySet[Owed]:
    """What the viewer may see of it: clerks all of their scopes, a program what it brought in itself."""
    clerk = Q(scope_id__in=viewer.grants.get(Permission.CASE_TRIAGE, frozenset()))
    own = Q(scope_id__in=viewer.grants.get(Permission.CASE_FILE, frozenset()), case__entered_by=viewer.actor)
    rows = Owed.objects.select_related("case", "case__place")
    return rows if viewer.everywhere else rows.filter(clerk | own)


def owed_for(viewer: Viewer, owed_id: int) -> Owed:
    """One of them. Raises NotThere."""
    owed = Owed.objects.select_related("case", "case__place").filter(pk=owed_id).first()
    if owed is None or not _sees(viewer, owed):
        raise NotThere
    return owed


def _sees(viewer: Viewer, owed: Owed) -> bool:
    if viewer.may(Permission.CASE_TRIAGE, owed.scope_id):
        return True
    return viewer.may(Permission.CASE_FILE, owed.scope_id) and owed.case.entered_by == viewer.actor


def ready(rows: QuerySet[Owed]) -> QuerySet[Owed]:
    """Those not given back yet whose case has a written answer."""
    return rows.filter(done_at=None, case__state__in=ANSWERED)


def in_order(rows: QuerySet[Owed]) -> QuerySet[Owed]:
    """The nearest day first; what has none comes last."""
    return rows.order_by("due_at", "pk")  # NULLs sort last in PostgreSQL


def open_claims(case: Case) -> Iterable[Owed]:
    """What is still owed for a case."""
    return Owed.objects.filter(case=case, done_at=None).order_by("pk")


def _slip(case: Case) -> dict[str, Any]:
    if case.state not in ANSWERED:
        raise NothingToGiveBack
    return slips_of([case])[case.pk].as_json()


def move_day(*, owed: Owed, due_at: datetime, at: datetime) -> None:
    """The other side gave another day: the reminders follow it. The case is locked."""
    owed.due_at = due_at
    owed.save(update_fields=["due_at"])
    close_timers(owed.case, at)
    _set_timers(owed.case, due_at, at)


def close_timers(case: Case, at: datetime) -> None:
    """Nobody is reminded any more."""
    case.timers.filter(what__in=(NEAR, OVER), fired_at=None, cancelled_at=None).update(cancelled_at=at)


def _set_timers(case: Case, due_at: datetime, at: datetime) -> None:
    near = due_at - min(WARNING, (due_at - at) / 2)
    last = case.timers.filter(what__in=(NEAR, OVER)).aggregate(last=Max("generation"))["last"] or 0
    for what, moment in ((NEAR, near), (OVER, due_at)):
        if moment > at or what == OVER:
            Timer.objects.create(
                case=case, scope_id=case.scope_id, what=what, generation=last + 1, step=1,
                due_at=max(moment, at),
            )  # fmt: skip
