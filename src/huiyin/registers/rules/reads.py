"""Which rules hold where and when. Held in memory: once warm, a request costs no query of its own.

Packs are public law and promises, so no viewer is asked for. A change made by another process is seen within
`REFRESH_SECONDS`; the process that made it sees it at once.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db.models import Count, Max

from .alarms import AlarmRules
from .calendars import Calendar
from .categories import Category, CategoryList
from .cooperation import Cooperation
from .decisions import Decisions
from .deliberations import Deliberation
from .elections import Elections
from .funds import FundRules
from .models import RulePack, ScopePack
from .pack import Header
from .parsing import Rules, parse
from .procedures import Procedure, Recurrence
from .rates import RateSet
from .refusals import NoPack
from .service_levels import ServiceLevel
from .words import PackKind

REFRESH_SECONDS = 5.0
USUAL_PROCEDURE = "casework"
USUAL_COOPERATION = "base"
USUAL_DECISION = "cn"
USUAL_DELIBERATION = "four-steps"
USUAL_ELECTION = "cn"
USUAL_FUND = "cn"
"""The shipped pack that holds where nobody chose another."""


@dataclass(frozen=True, slots=True)
class HeldPack:
    """A pack as the program uses it: its row's id, its digest and the parsed rules."""

    id: int
    digest: str
    rules: Rules

    @property
    def header(self) -> Header:
        """Name, version, sources."""
        return self.rules.header


T = TypeVar("T")
Adoption = tuple[datetime, int | None]
Stamp = tuple[int, int | None]


@dataclass(slots=True)
class _Shelf:
    """What this process holds. Packs never change and stay; adoptions are re-read when their stamp moves."""

    packs: dict[int, HeldPack]
    adoptions: dict[tuple[int, str], list[Adoption]]
    stamp: Stamp | None = None
    checked: float = float("-inf")


_shelf = _Shelf({}, {})
_looking = threading.Lock()


def resolve(scope_path: Sequence[int], kind: PackKind, at: datetime) -> HeldPack | None:
    """The pack of this kind that holds at a moment. `scope_path`: scope ids, nearest first, to the root."""
    return next(iter(_candidates(scope_path, kind, at)), None)


def categories_for(scope_path: Sequence[int], at: datetime) -> CategoryList:
    """The category list of a scope. Raises NoPack."""
    return _expect(resolve(scope_path, PackKind.CATEGORY, at), CategoryList, PackKind.CATEGORY)


def calendar_for(scope_path: Sequence[int], at: datetime) -> Calendar:
    """The working calendar of a scope. Raises NoPack."""
    return _expect(resolve(scope_path, PackKind.CALENDAR, at), Calendar, PackKind.CALENDAR)


def rates_for(scope_path: Sequence[int], at: datetime) -> RateSet:
    """The rate definitions of a scope. Raises NoPack."""
    return _expect(resolve(scope_path, PackKind.RATE, at), RateSet, PackKind.RATE)


def alarms_for(scope_path: Sequence[int], at: datetime) -> AlarmRules | None:
    """When alarms may be pushed in a scope; None where nothing was chosen: then at any time."""
    held = resolve(scope_path, PackKind.ALARM, at)
    return held.rules if held and isinstance(held.rules, AlarmRules) else None


def procedure_for(scope_path: Sequence[int], at: datetime) -> Procedure:
    """How cases rest and are answered together in a scope.

    An area that has chosen none follows the newest shipped one. Raises NoPack when none is loaded.
    """
    held = resolve(scope_path, PackKind.PROCEDURE, at) or _shipped(PackKind.PROCEDURE, USUAL_PROCEDURE)
    return _expect(held, Procedure, PackKind.PROCEDURE)


def recurrences_for(scope_path: Sequence[int], at: datetime) -> tuple[Recurrence, ...]:
    """What counts as coming again in a scope.

    An area whose version does not speak of it follows the newest shipped one. Raises NoPack when none is
    loaded.
    """
    chosen = procedure_for(scope_path, at).recurrences
    if chosen is not None:
        return chosen
    shipped = _shipped(PackKind.PROCEDURE, USUAL_PROCEDURE)
    return _expect(shipped, Procedure, PackKind.PROCEDURE).recurrences or ()


def cooperation_for(scope_path: Sequence[int], at: datetime) -> HeldPack:
    """How several hands work together here: whistles, returns, mediation (`rules` is a Cooperation).

    An area that has chosen none follows the newest shipped one, so that a whistle is never refused for want
    of a setting. Raises NoPack when none is loaded.
    """
    return _chosen_or_shipped(scope_path, PackKind.COOPERATION, USUAL_COOPERATION, Cooperation, at)


def decisions_for(scope_path: Sequence[int], at: datetime) -> HeldPack:
    """How owners decide together here (`rules` is a Decisions); without a choice as the Civil Code says.

    Raises NoPack when none is loaded.
    """
    return _chosen_or_shipped(scope_path, PackKind.DECISION, USUAL_DECISION, Decisions, at)


def deliberation_for(scope_path: Sequence[int], at: datetime) -> HeldPack:
    """How neighbours settle a matter here (`rules` is a Deliberation); without a choice the shipped one.

    Raises NoPack when none is loaded.
    """
    return _chosen_or_shipped(scope_path, PackKind.DELIBERATION, USUAL_DELIBERATION, Deliberation, at)


def elections_for(scope_path: Sequence[int], at: datetime) -> HeldPack:
    """How branches elect here (`rules` is an Elections); without a choice by the shipped ten steps.

    Raises NoPack when none is loaded.
    """
    return _chosen_or_shipped(scope_path, PackKind.ELECTION, USUAL_ELECTION, Elections, at)


def funds_for(scope_path: Sequence[int], at: datetime) -> HeldPack:
    """How the maintenance fund is used here (`rules` is a FundRules); without a choice by the Civil Code.

    Raises NoPack when none is loaded.
    """
    return _chosen_or_shipped(scope_path, PackKind.FUND, USUAL_FUND, FundRules, at)


def service_level_for(scope_path: Sequence[int], category: Category | None, at: datetime) -> HeldPack:
    """The nearest service level that speaks for such a case: a company's promise, else the area's limits.

    Raises NoPack.
    """
    for held in _candidates(scope_path, PackKind.SERVICE_LEVEL, at):
        if isinstance(held.rules, ServiceLevel) and held.rules.applies(category):
            return held
    raise NoPack(kind=PackKind.SERVICE_LEVEL.value)


def pack_by_id(pack_id: int) -> HeldPack:
    """The pack an older case was opened under. Raises RulePack.DoesNotExist."""
    if pack_id not in _shelf.packs:
        _hold([pack_id])
    if pack_id not in _shelf.packs:
        raise RulePack.DoesNotExist(pack_id)
    return _shelf.packs[pack_id]


def newest(kind: PackKind, name: str) -> RulePack | None:
    """The version of a pack with the latest beginning, for a steward to adopt."""
    versions = RulePack.objects.filter(kind=kind.value, name=name)
    return versions.order_by("-effective_from", "-loaded_at", "-pk").first()


def forget_packs() -> None:
    """Look at the adoptions anew at the next use."""
    _shelf.stamp, _shelf.checked = None, float("-inf")


def _candidates(scope_path: Sequence[int], kind: PackKind, at: datetime) -> list[HeldPack]:
    """The packs adopted along the way up, nearest first."""
    adoptions = _adoptions()
    ids = (_current(adoptions.get((scope, kind.value), []), at) for scope in scope_path)
    return [pack_by_id(pack_id) for pack_id in ids if pack_id is not None]


def _current(adopted: list[Adoption], at: datetime) -> int | None:
    pack_id = None
    for since, candidate in adopted:
        if since <= at:
            pack_id = candidate
    return pack_id


def _adoptions() -> dict[tuple[int, str], list[Adoption]]:
    stale = time.monotonic() - _shelf.checked > REFRESH_SECONDS
    # one thread looks; the others use what is held, and wait only when nothing is held yet
    if stale and _looking.acquire(blocking=_shelf.stamp is None):
        try:
            _look()
        finally:
            _looking.release()
    return _shelf.adoptions


def _look() -> None:
    moment = time.monotonic()
    if moment - _shelf.checked <= REFRESH_SECONDS:  # another thread looked while this one waited
        return
    stamp = _read_stamp()
    if stamp != _shelf.stamp:
        _shelf.adoptions, _shelf.stamp = _read_adoptions(), stamp
    _shelf.checked = moment


def _read_stamp() -> Stamp:
    """Adoptions are only ever added, so their number and last id tell whether anything moved."""
    found = ScopePack.objects.aggregate(number=Count("pk"), last=Max("pk"))
    return found["number"], found["last"]


def _read_adoptions() -> dict[tuple[int, str], list[Adoption]]:
    read: dict[tuple[int, str], list[Adoption]] = {}
    rows = ScopePack.objects.order_by("since").values_list("scope_id", "kind", "since", "pack_id")
    for scope, kind, since, pack_id in rows:
        read.setdefault((scope, kind), []).append((since, pack_id))
    _hold({pack_id for adopted in read.values() for _, pack_id in adopted if pack_id} - set(_shelf.packs))
    return read


def _hold(ids: "Sequence[int] | set[int]") -> None:
    for row in RulePack.objects.filter(pk__in=ids) if ids else ():
        _shelf.packs[row.pk] = HeldPack(row.pk, row.digest, parse(PackKind(row.kind), row.content))


def _shipped(kind: PackKind, usual: str) -> HeldPack | None:
    """What an area follows that has chosen none: nothing is refused for want of a setting."""
    newest_one = newest(kind, usual)
    return pack_by_id(newest_one.pk) if newest_one else None


def _chosen_or_shipped(
    scope_path: Sequence[int], kind: PackKind, usual: str, wanted: type[object], at: datetime
) -> HeldPack:
    held = resolve(scope_path, kind, at) or _shipped(kind, usual)
    if held is None or not isinstance(held.rules, wanted):
        raise NoPack(kind=kind.value)
    return held


def _expect(held: HeldPack | None, wanted: type[T], kind: PackKind) -> T:
    if held is None or not isinstance(held.rules, wanted):
        raise NoPack(kind=kind.value)
    return held.rules
