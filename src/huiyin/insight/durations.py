"""How long it took: from receipt to the first contact, to arrival, to the answer. Median and p90, with n.

A reading of one long case must not tell the story of all: with fewer than `LEAST` cases there is only n. Kept
are counts by class of minutes and day, so that a year of a sub-district is added up, not read again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from huiyin.casework.casefile.words import State, Verb
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer

from .counting import Part, parts_of
from .periods import ZONE, Period
from .predicates import CONTACTS, TAKEN_BACK, in_words
from .rates import readable
from .remembering import Found, Numbers, counts_of

TOOK_KEY = "took"
"""What the address of a list asks for; which step, its `which`."""
LEAST = 10
"""With fewer cases no median, no p90 and no percentage is said (own rule: one fast case made a town the best
of its country elsewhere)."""
_STRIDE = 3
"""Numbers of one entry of a day: step, minutes, cases."""


class Step(models.TextChoices):
    """Until when; each from receipt."""

    CONTACT = "contact", _("To the first contact")
    ARRIVE = "arrive", _("To arrival")
    ANSWER = "answer", _("To the answer that stands")


@dataclass(frozen=True, slots=True)
class Took:
    """Of `n` cases that got so far; minutes are the upper edge of their class, None with too few cases.

    Classes are a minute wide up to three hours, a quarter of an hour up to two days, then an hour.
    """

    step: Step
    n: int
    median: int | None
    p90: int | None


_MOMENTS = f"""FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS p (scope_id, since, until)
JOIN casefile_case c ON c.scope_id = p.scope_id AND c.received_at >= p.since AND c.received_at < p.until
  AND c.state <> '{State.HISTORY}'
CROSS JOIN LATERAL (
  SELECT min(e.at) AS contact, min(e.at) FILTER (WHERE e.verb = '{Verb.ARRIVED}') AS arrive
  FROM casefile_event e
  WHERE e.case_id = c.id AND e.verb IN ({in_words(CONTACTS)}) AND NOT EXISTS (
    SELECT FROM casefile_event u WHERE u.case_id = e.case_id AND u.verb IN ({in_words(TAKEN_BACK)})
      AND u.data -> 'seqs' @> to_jsonb(e.seq))) told
CROSS JOIN LATERAL (VALUES (0, told.contact), (1, told.arrive), (2, c.answered_at)) AS step (no, at)
CROSS JOIN LATERAL (SELECT ceil(extract(epoch FROM step.at - c.received_at) / 60)::int AS m) whole
WHERE step.at >= c.received_at"""  # noqa: S608 - constants
_CLASS = (
    "CASE WHEN m <= 180 THEN m WHEN m <= 2880 THEN ceil(m / 15.0)::int * 15 ELSE ceil(m / 60.0)::int * 60 END"
)
_COUNT = f"""SELECT c.scope_id, (c.received_at AT TIME ZONE '{ZONE.key}')::date, step.no, {_CLASS}, count(*)
{_MOMENTS} GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""
_LIST = f"SELECT c.id {_MOMENTS} AND step.no = %s ORDER BY step.at - c.received_at DESC, c.id"


def took_in(
    viewer: Viewer, period: Period, now: datetime, scope_ids: Iterable[int] | None = None
) -> list[Took]:
    """Every step of the cases received in the period. At most two queries."""
    scopes = sorted(readable(viewer, scope_ids))
    if days := period.dates:
        spots = [(scope, day) for scope in scopes for day in days]
        rows = list(counts_of(TOOK_KEY, spots, now, lambda stale: _ask(parts_of(stale))).values())
    else:
        found = _ask([Part(scope, period.since, period.until) for scope in scopes])
        rows = [numbers for numbers, _never in found.values()]
    sums = _added(rows)
    return [_took(step, sums.get(no, {})) for no, step in enumerate(Step)]


def cases_that_took(
    viewer: Viewer, step: str, period: Period, scope_ids: Iterable[int] | None = None
) -> list[UUID]:
    """The cases counted for a step, the slowest first. Raises NotThere for a step that is none."""
    if step not in Step.values:
        raise NotThere
    parts = [Part(scope, period.since, period.until) for scope in sorted(readable(viewer, scope_ids))]
    with connection.cursor() as cursor:
        cursor.execute(_LIST, [*_columns(parts), list(Step).index(Step(step))])
        return [case_id for (case_id,) in cursor.fetchall()]


def rank_of(counts: Mapping[int, int], share: int) -> int:
    """The smallest class that `share` hundredths of the cases do not exceed (nearest rank).

    `counts` is class of minutes → cases, not empty.
    """
    left = -(-sum(counts.values()) * share // 100)
    for minutes in sorted(counts):
        left -= counts[minutes]
        if left <= 0:
            return minutes
    return max(counts)


def _took(step: Step, counts: Mapping[int, int]) -> Took:
    n = sum(counts.values())
    if n < LEAST:
        return Took(step, n, None, None)
    return Took(step, n, rank_of(counts, 50), rank_of(counts, 90))


def _added(rows: Iterable[Numbers]) -> dict[int, Counter[int]]:
    sums: dict[int, Counter[int]] = {}
    for row in rows:
        for first in range(0, len(row), _STRIDE):
            no, minutes, cases = row[first : first + _STRIDE]
            sums.setdefault(no, Counter())[minutes] += cases
    return sums


def _ask(parts: Sequence[Part]) -> Found:
    found: dict[tuple[int, object], list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, _columns(parts))
        for scope, day, *entry in cursor.fetchall():
            found.setdefault((scope, day), []).extend(entry)
    return {spot: (tuple(numbers), None) for spot, numbers in found.items()}  # type: ignore[misc]  # a date


def _columns(parts: Sequence[Part]) -> list[list[object]]:
    return [[getattr(part, name) for part in parts] for name in ("scope_id", "since", "until")]
