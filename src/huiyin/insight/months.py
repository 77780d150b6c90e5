"""Frozen months: what was told stays told. A correction never changes one; it makes a restatement beside it.

Kept are the facts the figures were counted from, so that any past month can be counted again by the rule
version it was told by, and what moved since can be named case by case.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Min

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM, Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.rates import RateSet
from huiyin.registers.rules.reads import HeldPack, pack_by_id, resolve
from huiyin.registers.rules.words import PackKind

from .counting import Part, columns_of, values_of
from .models import FrozenMonth, Restatement
from .periods import ZONE, Period, month_after, month_of, period_of_month
from .predicates import FACTS
from .refusals import MonthNotOver, NothingMoved, WhyRestated

FREEZE_DAY = 5
"""Words of residents on the last days of a month are waited for until then."""
MOST_MONTHS = 36
_RESTATING = 1751216228
"""The family of locks under which months are restated."""
_SHAPE = (
    "id uuid, scope_id bigint, kind text, state text, reopened int, received_at timestamptz,"
    " contact_at timestamptz, limit_at timestamptz, round int, solved boolean, satisfied int, declined text,"
    " handed boolean, joined boolean"
)
Facts = list[dict[str, Any]]


def freeze(*, scope_id: int, month: date, by: Viewer) -> FrozenMonth | None:
    """Freeze one month of one scope; repeating changes nothing. None where no rate rules hold.

    Raises MonthNotOver.
    """
    first, at = month_of(month), now()
    period = period_of_month(first)
    if at < period.until:
        raise MonthNotOver
    pack = resolve(scope_tree().up(scope_id), PackKind.RATE, period.until - timedelta(seconds=1))
    if pack is None:
        return None
    known = FrozenMonth.objects.filter(scope_id=scope_id, month=first).first()
    if known is not None:
        return known
    facts = facts_of(scope_id, period, at)
    packed, figures = pack_facts(facts), count(facts, rules_of(pack), at)
    row = FrozenMonth(
        scope_id=scope_id, month=first, pack_id=pack.id, as_of=at, facts=packed, figures=figures,
        made_by=by.actor, digest=_digest(scope_id, first, pack, at, packed, figures),
    )  # fmt: skip
    FrozenMonth.objects.bulk_create([row], ignore_conflicts=True)
    return FrozenMonth.objects.get(scope_id=scope_id, month=first)


def freeze_due(at: datetime) -> int:
    """Freeze every month that is over and past its day; returns how many were new. For the worker."""
    today = at.astimezone(ZONE).date()
    last = month_of(month_of(today) - timedelta(days=1))
    if today.day < FREEZE_DAY:
        last = month_of(last - timedelta(days=1))
    done = set(FrozenMonth.objects.values_list("scope_id", "month"))
    made = 0
    for scope_id, month in _with_cases(last):
        if (scope_id, month) not in done:
            with transaction.atomic():
                made += freeze(scope_id=scope_id, month=month, by=SYSTEM) is not None
    return made


def recounted(month: FrozenMonth) -> str:
    """The figures counted again from the kept facts by the kept rule version."""
    return count(unpack_facts(month.facts), rules_of(pack_by_id(month.pack_id)), month.as_of)


def whole(month: FrozenMonth) -> bool:
    """Whether a frozen month is what was frozen: its digest fits, and counting gives the same bytes."""
    pack = pack_by_id(month.pack_id)
    packed = bytes(month.facts)
    digest = _digest(month.scope_id, month.month, pack, month.as_of, packed, month.figures)
    return digest == bytes(month.digest) and recounted(month) == month.figures


def figures_now(month: FrozenMonth, at: datetime) -> tuple[Facts, str]:
    """What the month would say with what is known at a moment, by its own rule version."""
    facts = facts_of(month.scope_id, period_of_month(month.month), at)
    return facts, count(facts, rules_of(pack_by_id(month.pack_id)), at)


def restate(*, month_id: int, why: str, by: Viewer) -> Restatement:
    """Write down what a frozen month would say now, beside what it says.

    Raises WhyRestated, NothingMoved, NotThere.
    """
    month = FrozenMonth.objects.filter(pk=month_id).first()
    if month is None:
        raise NotThere
    _take_turn(month)
    by.must(Permission.FIGURES_RESTATE, month.scope_id)
    if not why.strip():
        raise WhyRestated
    at, last = now(), month.restatements.order_by("-pk").first() or month
    facts, figures = figures_now(month, at)
    moved = moved_between(unpack_facts(last.facts), facts)
    if figures == last.figures and not moved:
        raise NothingMoved
    packed = pack_facts(facts)
    return Restatement.objects.create(
        month=month, scope_id=month.scope_id, why=why.strip()[:500], as_of=at, facts=packed, figures=figures,
        moved=moved, made_by=by.actor, made_by_label=by.label[:80],
        digest=_digest(month.scope_id, month.month, pack_by_id(month.pack_id), at, packed, figures),
    )  # fmt: skip


def _take_turn(month: FrozenMonth) -> None:
    """One restatement of a month at a time. Frozen rows cannot be locked: nobody may change them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_RESTATING, month.pk])


def moved_between(before: Facts, after: Facts) -> dict[str, dict[str, list[Any]]]:
    """Case id -> {fact: [before, after]} of every case that differs; None where it is on one side only."""
    old, new = ({fact["id"]: fact for fact in facts} for facts in (before, after))
    found = {}
    for case_id in sorted(old.keys() | new.keys()):
        one, other = old.get(case_id, {}), new.get(case_id, {})
        names = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
        if names:
            found[case_id] = {name: [one.get(name), other.get(name)] for name in names if name != "id"}
    return found


def facts_of(scope_id: int, period: Period, at: datetime) -> Facts:
    """The facts of every case of a scope received in a period, as known at a moment that is now."""
    query = f"WITH {FACTS} SELECT to_jsonb(facts) FROM facts ORDER BY id"  # noqa: S608 - predicates, no input
    with connection.cursor() as cursor:
        cursor.execute(query, values_of([Part(scope_id, period.since, period.until)], at))
        return [_loaded(row[0]) for row in cursor.fetchall()]


def count(facts: Facts, rules: RateSet, at: datetime) -> str:
    """Every number of a rate pack over given facts, as canonical JSON. The same predicates as everywhere."""
    columns = columns_of(rules)
    counts = ", ".join(f"count(*) FILTER (WHERE {condition})" for condition in columns.values())
    query = f"WITH facts AS (SELECT * FROM jsonb_to_recordset(%(facts)s::jsonb) AS f ({_SHAPE})) SELECT {counts} FROM facts"  # noqa: S608, E501 - predicates, no input
    with connection.cursor() as cursor:
        cursor.execute(query, {"facts": _canonical(facts), "now": at})
        row = cursor.fetchone()
    return _canonical(dict(zip(columns, row or (), strict=True)))


def rules_of(pack: HeldPack) -> RateSet:
    """The rate rules of a pack."""
    assert isinstance(pack.rules, RateSet)  # noqa: S101 - only rate packs freeze months
    return pack.rules


def pack_facts(facts: Facts) -> bytes:
    """Facts as kept."""
    return zlib.compress(_canonical(facts).encode(), 9)


def unpack_facts(packed: "bytes | memoryview") -> Facts:
    """Facts as they were."""
    facts: Facts = json.loads(zlib.decompress(bytes(packed)))
    return facts


def _loaded(value: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found


def _canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(scope_id: int, month: date, pack: HeldPack, at: datetime, facts: bytes, figures: str) -> bytes:
    head = f"{scope_id}\n{month.isoformat()}\n{pack.digest}\n{int(at.timestamp() * 1_000_000)}\n"
    return hashlib.sha256(head.encode() + hashlib.sha256(facts).digest() + figures.encode()).digest()


def _with_cases(last: date) -> list[tuple[int, date]]:
    """(scope, month) from a scope's first case to the last month, at most three years back."""
    firsts: Mapping[int, datetime] = dict(
        Case.objects.exclude(state=State.HISTORY)
        .order_by()
        .values_list("scope_id")
        .annotate(first=Min("received_at"))
    )
    found = []
    for scope_id, first in firsts.items():
        month = max(
            month_of(first.astimezone(ZONE).date()), month_of(last - timedelta(days=31 * MOST_MONTHS))
        )
        while month <= last:
            found.append((scope_id, month))
            month = month_after(month)
    return found
