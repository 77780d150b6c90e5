"""Sort a case: category, urgency, place, private or not. Every overruled suggestion is kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.casework.casefile.acts import NotNow, lock_case, write
from huiyin.casework.casefile.clocks import ClockState, What
from huiyin.casework.casefile.ledger import ended, refresh_next_due, running, start, stop
from huiyin.casework.casefile.models import Case, Clock
from huiyin.casework.casefile.words import Channel, State, Verb
from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission
from huiyin.registers.rules.categories import Category
from huiyin.registers.rules.reads import HeldPack, categories_for, service_level_for
from huiyin.registers.rules.service_levels import ServiceLevel
from huiyin.registers.rules.targets import Target
from huiyin.registers.rules.words import StartEvent, Urgency

from .refusals import UnknownCategory
from .shown import Shown, remember

AT_INTAKE = frozenset({StartEvent.INTAKE})


@dataclass(frozen=True, slots=True)
class Sorting:
    """What a person decided."""

    category: str
    urgency: str = ""
    kind: str = ""
    place_id: int | None = None
    private: bool | None = None


def triage(
    *, case_id: UUID, sorting: Sorting, by: Viewer, shown: Shown | None = None, version: int | None = None
) -> Case:
    """Set what the case is about. Clocks that no longer fit are cancelled, missing ones start.

    T0 of new clocks is the moment of receipt for a scanned code (the system's time of submission) and this
    moment, when the desk accepts it, for every other way in. `shown`: what was suggested, kept with the
    decision. Raises NotThere, UnknownCategory, NotNow, Outdated.
    """
    case = lock_case(case_id, version=version)
    by.must(Permission.CASE_TRIAGE, case.scope_id)
    if case.state not in (State.RECEIVED, State.DISPATCHED, State.ACCEPTED, State.ARRIVED):
        raise NotNow(state=State(case.state).label)
    at = now()
    category = category_of(case, sorting.category, at)
    if category is None:
        raise UnknownCategory
    _decide(case, category, sorting)
    case.version += 1
    case.save(update_fields=["category", "urgency", "kind", "place", "private", "version"])
    if shown is not None:
        remember(case=case, shown=shown, by=by, at=at)
    write(case=case, verb=Verb.TRIAGED, by=by, at=at, category=category.code, urgency=case.urgency)
    align_clocks(case=case, at=at, by=by, since=case.received_at if case.channel == Channel.CODE else at)
    return case


def _decide(case: Case, category: Category, sorting: Sorting) -> None:
    case.category = category.code
    case.urgency = sorting.urgency or (Urgency.E0 if case.danger else category.urgency)
    case.kind = sorting.kind or case.kind
    case.place_id = sorting.place_id or case.place_id
    case.private = (case.private or category.private) if sorting.private is None else sorting.private


def category_of(case: Case, code: str, at: datetime) -> Category | None:
    """The category row of a code in the pack of the case's scope."""
    return categories_for(scope_tree().up(case.scope_id), at).get(code) if code else None


def level_for(case: Case, at: datetime) -> HeldPack:
    """The service level that speaks for the case as it is sorted now."""
    return service_level_for(scope_tree().up(case.scope_id), category_of(case, case.category, at), at)


def align_clocks(
    *, case: Case, at: datetime, by: Viewer, since: datetime, events: frozenset[StartEvent] = AT_INTAKE,
    again: frozenset[str] = frozenset(),
) -> None:  # fmt: skip
    """Make the running clocks those the rules ask for: cancel what no longer fits, start what is missing.

    `events` have happened. Targets of intake start at `since`, those of dispatch and reopening at `at`. A
    clock that was met or missed does not start again, except when the case is reopened; the kinds `again`
    begin anew at `at`.
    """
    held, standing = level_for(case, at), running(case)
    wanted = {_level(held).targets.index(t): t for t in _wanted(case, held, standing, at, events)}
    stale = [c for c in standing if c.pack_id != held.id or c.target_no not in wanted]
    stop(case=case, clocks=stale, at=at, by=by, what=What.CANCEL)
    reopening = StartEvent.REOPEN in events
    over = set() if reopening else _ended_kinds(case) - again
    kept = {clock.target_no for clock in standing if clock not in stale}
    for number, target in wanted.items():
        if number not in kept and target.clock.value not in over:
            anew = reopening or target.clock.value in again or target.starts_on is not StartEvent.INTAKE
            begun = at if anew else since
            start(case=case, pack=held, target=target, at=at, since=begun, by=by)
    refresh_next_due(case, at)


def _ended_kinds(case: Case) -> set[str]:
    return {clock.kind for clock in ended(case) if clock.outcome != ClockState.CANCELLED}


def _level(held: HeldPack) -> ServiceLevel:
    rules = held.rules
    assert isinstance(rules, ServiceLevel)  # noqa: S101 - service_level_for returns no other kind
    return rules


def _wanted(
    case: Case, held: HeldPack, standing: list[Clock], at: datetime, events: frozenset[StartEvent]
) -> list[Target]:
    level, category, urgency = _level(held), category_of(case, case.category, at), Urgency(case.urgency)
    if StartEvent.REOPEN in events:
        return level.targets_after_reopening(category, urgency)
    tier = next((clock.tier for clock in standing if clock.tier and clock.pack_id == held.id), None)
    return [
        target for target in level.targets_for(category, urgency, tier=tier) if target.starts_on in events
    ]
