"""Of the reports that were ever under a confirmed mark: how many had something to them. The harm, counted."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.db.models import Exists, OuterRef, Q

from huiyin.casework.casefile.models import Case, Requester
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import ANSWERED, State
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer

from .models import NuisanceMark
from .reads import marks_for

_WORKED_ON = frozenset(ANSWERED) - {State.DECLINING, State.DECLINED}
_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Truth:
    """n of N: `true` of the `known` (those that came to an end); `open` is not known yet."""

    true: list[Case] = field(default_factory=list)
    known: list[Case] = field(default_factory=list)
    open: list[Case] = field(default_factory=list)


def truth_of(viewer: Viewer) -> Truth:
    """The three lists, newest first.

    True: whoever lifted the mark said so, or a unit had it and it was answered. Three queries in all.
    """
    marks = list(marks_for(viewer).filter(confirmed=True).order_by("-decided_at"))
    on_phone: dict[bytes, list[NuisanceMark]] = defaultdict(list)
    for mark in marks:
        on_phone[bytes(mark.phone_index)].append(mark)
    alone = {mark.case_id for mark in on_phone.pop(b"", [])}
    said = {mark.lifted_on_id for mark in marks if mark.proved_true}
    truth = Truth()
    for case in _cases(viewer, alone, on_phone):
        phone = bytes(case.requester.phone_index)
        if case.pk in alone or any(_covered(mark, case) for mark in on_phone.get(phone, ())):
            _count(truth, case, true=case.pk in said)
    return truth


def _cases(viewer: Viewer, alone: Iterable[object], phones: Iterable[bytes]) -> Iterable[Case]:
    theirs = Requester.objects.filter(phone_index__in=list(phones)).values("case_id")
    rows = cases_of(viewer).filter(Q(pk__in=list(alone)) | Q(pk__in=theirs)).exclude(state=State.HISTORY)
    had = Assignment.objects.filter(case=OuterRef("pk"))
    shown = ("number", "title", "scope_id", "state", "received_at", "ended_at", "requester__phone_index")
    found = rows.annotate(given_out=Exists(had)).select_related("requester").only(*shown)
    return found.order_by("-received_at", "-pk")


def _covered(mark: NuisanceMark, case: Case) -> bool:
    """Whether the case was open at any moment while the mark on its telephone stood."""
    over = min(mark.until, mark.lifted_at or _EVER)
    begun = mark.decided_at or _EVER
    here = mark.scope_id in scope_tree().up(case.scope_id)
    return here and case.received_at < over and begun < (case.ended_at or _EVER)


def _count(truth: Truth, case: Case, *, true: bool) -> None:
    given_out = bool(getattr(case, "given_out", False))
    if true or (State(case.state) in _WORKED_ON and given_out):
        truth.true.append(case)
    elif case.state not in ANSWERED and case.state != State.WITHDRAWN:
        truth.open.append(case)
        return
    truth.known.append(case)
