"""A service level: which limits a case carries, what pauses or extends them, how the graded clock moves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .categories import Category
from .pack import Header, read_header
from .sections import Content, Provenance, Section
from .targets import Condition, Target, read_target
from .words import ClockKind, StartEvent, Unit, Urgency


@dataclass(frozen=True, slots=True)
class Tier:
    """A grade of the graded clock. Higher rank, longer limit. `starts` names the cases that begin here."""

    code: str
    rank: int
    name: str
    name_zh: str
    starts: Condition | None


@dataclass(frozen=True, slots=True)
class Extension:
    """How often and by how much a clock may be extended, and whether somebody must approve."""

    clock: ClockKind
    amount: int
    unit: Unit
    times: int
    approval: bool
    basis: Provenance


@dataclass(frozen=True, slots=True)
class WaitKind:
    """For what a case may wait while its clocks run on, and how many days ahead its day may be named."""

    code: str
    name: str
    name_zh: str
    most_days: int
    basis: Provenance


@dataclass(frozen=True, slots=True)
class Regrade:
    """What moving a case to a higher tier needs (always upward)."""

    before_due: bool
    reason: bool
    approver: bool


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """All limits of one pack. `leads` and `codes` say for which cases the pack speaks; empty means all."""

    header: Header
    calendar: str
    leads: tuple[str, ...]
    codes: tuple[str, ...]
    targets: tuple[Target, ...]
    tiers: tuple[Tier, ...]
    regrade: Regrade
    pause_reasons: tuple[str, ...]
    waits: tuple[WaitKind, ...]
    extensions: tuple[Extension, ...]

    def applies(self, category: Category | None) -> bool:
        """Whether the pack speaks for such a case; a limited one does not for an unknown category."""
        if not self.leads and not self.codes:
            return True
        if category is None:
            return False
        lead_fits = not self.leads or category.leads[0] in self.leads
        return lead_fits and (not self.codes or category.falls_under(self.codes))

    def starting_tier(self, category: Category | None, urgency: Urgency) -> Tier | None:
        """The tier a case begins in: the highest whose condition it meets, else the lowest."""
        met = [tier for tier in self.tiers if tier.starts and tier.starts.matches(category, urgency)]
        return met[-1] if met else next(iter(self.tiers), None)

    def may_regrade(self, current: str, wanted: str) -> bool:
        """Upward only. Time, reason and approver are the `regrade` rule's."""
        ranks = {tier.code: tier.rank for tier in self.tiers}
        return current in ranks and wanted in ranks and ranks[wanted] > ranks[current]

    def targets_for(
        self, category: Category | None, urgency: Urgency, *, tier: str | None = None
    ) -> list[Target]:
        """The limits of a new case: per clock the first that matches, and exactly one graded one.

        `tier` asks for another grade than the one the case begins in. Raises ValueError for an unknown tier.
        """
        begun = self._tier(tier) if tier else self.starting_tier(category, urgency)
        fitting = (t for t in self._matching(category, urgency) if t.starts_on is not StartEvent.REOPEN)
        return _first_each(
            t for t in fitting if t.tier is None or (begun is not None and t.tier == begun.code)
        )

    def targets_after_reopening(
        self, category: Category | None, urgency: Urgency, *, tier: str | None = None
    ) -> list[Target]:
        """The limits of a reopened case: the pack's own for reopening, else a new case's."""
        own = [t for t in self._matching(category, urgency) if t.starts_on is StartEvent.REOPEN]
        return _first_each([*own, *self.targets_for(category, urgency, tier=tier)])

    def extension_for(self, target: Target) -> Extension | None:
        """The extension open to this target, if any."""
        return next((e for e in self.extensions if e.clock is target.clock and e.unit is target.unit), None)

    def _matching(self, category: Category | None, urgency: Urgency) -> Iterator[Target]:
        return (target for target in self.targets if target.when.matches(category, urgency))

    def _tier(self, code: str) -> Tier:
        for tier in self.tiers:
            if tier.code == code:
                return tier
        raise ValueError(f"{self.header.key} has no tier {code!r}")


def _first_each(targets: Iterable[Target]) -> list[Target]:
    kept: dict[ClockKind, Target] = {}
    for target in targets:
        kept.setdefault(target.clock, target)
    return list(kept.values())


def parse_service_level(content: Content) -> ServiceLevel:
    """Read a service-level pack. Raises PackError."""
    header, body = read_header(content)
    scope = body.table("applies_to")
    level = ServiceLevel(
        header=header,
        calendar=body.text("calendar"),
        leads=scope.texts("leads"),
        codes=scope.texts("codes"),
        targets=tuple(read_target(section) for section in body.tables("targets")),
        tiers=tuple(_tier(section) for section in body.tables("tiers")),
        regrade=_regrade(body.table("regrade")),
        pause_reasons=body.texts("pause_reasons"),
        waits=tuple(_wait(section) for section in body.tables("waits")),
        extensions=tuple(_extension(section) for section in body.tables("extensions")),
    )
    scope.done()
    body.done()
    _check(level, body)
    return level


def _tier(section: Section) -> Tier:
    starts = None
    if section.has("starts"):
        inner = section.table("starts")
        starts = Condition(inner.choices("urgencies", Urgency), inner.texts("codes"))
        inner.done()
    tier = Tier(
        section.text("code"), section.number("rank"), section.text("msgid"), section.text("zh"), starts
    )
    section.done()
    return tier


def _regrade(section: Section) -> Regrade:
    rule = Regrade(
        before_due=section.flag("before_due", default=True),
        reason=section.flag("reason", default=True),
        approver=section.flag("approver", default=True),
    )
    section.done()
    return rule


def _wait(section: Section) -> WaitKind:
    kind = WaitKind(
        code=section.text("code"),
        name=section.text("msgid"),
        name_zh=section.text("zh"),
        most_days=section.number("most_days", least=1),
        basis=section.provenance(),
    )
    section.done()
    return kind


def _extension(section: Section) -> Extension:
    extension = Extension(
        clock=section.choice("clock", ClockKind),
        amount=section.number("amount", least=1),
        unit=section.choice("unit", Unit),
        times=section.number("times", least=1),
        approval=section.flag("approval", default=True),
        basis=section.provenance(),
    )
    section.done()
    return extension


def _check(level: ServiceLevel, body: Section) -> None:
    ranks = [tier.rank for tier in level.tiers]
    if ranks != sorted(set(ranks)):
        raise body.problem("tiers", "must be in order of rank, each rank once")
    graded = sorted(target.tier for target in level.targets if target.tier is not None)
    if graded != sorted(tier.code for tier in level.tiers):
        raise body.problem("targets", "every tier needs exactly one target, and no target another tier")
    if not level.targets:
        raise body.problem("targets", "a service level without a limit promises nothing")
