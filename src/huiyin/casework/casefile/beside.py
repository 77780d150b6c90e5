"""What stands beside each case of a list: its clock, its files, how often its telephone called.

A list is looked at all day, so these are plain statements: the ORM took longer to build each of them than
the database took to answer. Each is one query, however many rows.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count

from huiyin.ground.tenancy.viewer import Viewer

from .clocks import Entry, What
from .ledger import replay_of
from .models import Case, Clock
from .reads import ClockView, cases_of, phones_of, view_of, whole_scopes

REPEATED_WITHIN = timedelta(days=90)

_CLOCKS = """
SELECT k.case_id, k.id, k.kind, k.tier, k.pack_id, k.target_no, k.started_at, e.what, e.at, e.reason, e.until
FROM (SELECT DISTINCT ON (case_id) id, case_id, kind, tier, pack_id, target_no, started_at
      FROM casefile_clock WHERE case_id = ANY (%s) AND stopped_at IS NULL ORDER BY case_id, due_at, id) k
JOIN casefile_clockentry e ON e.clock_id = k.id
ORDER BY k.case_id, e.seq
"""
_FILES = "SELECT case_id, count(*) FROM casefile_attachment WHERE case_id = ANY (%s) GROUP BY case_id"
_CALLED = """
SELECT r.phone_index, count(*), count(*) FILTER (WHERE c.scope_id = ANY (%s))
FROM casefile_requester r JOIN casefile_case c ON c.id = r.case_id
WHERE r.phone_index = ANY (%s) AND r.phone_index <> '' AND c.received_at >= %s
GROUP BY r.phone_index
"""


def clocks_of(cases: Sequence[Case], now: datetime) -> dict[UUID, ClockView]:
    """The clock each row shows: the running one that ends first, replayed from its ledger. One query."""
    by_id, lines, clocks = {case.pk: case for case in cases}, defaultdict[UUID, list[Entry]](list), {}
    with connection.cursor() as cursor:
        cursor.execute(_CLOCKS, [list(by_id)])
        for case_id, id_, kind, tier, pack_id, target_no, started_at, *line in cursor.fetchall():
            if case_id not in clocks:
                clocks[case_id] = Clock(
                    id=id_, case_id=case_id, kind=kind, tier=tier, pack_id=pack_id, target_no=target_no,
                    started_at=started_at,
                )  # fmt: skip
            what, at, reason, until = line
            lines[case_id].append(Entry(What(what), at, reason, until))
    return {
        case_id: view_of(clock, replay_of(clock, by_id[case_id], lines[case_id], now), now)
        for case_id, clock in clocks.items()
    }


def photos_of(cases: Sequence[Case]) -> dict[UUID, int]:
    """How many files hang on each case. One query, no bytes."""
    with connection.cursor() as cursor:
        cursor.execute(_FILES, [[case.pk for case in cases]])
        return dict(cursor.fetchall())


def repeats_of(viewer: Viewer, cases: Sequence[Case], now: datetime) -> dict[UUID, int]:
    """How many cases the same telephone brought in the last 90 days, where more than one.

    Two queries; a third only where some of them lie outside the scopes the viewer reads whole.
    """
    phones, since = phones_of(tuple(case.pk for case in cases)), now - REPEATED_WITHIN
    if not phones:
        return {}
    whole, wanted = whole_scopes(viewer), list(set(phones.values()))
    with connection.cursor() as cursor:
        cursor.execute(_CALLED, [sorted(whole), wanted, since])
        rows = cursor.fetchall()
    times = {bytes(phone): (n if viewer.everywhere else mine) for phone, n, mine in rows}
    if not viewer.everywhere and (partly := [bytes(phone) for phone, n, mine in rows if n > mine]):
        times |= _called(viewer, partly, since)
    return {case_id: times[phone] for case_id, phone in phones.items() if times.get(phone, 0) > 1}


def _called(viewer: Viewer, phones: Sequence[bytes], since: datetime) -> dict[bytes, int]:
    """The same count case by case, for telephones that called from places the viewer sees only in part."""
    seen = cases_of(viewer).filter(requester__phone_index__in=phones, received_at__gte=since).order_by()
    counted = seen.values("requester__phone_index").annotate(n=Count("id"))
    found = {bytes(phone): n for phone, n in counted.values_list("requester__phone_index", "n")}
    return {phone: found.get(phone, 0) for phone in phones}
