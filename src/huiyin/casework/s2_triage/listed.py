"""How many other cases may be the same, for a list of cases: a number each, by what stands beside the words.

The page of a case reads the texts too and says why (likely.py).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import phones_of, seen_among
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import Viewer

from .likely import codes_of, told
from .near import WITHIN, Pairs, buildings, calling, near


def counted_alike(viewer: Viewer, cases: Sequence[Case]) -> dict[UUID, int]:
    """Case -> how many within 72 hours share building and likely category, or telephone, or were named.

    Within the viewer's rights; up to MOST_LISTED each are looked for. Four queries for any number of cases.
    """
    if not cases:
        return {}
    at, building = now(), buildings(cases)
    codes = {case.pk: codes_of(case, at)[:1] for case in cases}
    phones = phones_of(tuple(case.pk for case in cases))
    pairs = [*near(cases, building, codes, standing=False), *calling(cases, phones, standing=False)]
    pairs += [*_unsorted(cases, building, codes), *told(cases)]
    seen = seen_among(viewer, {other for _case, other in pairs})
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for case_id, other_id in pairs:
        if other_id in seen:
            found[case_id].add(other_id)
    return {case_id: len(others) for case_id, others in found.items()}


def _unsorted(
    cases: Sequence[Case], building: Mapping[UUID, int], codes: Mapping[UUID, tuple[str, ...]]
) -> Pairs:
    """(case, unsorted other) of the list whose words suggest the same category in the same building."""
    beside: dict[tuple[int, tuple[str, ...]], list[Case]] = defaultdict(list)
    for case in cases:
        if not case.category and codes[case.pk]:
            beside[building.get(case.pk, 0), codes[case.pk]].append(case)
    return [
        (case.pk, other.pk)
        for case in cases
        if case.pk in building
        for other in beside[building[case.pk], codes[case.pk]]
        if other.pk != case.pk and abs(case.received_at - other.received_at) < WITHIN
    ]
