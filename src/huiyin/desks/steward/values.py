"""The values of a rule pack as tables people can read: each with its source and how sure it is (依据)."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.desks.templatetags.durations import spoken
from huiyin.registers.organisations.words import OrganisationKind
from huiyin.registers.rules.alarms import AlarmRules
from huiyin.registers.rules.calendars import Calendar
from huiyin.registers.rules.categories import CategoryList
from huiyin.registers.rules.cooperation import Cooperation, Template
from huiyin.registers.rules.naming import said
from huiyin.registers.rules.parsing import Rules
from huiyin.registers.rules.procedures import Procedure
from huiyin.registers.rules.rates import RateSet
from huiyin.registers.rules.sections import Provenance
from huiyin.registers.rules.service_levels import ServiceLevel
from huiyin.registers.rules.targets import Target
from huiyin.registers.rules.words import (
    AROUND_LABELS,
    CLOCK_LABELS,
    URGENCY_LABELS,
    WHISTLE_LABELS,
    Unit,
    Urgency,
)

from .tables import Table


def tables_of(rules: Rules) -> list[Table]:
    """One table or two, by the kind of pack."""
    shown = _SHOWN.get(type(rules))
    return shown(rules) if shown else []


def _basis(basis: Provenance) -> str:
    return f"{basis.source} {basis.confidence}"


def _categories(listed: CategoryList) -> Table:
    rows = []
    for leaf in listed.leaves.values():
        marks = [_("danger")] * bool(leaf.danger) + [_("private")] * leaf.private
        urgency = str(URGENCY_LABELS[Urgency(leaf.urgency)])
        rows.append((leaf.code, said(leaf), urgency, "/".join(leaf.leads), "、".join(marks) or "–"))
    return Table(_("Categories"), (_("Code"), _("Category"), _("Urgency"), _("Leads"), _("Marks")), rows)


def _calendar(calendar: Calendar) -> Table:
    rows = []
    for year in calendar.years.values():
        off = sorted(day for day in calendar.days_off if day.year == year.year)
        work = sorted(day for day in calendar.extra_workdays if day.year == year.year)
        state = _("provisional") if year.provisional else _("published")
        rows.append(
            (year.year, len(off), "、".join(f"{day:%m-%d}" for day in work) or "–", state, _basis(year.basis))
        )
    headings = (_("Year"), _("Days off"), _("Make-up workdays"), _("State"), _("Basis"))
    return Table(_("Calendar"), headings, rows)


def _level(level: ServiceLevel) -> Table:
    rows = [
        (
            str(CLOCK_LABELS[one.clock]),
            one.label_zh if (get_language() or "").startswith("zh-hans") else one.label,
            ", ".join([*one.when.urgencies, *one.when.codes, *([one.tier] if one.tier else [])]) or _("all"),
            limit(one),
            _basis(one.basis),
        )
        for one in level.targets
    ]
    return Table(_("Limits"), (_("Clock"), _("Promise"), _("For"), _("Limit"), _("Basis")), rows)


def limit(target: Target) -> str:
    """A limit in words."""
    amount = target.amount
    if target.unit == Unit.NATURAL_DAYS:
        return ngettext("%(n)s day", "%(n)s days", amount) % {"n": amount}
    if target.unit == Unit.WORKING_DAYS:
        return ngettext("%(n)s working day", "%(n)s working days", amount) % {"n": amount}
    if amount % 3600 == 0:
        return ngettext("%(n)s hour", "%(n)s hours", amount // 3600) % {"n": amount // 3600}
    return ngettext("%(n)s minute", "%(n)s minutes", amount // 60) % {"n": amount // 60}


def _rates(rates: RateSet) -> Table:
    rows = [
        (said(one), one.counts, one.of, str(one.weight or "–"), _basis(one.basis))
        for one in rates.rates.values()
    ]
    return Table(_("Rate rules"), (_("Rate"), _("Counts"), _("Of"), _("Weight"), _("Basis")), rows)


def _alarms(rules: AlarmRules) -> Table:
    basis = _basis(rules.header.origin)
    danger = _("yes") if rules.danger_passes else _("no")
    rows = [
        (_("Quiet hours"), f"{rules.quiet_from:%H:%M}–{rules.quiet_to:%H:%M}", basis),
        (_("Danger is pushed at any hour"), danger, basis),
        (_("Clocks pushed at any hour, up to"), spoken(rules.passes_up_to.total_seconds()), basis),
        (_("One push a case and person in"), spoken(rules.per_case.total_seconds()), basis),
        (_("What was held comes together at"), f"{rules.digest_at:%H:%M}", basis),
        (_("Not pushed when older than"), spoken(rules.stale.total_seconds()), _basis(rules.stale_basis)),
    ]
    return Table(_("Alarm rules"), (_("Rule"), _("Value"), _("Basis")), rows)


def _procedure(rules: Procedure) -> Table:
    days = ngettext("%(n)s day", "%(n)s days", rules.longest_days) % {"n": rules.longest_days}
    stopped = "、".join(str(CLOCK_LABELS[kind]) for kind in rules.incident_pauses)
    rows = [
        (_("Pending list: looked at again within"), days, _basis(rules.suspension_basis)),
        *((_("Pending list: ground"), said(one), _basis(one.basis)) for one in rules.reasons.values()),
        (_("Clocks an incident stops"), stopped, _basis(rules.incident_basis)),
        *_since_2026_2(rules),
    ]
    return Table(_("Procedures"), (_("Rule"), _("Value"), _("Basis")), rows)


def _since_2026_2(rules: Procedure) -> Iterator[tuple[str, str, str]]:
    """What the first version of the pack did not say."""
    if rules.tell_again is not None:
        again = spoken(rules.tell_again.total_seconds())
        yield _("A changed incident is told again after"), again, _basis(rules.incident_basis)
    if rules.mark_basis is not None:
        days = ngettext("%(n)s day", "%(n)s days", rules.mark_days) % {"n": rules.mark_days}
        yield _("A nuisance mark stands for at most"), days, _basis(rules.mark_basis)
    for one in rules.recurrences or ():
        told = {"n": one.times, "days": one.within_days, "around": AROUND_LABELS[one.around]}
        words = _("%(n)s times in %(days)s days, %(around)s") % told
        yield _("Comes again: %(codes)s") % {"codes": "、".join(one.categories)}, words, _basis(one.basis)


def _exclusions(rates: RateSet) -> Table:
    rows = [(said(one), _basis(one.basis)) for one in rates.exclusions.values()]
    return Table(_("Left out"), (_("Reason"), _("Basis")), rows)


def _called(rules: Cooperation) -> Table:
    rows = [
        (
            str(CLOCK_LABELS[one.target.clock]),
            "、".join(str(WHISTLE_LABELS[kind]) for kind in one.kinds) or _("all"),
            limit(one.target),
            _basis(one.target.basis),
        )
        for one in rules.limits
    ]
    return Table(_("Called units"), (_("Clock"), _("For"), _("Limit"), _("Basis")), rows)


def _seats(template: Template) -> Table:
    rows = [
        (
            said(seat),
            seat.duty or "–",
            "、".join(str(OrganisationKind(kind).label) for kind in seat.kinds) or "–",
            _("called") if seat.called else _("offered"),
        )
        for seat in template.seats
    ]
    title = _("Template: %(name)s") % {"name": said(template)}
    headings = (_("Seat"), _("Who carries the duty"), _("Else of the kind"), "")
    return Table(title, headings, rows, note=_basis(template.basis))


def _returned(rules: Cooperation) -> Table:
    back, talks = rules.returns, rules.mediation
    rows = [
        (_("Return of a dispatch, working days"), back.workdays, _basis(back.basis)),
        (_("Return of a hard matter, working days"), back.hard_workdays, _basis(back.basis)),
        (_("The return that designates"), back.designates_at, _basis(back.basis)),
        (_("Joint request to the court, days"), talks.confirm_days, _basis(talks.basis)),
    ]
    return Table(_("Returns and mediation"), (_("Rule"), _("Value"), _("Basis")), rows)


_SHOWN: dict[type, Callable[[Any], list[Table]]] = {
    CategoryList: lambda rules: [_categories(rules)],
    Calendar: lambda rules: [_calendar(rules)],
    ServiceLevel: lambda rules: [_level(rules)],
    RateSet: lambda rules: [_rates(rules), _exclusions(rules)],
    AlarmRules: lambda rules: [_alarms(rules)],
    Procedure: lambda rules: [_procedure(rules)],
    Cooperation: lambda rules: [_called(rules), *map(_seats, rules.templates.values()), _returned(rules)],
}
