"""Why a case was left out of a rate, and who said so: the reason and the second person of each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from huiyin.casework.s2_triage.linked import JOINING
from huiyin.casework.s2_triage.models import Link
from huiyin.casework.s4_handling.models import Suspension
from huiyin.casework.s5_closure.models import DeclineReview, Withdrawal
from huiyin.casework.s5_closure.words import LegalOutcome, WithdrawalReason

from .trail import names_of_actors


@dataclass(frozen=True, slots=True)
class Ground:
    """`reason` in words; `by`: who approved it, empty where the rule itself leaves the case out."""

    reason: str
    by: str


Told = tuple[UUID, str, str]
"""Case, reason, actor."""


def grounds_of(key: str, ids: Sequence[UUID]) -> dict[UUID, Ground]:
    """The grounds of cases that the exclusion `key` keeps out; the last one of each. Two queries at most."""
    told = {case_id: (reason, actor) for case_id, reason, actor in _READ.get(key, _declined)(ids)}
    names = names_of_actors(actor for _reason, actor in told.values())
    return {
        case_id: Ground(reason, names.get(actor, actor if ":" not in actor else ""))
        for case_id, (reason, actor) in told.items()
    }


def _declined(ids: Sequence[UUID]) -> Iterable[Told]:
    rows = DeclineReview.objects.filter(case__in=ids, upheld=True).order_by("pk")
    for case_id, outcome, by in rows.values_list("case_id", "outcome", "decided_by"):
        yield case_id, str(LegalOutcome(outcome).label), by


def _withdrawn(ids: Sequence[UUID]) -> Iterable[Told]:
    rows = Withdrawal.objects.filter(case__in=ids).order_by("pk")
    for case_id, reason, actor in rows.values_list("case_id", "reason", "actor"):
        yield case_id, str(WithdrawalReason(reason).label), actor


def _joined(ids: Sequence[UUID]) -> Iterable[Told]:
    links = Link.objects.filter(case__in=ids, kind__in=JOINING, undone_at=None, left_at=None).order_by("pk")
    for case_id, number, why, actor in links.values_list("case_id", "main__number", "why", "made_by"):
        yield case_id, "；".join(filter(None, (number, why))), actor


def _suspended(ids: Sequence[UUID]) -> Iterable[Told]:
    rows = Suspension.objects.filter(case__in=ids, approved=True, ended_at=None).order_by("pk")
    return rows.values_list("case_id", "why", "decided_by")


def _by_rule(_ids: Sequence[UUID]) -> Iterable[Told]:
    return ()


_READ: Mapping[str, Callable[[Sequence[UUID]], Iterable[Told]]] = {
    "consult_answered_at_once": _by_rule,
    "withdrawn": _withdrawn,
    "merged": _joined,
    "suspended_with_approval": _suspended,
}
"""Where each exclusion has its reason; the other six are ways not to accept a case."""
