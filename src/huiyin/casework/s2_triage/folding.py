"""Joined cases in a list: one row for those that are handled as one, with what stands under it.

A joined case is hidden by the row of the case it is joined to, where that is in the same list; everywhere
else it has its own. What only rests with its main case (merged) is in no list of open work, named below.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.queue import DANGEROUS
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import State
from huiyin.ground.tenancy.viewer import Viewer

from .linked import JOINING, STANDING
from .models import Link

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Under:
    """What stands under a row. `n` cases in all, `listed` of them count in the list; `numbers`: the first."""

    n: int
    listed: int
    numbers: Sequence[str]


def fold_joined(cases: QuerySet[Case]) -> QuerySet[Case]:
    """The list without the rows of cases whose main case is in it too. Dangers keep their own row."""
    main_listed = cases.order_by().filter(pk=OuterRef("main_id"))
    under = Link.objects.filter(STANDING, Exists(main_listed), case_id=OuterRef("pk"), kind__in=JOINING)
    return cases.exclude(~DANGEROUS & Exists(under))


_DOWN = """
WITH RECURSIVE down AS (
  SELECT l.main_id, l.case_id, 1 AS depth FROM triage_link l
  WHERE l.main_id = ANY (%(tops)s) AND l.kind = ANY (%(kinds)s) AND l.undone_at IS NULL AND l.left_at IS NULL
  UNION ALL
  SELECT l.main_id, l.case_id, down.depth + 1 FROM down JOIN triage_link l ON l.main_id = down.case_id
  WHERE l.kind = ANY (%(kinds)s) AND l.undone_at IS NULL AND l.left_at IS NULL AND down.depth < 20)
SELECT DISTINCT main_id, case_id FROM down
"""


def joined_under(viewer: Viewer, shown: Sequence[Case], cases: QuerySet[Case]) -> Mapping[UUID, Under]:
    """What `fold_joined` put under each shown row, and what rests with it. Three queries in all."""
    below = _below([case.pk for case in shown])
    if not below:
        return {}
    keys = {case_id for children in below.values() for case_id in children}
    listed = set(cases.order_by().filter(pk__in=keys).exclude(DANGEROUS).values_list("pk", flat=True))
    seen = cases_of(viewer).filter(pk__in=keys).order_by("received_at", "pk")
    known = {pk: (number, state) for pk, number, state in seen.values_list("pk", "number", "state")}
    found = {}
    for case in shown:
        members = list(_members(case.pk, below, listed, known))
        if members:
            mine = [pk for pk in known if pk in set(members)]
            numbers = [known[pk][0] for pk in mine[:MOST_NAMED]]
            found[case.pk] = Under(len(members), sum(pk in listed for pk in members), numbers)
    return found


def _below(tops: Sequence[UUID]) -> Mapping[UUID, list[UUID]]:
    """Main -> what is joined to it directly, for all that hangs below these."""
    if not tops:
        return {}
    found: dict[UUID, list[UUID]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_DOWN, {"tops": list(tops), "kinds": [kind.value for kind in JOINING]})
        for main_id, case_id in cursor.fetchall():
            found[main_id].append(case_id)
    return found


def _members(
    top: UUID, below: Mapping[UUID, list[UUID]], listed: set[UUID], known: Mapping[UUID, tuple[str, str]]
) -> Iterator[UUID]:
    """All under a row: listed cases under listed ones, and those that rest; none with a row of its own."""
    for case_id in below.get(top, ()):
        rests = case_id not in known or known[case_id][1] == State.MERGED  # not seen: joined, and no row here
        if case_id in listed or rests:
            yield case_id
            yield from _members(case_id, below, listed if case_id in listed else set(), known)
