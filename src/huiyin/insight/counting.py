"""Count the numbers of a rate pack, day by day, and name each with its condition.

The same conditions give the numbers and the lists behind them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.registers.rules.rates import RateSet

from .periods import ZONE, Period, moments_of
from .predicates import COMPLAINT, FACTS, WAITING, left_out_of, part_of, whole_of
from .remembering import Found, Spot, counts_of

N_PART, N_WHOLE, LEFT_OUT = "n", "of", "left_out"
WAITING_KEY, COMPLAINTS_KEY = "waiting", "complaints"
Counts = Mapping[int, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Part:
    """Cases of one scope received from `since` (inclusive) to `until` (exclusive)."""

    scope_id: int
    since: datetime
    until: datetime


def counts_by_scope(pack: RateSet, scopes: list[int], period: Period, now: datetime) -> Counts:
    """The numbers of every scope; whole days are remembered, so that only those that moved are counted."""
    days, names = period.dates, list(columns_of(pack))
    if not days:
        counted = _ask(pack, [Part(scope, period.since, period.until) for scope in scopes], now)
        numbers = {spot: found[0] for spot, found in counted.items()}
    else:
        spots = [(scope, day) for scope in scopes for day in days]
        numbers = counts_of(pack.header.key, spots, now, lambda stale: _ask(pack, parts_of(stale), now))
    sums: dict[int, list[int]] = {}
    for (scope, _day), row in numbers.items():
        before = sums.setdefault(scope, [0] * len(names))
        sums[scope] = [one + other for one, other in zip(before, row, strict=True)]
    return {scope: dict(zip(names, row, strict=True)) for scope, row in sums.items()}


def columns_of(pack: RateSet) -> dict[str, str]:
    """Every number of a pack with its condition, under the name a link uses ("response/n")."""
    columns = {f"{WAITING_KEY}/n": WAITING, f"{COMPLAINTS_KEY}/n": COMPLAINT}
    for rate in pack.rates.values():
        columns[f"{rate.key}/{N_PART}"] = part_of(rate)
        columns[f"{rate.key}/{N_WHOLE}"] = whole_of(rate)
        columns |= {f"{rate.key}/{LEFT_OUT}:{key}": left_out_of(rate, key) for key in rate.leaves_out}
    return columns


def parts_of(spots: Sequence[Spot]) -> list[Part]:
    """Days side by side become one part, so that a month is one look at the index."""
    parts: list[Part] = []
    for scope, day in sorted(spots):
        since, until = moments_of(day)
        if parts and (parts[-1].scope_id, parts[-1].until) == (scope, since):
            parts[-1] = Part(scope, parts[-1].since, until)
        else:
            parts.append(Part(scope, since, until))
    return parts


def _ask(pack: RateSet, parts: Sequence[Part], now: datetime) -> Found:
    """The counts of every scope and day, and when the next contact limit runs out there."""
    columns = columns_of(pack)
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in columns.values())
    next_limit = f"min(limit_at) FILTER (WHERE {WAITING})"
    day = f"(received_at AT TIME ZONE '{ZONE.key}')::date"
    query = f"WITH {FACTS} SELECT scope_id, {day}, {next_limit}, {counts} FROM facts GROUP BY 1, 2"  # noqa: S608 - predicates, no input
    with connection.cursor() as cursor:
        cursor.execute(query, values_of(parts, now))
        return {(row[0], row[1]): (tuple(row[3:]), row[2]) for row in cursor.fetchall()}


def values_of(parts: Sequence[Part], now: datetime) -> dict[str, Any]:
    """What FACTS asks for."""
    return {
        "scopes": [part.scope_id for part in parts],
        "since": [part.since for part in parts],
        "until": [part.until for part in parts],
        "now": now,
    }
