"""Response, solution, satisfaction: n of N by the rate pack of a scope, each with its two lists.

Numbers and lists come from the same predicates (see `predicates`), so they cannot disagree. All figures of
a page are one query. Who may read figures of a scope gets every case counted; a list shows a private case
without its contents.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db import connection
from django.db.models import Count

from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rules.rates import RateDefinition, RateSet
from huiyin.registers.rules.reads import rates_for
from huiyin.registers.rules.refusals import NoPack

from .counting import (
    COMPLAINTS_KEY,
    LEFT_OUT,
    N_PART,
    N_WHOLE,
    WAITING_KEY,
    Part,
    columns_of,
    counts_by_scope,
    values_of,
)
from .periods import Period
from .predicates import FACTS


@dataclass(frozen=True, slots=True)
class Rate:
    """`n` of `whole` cases; `version` is the key of the pack that defines it, `left_out` counts by reason."""

    key: str
    n: int
    whole: int
    version: str
    definition: RateDefinition
    left_out: Mapping[str, int]

    @property
    def share(self) -> Fraction | None:
        """n/N exactly; None when there is nothing to count. Never show it without n and N."""
        return Fraction(self.n, self.whole) if self.whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some scopes that follow the same rate pack."""

    rates: tuple[Rate, ...]
    pack: RateSet
    scope_ids: frozenset[int]
    waiting: int
    complaints: int

    @property
    def composite(self) -> Decimal | None:
        """Σ weight · share, four places; None while a weighted rate has nothing to count."""
        shares = [
            (rate.definition.weight, rate.share) for rate in self.rates if rate.definition.weight is not None
        ]
        if not shares or any(share is None for _weight, share in shares):
            return None
        whole = sum((Fraction(weight or 0) * (share or 0) for weight, share in shares), Fraction(0))
        return (Decimal(whole.numerator) / Decimal(whole.denominator)).quantize(Decimal("0.0001"))


def readable(viewer: Viewer, scope_ids: Iterable[int] | None = None) -> frozenset[int]:
    """The scopes whose figures the viewer may read; only those of `scope_ids` when given."""
    everything = frozenset(scope_tree().paths)
    held = everything if viewer.everywhere else viewer.grants.get(Permission.FIGURES_READ, frozenset())
    return held if scope_ids is None else held & frozenset(scope_ids)


def figures_by_scope(
    viewer: Viewer, period: Period, now: datetime, scope_ids: Iterable[int] | None = None
) -> list[Figures]:
    """One `Figures` for every scope with a rate pack, in the order of the tree. One query per rate pack."""
    found: dict[int, Figures] = {}
    for pack, scopes in _packs(readable(viewer, scope_ids), min(now, period.until)):
        counted = counts_by_scope(pack, scopes, period, now)
        found |= {scope: figures_of(pack, frozenset({scope}), [counted.get(scope, {})]) for scope in scopes}
    return [found[scope] for scope in sorted(found, key=lambda scope: scope_tree().paths[scope])]


def joined(rows: Sequence[Figures]) -> list[Figures]:
    """The figures summed over scopes, one `Figures` per pack version: unlike rules are never added up."""
    groups: dict[str, list[Figures]] = defaultdict(list)
    for row in rows:
        groups[row.pack.header.key].append(row)
    return [_sum(group) for group in groups.values()]


def cases_in(
    viewer: Viewer,
    key: str,
    which: str,
    period: Period,
    now: datetime,
    scope_ids: Iterable[int] | None = None,
) -> list[UUID]:
    """The ids of the exact cases behind a number, newest first.

    `key` is a rate's key, "waiting" or "complaints"; `which` is "n", "of" or "left_out:<reason>". Raises
    NotThere for a number that does not exist. There may be private cases among them: show those without
    their contents.
    """
    found: list[tuple[datetime, UUID]] = []
    for pack, scopes in _packs(readable(viewer, scope_ids), min(now, period.until)):
        condition = _condition(pack, key, which)
        query = f"WITH {FACTS} SELECT received_at, id FROM facts WHERE {condition}"  # noqa: S608 - predicates, no input
        with connection.cursor() as cursor:
            cursor.execute(
                query, values_of([Part(scope, period.since, period.until) for scope in scopes], now)
            )
            found += cursor.fetchall()
    return [case_id for _received_at, case_id in sorted(found, reverse=True)]


def homes_in(scope_ids: Iterable[int]) -> dict[int, int]:
    """How many homes the register knows in each scope."""
    homes = Place.objects.filter(scope_id__in=list(scope_ids), kind=PlaceKind.HOME, closed_at=None)
    return dict(homes.values("scope_id").annotate(n=Count("pk")).values_list("scope_id", "n"))


def _packs(scopes: Iterable[int], at: datetime) -> list[tuple[RateSet, list[int]]]:
    """The rate packs in force and the scopes that follow each; a scope without one has no figures."""
    groups: dict[str, tuple[RateSet, list[int]]] = {}
    for scope in sorted(scopes):
        try:
            pack = rates_for(scope_tree().up(scope), at)
        except NoPack:
            continue
        groups.setdefault(pack.header.key, (pack, []))[1].append(scope)
    return list(groups.values())


def _condition(pack: RateSet, key: str, which: str) -> str:
    try:
        return columns_of(pack)[f"{key}/{which}"]
    except KeyError:
        raise NotThere from None


def figures_of(pack: RateSet, scopes: frozenset[int], rows: Sequence[Mapping[str, int]]) -> Figures:
    """The figures of a pack from counted columns (see `columns_of`), added up."""
    total: dict[str, int] = defaultdict(int)
    for row in rows:
        for name, number in row.items():
            total[name] += number
    rates = tuple(_rate(pack, rate, total) for rate in pack.rates.values())
    return Figures(rates, pack, scopes, total[f"{WAITING_KEY}/n"], total[f"{COMPLAINTS_KEY}/n"])


def _rate(pack: RateSet, rate: RateDefinition, total: Mapping[str, int]) -> Rate:
    left_out = {key: total.get(f"{rate.key}/{LEFT_OUT}:{key}", 0) for key in rate.leaves_out}
    n, whole = total.get(f"{rate.key}/{N_PART}", 0), total.get(f"{rate.key}/{N_WHOLE}", 0)
    return Rate(rate.key, n, whole, pack.header.key, rate, left_out)


def _sum(group: Sequence[Figures]) -> Figures:
    first, scopes = group[0], frozenset().union(*(row.scope_ids for row in group))
    rates = tuple(_added([row.rates[place] for row in group]) for place in range(len(first.rates)))
    waiting, complaints = sum(row.waiting for row in group), sum(row.complaints for row in group)
    return Figures(rates, first.pack, scopes, waiting, complaints)


def _added(rates: Sequence[Rate]) -> Rate:
    first = rates[0]
    left_out = {key: sum(rate.left_out[key] for rate in rates) for key in first.left_out}
    n, whole = sum(rate.n for rate in rates), sum(rate.whole for rate in rates)
    return Rate(first.key, n, whole, first.version, first.definition, left_out)
