"""Which other cases may be the same matter: near in place and time and alike, or from the same telephone.

A hint with reasons; nothing is merged by a program.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from huiyin.casework.casefile.models import Case, Requester
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import State
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.reading.likeness import LIKELY, likeness
from huiyin.registers.places.reads import building_of, buildings_of_places

WITHIN = timedelta(hours=72)
RECURRING_DAYS = 90
MOST_COMPARED = 12
"""Texts compared with one case; a burst of calls about one burst pipe need not be read to the last."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another case that may be the same, and why."""

    case: Case
    reasons: tuple[str, ...]


def alike_of(viewer: Viewer, cases: Sequence[Case]) -> dict[UUID, list[Alike]]:
    """For each case the others within 72 hours that may be the same, within the viewer's rights. Four queries."""
    if not cases:
        return {}
    near = buildings_of_places([case.place_id for case in cases if case.place_id])
    phones = _phones(cases)
    others = _candidates(viewer, cases, near, phones)
    found: dict[UUID, list[Alike]] = defaultdict(list)
    for case in cases:
        around = near.get(case.place_id or 0, frozenset())
        close = [o for o in others if o.pk != case.pk and abs(o.received_at - case.received_at) <= WITHIN]
        close = [o for o in close if o.place_id in around or _same(phones.get(case.pk), o)][:MOST_COMPARED]
        for other in close:
            if reasons := _reasons(case, other, around, phones.get(case.pk)):
                found[case.pk].append(Alike(other, reasons))
    return dict(found)


def recurring_here(case: Case, category: str, at: datetime) -> tuple[str, int]:
    """(building, how many earlier cases of this category there in 90 days)."""
    if not category or case.place_id is None or case.place is None:
        return "", 0
    building, places = building_of(case.place)
    earlier = Case.objects.filter(
        place_id__in=places, category=category, received_at__gte=at - timedelta(days=RECURRING_DAYS),
        received_at__lt=case.received_at,
    ).exclude(pk=case.pk)  # fmt: skip
    return building.label, earlier.count()


def _phones(cases: Sequence[Case]) -> dict[UUID, bytes]:
    rows = Requester.objects.filter(case_id__in=[case.pk for case in cases]).exclude(phone_index=b"")
    return {case_id: bytes(index) for case_id, index in rows.values_list("case_id", "phone_index")}


def _candidates(
    viewer: Viewer, cases: Sequence[Case], near: dict[int, frozenset[int]], phones: dict[UUID, bytes]
) -> list[Case]:
    places = frozenset().union(*near.values()) if near else frozenset()
    of_phone = Requester.objects.filter(phone_index__in=set(phones.values())).values_list(
        "case_id", flat=True
    )
    moments = [case.received_at for case in cases]
    rows = (
        cases_of(viewer)
        .filter(received_at__gte=min(moments) - WITHIN, received_at__lte=max(moments) + WITHIN)
        .filter(Q(place_id__in=places) | Q(pk__in=list(of_phone) if phones else []))
        .exclude(state=State.HISTORY)
    )
    return list(
        rows.select_related("place", "requester").defer("search", "answer").order_by("-received_at")[:400]
    )


def _reasons(case: Case, other: Case, around: frozenset[int], phone: bytes | None) -> tuple[str, ...]:
    """Why two cases may be the same; empty when nothing but the place speaks for it."""
    said = [gettext("the same telephone")] if _same(phone, other) else []
    if other.place_id in around:
        likely = likeness(f"{case.title} {case.content}", f"{other.title} {other.content}")
        same_kind = bool(case.category) and case.category == other.category
        if same_kind:
            said.append(gettext("same building, same category"))
        if likely.score >= LIKELY:
            said.extend(reason.text(gettext) for reason in likely.reasons)
    return tuple(said)


def _same(phone: bytes | None, other: Case) -> bool:
    return phone is not None and bytes(other.requester.phone_index) == phone
