"""Tables of the packs for requests: categories, days, limits, handling, rates, alarms, cooperation."""

from collections.abc import Callable, Iterator
from typing import Any

from huiyin.registers.rules.alarms import AlarmRules
from huiyin.registers.rules.calendars import Calendar
from huiyin.registers.rules.categories import CategoryList
from huiyin.registers.rules.cooperation import Cooperation
from huiyin.registers.rules.parsing import Rules
from huiyin.registers.rules.procedures import Procedure
from huiyin.registers.rules.rates import RateSet
from huiyin.registers.rules.service_levels import ServiceLevel
from huiyin.registers.rules.targets import Target

from .cells import DAY_WORDS, basis_of, head, limit_of, row


def _categories(listed: CategoryList) -> Iterator[str]:
    yield from head("code", "category", "urgency", "leads", "marks")
    for leaf in listed.leaves.values():
        marks = {
            "danger": leaf.danger,
            "private": leaf.private,
            "safety": leaf.safety_or_assistance,
            "pair": leaf.evidence_pair,
        }
        shown = ", ".join(mark for mark, true in marks.items() if true)
        yield row(leaf.code, leaf.name_zh, leaf.urgency.value, "/".join(leaf.leads), shown)


def _calendar(calendar: Calendar) -> Iterator[str]:
    yield from head("year", "days off", "make-up workdays", "state", "basis")
    for year in calendar.years.values():
        off = [day for day in calendar.days_off if day.year == year.year]
        work = sorted(day for day in calendar.extra_workdays if day.year == year.year)
        made_up = ", ".join(f"{day:%m-%d}" for day in work)
        state = "provisional" if year.provisional else "published"
        yield row(str(year.year), str(len(off)), made_up, state, basis_of(year.basis))


def _level(level: ServiceLevel) -> Iterator[str]:
    yield from head("clock", "for", "limit", "starts", "basis")
    for target in level.targets:
        yield row(
            target.clock.value, _for(target), limit_of(target), target.starts_on.value, basis_of(target.basis)
        )
    for more in level.extensions:
        words = f"{more.clock.value} +{more.amount} {DAY_WORDS.get(more.unit, 's')}, {more.times} time(s)"
        yield f"\nExtension: {words}, {basis_of(more.basis)}"
    for wait in level.waits:
        ahead = f"{wait.most_days} days ahead at most"
        yield f"\nWait, the clocks run on: {wait.name}, {ahead}, {basis_of(wait.basis)}"
    if level.pause_reasons:
        yield f"\nPauses only for: {', '.join(level.pause_reasons)}"


def _for(target: Target) -> str:
    parts = [*target.when.urgencies, *target.when.codes, *([f"tier {target.tier}"] if target.tier else [])]
    return ", ".join(parts) or "all"


def _procedure(rules: Procedure) -> Iterator[str]:
    yield from head("rule", "value", "basis")
    yield row("pending list: review within", f"{rules.longest_days} days", basis_of(rules.suspension_basis))
    for reason in rules.reasons.values():
        yield row("pending list: for", f"{reason.key} {reason.name_zh}", basis_of(reason.basis))
    yield row("an incident pauses", ", ".join(rules.incident_pauses), basis_of(rules.incident_basis))
    if rules.tell_again is not None:
        minutes = int(rules.tell_again.total_seconds()) // 60
        yield row("a changed incident is told again after", f"{minutes} min", basis_of(rules.incident_basis))
    if rules.mark_basis is not None:
        yield row("a nuisance mark stands for at most", f"{rules.mark_days} days", basis_of(rules.mark_basis))
    for again in rules.recurrences or ():
        limit = f"{again.times} times in {again.within_days} days, {again.around}"
        yield row("comes again", f"{limit}: {', '.join(again.categories)}", basis_of(again.basis))


def _rates(rates: RateSet) -> Iterator[str]:
    yield from head("rate", "n", "of N", "left out", "weight")
    for rate in rates.rates.values():
        left_out = ", ".join(rate.leaves_out)
        yield row(rate.name_zh, f"`{rate.counts}`", f"`{rate.of}`", left_out, str(rate.weight or ""))


def _alarms(rules: AlarmRules) -> Iterator[str]:
    yield from head("rule", "value", "basis")
    quiet, basis = f"{rules.quiet_from:%H:%M} to {rules.quiet_to:%H:%M}", basis_of(rules.header.origin)
    passes = f"natural time up to {int(rules.passes_up_to.total_seconds())} s"
    yield row("quiet hours", quiet, basis)
    yield row("never held", f"{passes}{', danger' if rules.danger_passes else ''}", basis)
    yield row("one push a case and person in", f"{int(rules.per_case.total_seconds())} s", basis)
    yield row("digest", f"{rules.digest_at:%H:%M}", basis)
    what = "told together" if rules.stale_digest else "not pushed"
    stale = f"{int(rules.stale.total_seconds())} s"
    yield row(f"{what} when older than", stale, basis_of(rules.stale_basis))


def _cooperation(rules: Cooperation) -> Iterator[str]:
    yield from head("clock of a called party", "for", "limit", "basis")
    for limit in rules.limits:
        yield row(
            limit.target.clock.value,
            ", ".join(limit.kinds) or "all",
            limit_of(limit.target),
            basis_of(limit.target.basis),
        )
    yield ""
    yield from head("template", "seats", "basis")
    for template in rules.templates.values():
        yield row(
            template.name_zh, "、".join(seat.name_zh for seat in template.seats), basis_of(template.basis)
        )
    back, talks = rules.returns, rules.mediation
    yield (
        f"\nReturn within {back.workdays} working day(s), {back.hard_workdays} for hard matters; return "
        f"{back.designates_at} designates, {basis_of(back.basis)}"
    )
    yield f"\nJoint request to the court within {talks.confirm_days} days, {basis_of(talks.basis)}"
    if (agreed := rules.agreements) is not None:
        yield ""
        yield from head("agreement", "value", "basis")
        yield row("reminded before the end", f"{agreed.remind_days} days", basis_of(agreed.basis))
        yield row("due soon", f"{agreed.soon_days} days", basis_of(agreed.basis))
        emergency = agreed.emergency
        yield row("emergency service", f"at most {emergency.months} months", basis_of(emergency.basis))
        words = f"begins within {emergency.again_days} days"
        yield row("a second directly after a first", words, basis_of(emergency.again_basis))


WRITERS: dict[type[Rules], Callable[[Any], Iterator[str]]] = {
    CategoryList: _categories,
    Calendar: _calendar,
    ServiceLevel: _level,
    RateSet: _rates,
    AlarmRules: _alarms,
    Procedure: _procedure,
    Cooperation: _cooperation,
}
