"""The tables of docs/reference/rule-packs.md, written from the shipped packs.

`python -m huiyin.registers.rules.reference docs/reference/rule-packs.md` writes them anew below the marker.
"""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from .alarms import AlarmRules
from .calendars import Calendar
from .categories import CategoryList
from .cooperation import Cooperation
from .decisions import Decisions
from .deliberations import Deliberation
from .elections import Elections
from .files import read_packs
from .funds import FundRules
from .parsing import Rules, parse
from .procedures import Procedure
from .rates import RateSet
from .sections import Provenance
from .service_levels import ServiceLevel
from .targets import Target
from .weekly import WeeklyRule
from .words import Unit

MARKER = "<!-- below: written by huiyin.registers.rules.reference -->\n"
_DAY_WORDS = {
    Unit.NATURAL_DAYS: "days",
    Unit.WORKING_DAYS: "working days",
    Unit.WORKING_SECONDS: "working seconds",
}
_SPANS = ((3600, "h"), (60, "min"), (1, "s"))


def shipped_tables() -> str:
    """Markdown: each shipped pack with its values, where they come from, and the list of sources."""
    return "\n".join(line for pack in read_packs() for line in _pack(parse(pack.header.kind, pack.content)))


def write_tables(page: Path) -> None:
    """Replace what follows the marker in the page."""
    head, _marker, _old = page.read_text(encoding="utf-8").partition(MARKER)
    page.write_text(head + MARKER + shipped_tables(), encoding="utf-8")


def _pack(rules: Rules) -> Iterator[str]:
    header = rules.header
    yield f"### `{header.key}` {header.title_zh}\n"
    yield f"{header.title}. In force from {header.effective_from.isoformat()}.\n"
    yield from _body(rules)
    yield "\nSources: " + "; ".join(f"**{key}** {text}" for key, text in header.sources) + "\n"


def _body(rules: Rules) -> Iterator[str]:
    yield from _WRITERS[type(rules)](rules)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _head(*cells: str) -> Iterator[str]:
    yield _row(*cells)
    yield _row(*["---"] * len(cells))


def _basis(basis: Provenance) -> str:
    return f"{basis.source} `{basis.confidence}`"


def _categories(listed: CategoryList) -> Iterator[str]:
    yield from _head("code", "category", "urgency", "leads", "marks")
    for leaf in listed.leaves.values():
        marks = {
            "danger": leaf.danger,
            "private": leaf.private,
            "safety": leaf.safety_or_assistance,
            "pair": leaf.evidence_pair,
        }
        shown = ", ".join(mark for mark, true in marks.items() if true)
        yield _row(leaf.code, leaf.name_zh, leaf.urgency.value, "/".join(leaf.leads), shown)


def _calendar(calendar: Calendar) -> Iterator[str]:
    yield from _head("year", "days off", "make-up workdays", "state", "basis")
    for year in calendar.years.values():
        off = [day for day in calendar.days_off if day.year == year.year]
        work = sorted(day for day in calendar.extra_workdays if day.year == year.year)
        made_up = ", ".join(f"{day:%m-%d}" for day in work)
        state = "provisional" if year.provisional else "published"
        yield _row(str(year.year), str(len(off)), made_up, state, _basis(year.basis))


def _level(level: ServiceLevel) -> Iterator[str]:
    yield from _head("clock", "for", "limit", "starts", "basis")
    for target in level.targets:
        yield _row(
            target.clock.value, _for(target), _limit(target), target.starts_on.value, _basis(target.basis)
        )
    for more in level.extensions:
        words = f"{more.clock.value} +{more.amount} {_DAY_WORDS.get(more.unit, 's')}, {more.times} time(s)"
        yield f"\nExtension: {words}, {_basis(more.basis)}"
    if level.pause_reasons:
        yield f"\nPauses only for: {', '.join(level.pause_reasons)}"


def _for(target: Target) -> str:
    parts = [*target.when.urgencies, *target.when.codes, *([f"tier {target.tier}"] if target.tier else [])]
    return ", ".join(parts) or "all"


def _limit(target: Target) -> str:
    if target.unit in _DAY_WORDS:
        shift = ", moved off a holiday" if target.shift_on_holiday else ""
        return f"{target.amount} {_DAY_WORDS[target.unit]}{shift}"
    size, word = next((size, word) for size, word in _SPANS if target.amount % size == 0)
    return f"{target.amount // size} {word}"


def _procedure(rules: Procedure) -> Iterator[str]:
    yield from _head("rule", "value", "basis")
    yield _row("pending list: review within", f"{rules.longest_days} days", _basis(rules.suspension_basis))
    for reason in rules.reasons.values():
        yield _row("pending list: for", f"{reason.key} {reason.name_zh}", _basis(reason.basis))
    yield _row("an incident pauses", ", ".join(rules.incident_pauses), _basis(rules.incident_basis))
    if rules.tell_again is not None:
        minutes = int(rules.tell_again.total_seconds()) // 60
        yield _row("a changed incident is told again after", f"{minutes} min", _basis(rules.incident_basis))
    if rules.mark_basis is not None:
        yield _row("a nuisance mark stands for at most", f"{rules.mark_days} days", _basis(rules.mark_basis))
    for again in rules.recurrences or ():
        limit = f"{again.times} times in {again.within_days} days, {again.around}"
        yield _row("comes again", f"{limit}: {', '.join(again.categories)}", _basis(again.basis))


def _rates(rates: RateSet) -> Iterator[str]:
    yield from _head("rate", "n", "of N", "left out", "weight")
    for rate in rates.rates.values():
        left_out = ", ".join(rate.leaves_out)
        yield _row(rate.name_zh, f"`{rate.counts}`", f"`{rate.of}`", left_out, str(rate.weight or ""))


def _alarms(rules: AlarmRules) -> Iterator[str]:
    yield from _head("rule", "value", "basis")
    quiet, basis = f"{rules.quiet_from:%H:%M} to {rules.quiet_to:%H:%M}", _basis(rules.header.origin)
    passes = f"natural time up to {int(rules.passes_up_to.total_seconds())} s"
    yield _row("quiet hours", quiet, basis)
    yield _row("never held", f"{passes}{', danger' if rules.danger_passes else ''}", basis)
    yield _row("one push a case and person in", f"{int(rules.per_case.total_seconds())} s", basis)
    yield _row("digest", f"{rules.digest_at:%H:%M}", basis)
    what = "told together" if rules.stale_digest else "not pushed"
    stale = f"{int(rules.stale.total_seconds())} s"
    yield _row(f"{what} when older than", stale, _basis(rules.stale_basis))


def _cooperation(rules: Cooperation) -> Iterator[str]:
    yield from _head("clock of a called party", "for", "limit", "basis")
    for limit in rules.limits:
        yield _row(
            limit.target.clock.value,
            ", ".join(limit.kinds) or "all",
            _limit(limit.target),
            _basis(limit.target.basis),
        )
    yield ""
    yield from _head("template", "seats", "basis")
    for template in rules.templates.values():
        yield _row(
            template.name_zh, "、".join(seat.name_zh for seat in template.seats), _basis(template.basis)
        )
    back, talks = rules.returns, rules.mediation
    yield (
        f"\nReturn within {back.workdays} working day(s), {back.hard_workdays} for hard matters; return "
        f"{back.designates_at} designates, {_basis(back.basis)}"
    )
    yield f"\nJoint request to the court within {talks.confirm_days} days, {_basis(talks.basis)}"
    if (agreed := rules.agreements) is not None:
        yield ""
        yield from _head("agreement", "value", "basis")
        yield _row("reminded before the end", f"{agreed.remind_days} days", _basis(agreed.basis))
        yield _row("due soon", f"{agreed.soon_days} days", _basis(agreed.basis))
        emergency = agreed.emergency
        yield _row("emergency service", f"at most {emergency.months} months", _basis(emergency.basis))
        words = f"begins within {emergency.again_days} days"
        yield _row("a second directly after a first", words, _basis(emergency.again_basis))


def _decisions(rules: Decisions) -> Iterator[str]:
    yield from _head("matter", "article", "has to agree", "basis")
    for matter in rules.matters.values():
        majority = rules.majorities[matter.majority]
        words = f"{'more than' if majority.strict else 'at least'} {majority.share}"
        yield _row(matter.name_zh, matter.article, words, _basis(matter.basis))
    yield ""
    yield from _head("rule", "value", "basis")
    part = f"at least {rules.takes_part} of the area and of the heads"
    yield _row("has to take part", part, _basis(rules.takes_part_basis))
    for mode in rules.modes.values():
        words = "binding" if mode.binding else "not binding"
        yield _row(
            f"mode {mode.mode}", f"{words}; {', '.join(mode.ways) or 'held elsewhere'}", _basis(mode.basis)
        )
    days = rules.days
    poll = f"{days.poll_least or 1} to {days.poll_most or 'any number of'}"
    words = f"notice {days.notice}, open {poll}, publish within {days.publish}, objections {days.objection}"
    yield _row("days", words, _basis(days.basis))
    yield _row("silence may be", ", ".join(rules.silence.allowed), _basis(rules.silence.basis))
    yield _row("delivery is proved by", ", ".join(rules.silence.proofs), _basis(rules.silence.basis))
    counted = f"units: {', '.join(rules.uses)}; a head is an {rules.heads}"
    yield _row("counted", counted, _basis(rules.counting_basis))
    ballots = f"the {rules.repeated} counts; at most {rules.most_proxies} for one proxy"
    yield _row("ballots", ballots, _basis(rules.ballots_basis))
    basis = _basis(rules.homes_basis) if rules.homes_basis else "our own choice"
    yield _row("list by home, doors", rules.homes, basis)


def _elections(rules: Elections) -> Iterator[str]:
    yield from _head("step", "needs", "days", "basis")
    for step in rules.steps:
        days = f"{step.days} {'working days' if step.workdays else 'days'}" if step.days else "–"
        yield _row(step.name_zh, ", ".join(sorted(step.needs)) or "–", days, _basis(step.basis))
    yield ""
    yield from _head("rule", "value", "basis")
    yield _row("present", f"at least {rules.quorum.share} of the roll", _basis(rules.quorum_basis))
    words = f"{'more than' if rules.elected.strict else 'at least'} {rules.elected.share} of the {rules.base}"
    yield _row("elected", words, _basis(rules.elected_basis))
    yield _row("more candidates than seats", f"at least {rules.spare}", _basis(rules.spare_basis))
    yield _row("no figures below", f"{rules.least} ballots", _basis(rules.least_basis))


def _funds(rules: FundRules) -> Iterator[str]:
    yield from _head("rule", "value", "basis")
    asked, posting, after = rules.quotations, rules.posting, rules.emergency
    words = f"{asked.least}; from {asked.large_fen} fen {asked.large_least}"
    yield _row("quotations", words, _basis(asked.basis))
    unit = "working days" if posting.workdays else "days"
    yield _row("posted for", f"{posting.days} {unit}", _basis(posting.basis))
    yield _row("paid before acceptance", f"at most {rules.advance}", _basis(rules.advance_basis))
    words = f"posted within {after.post_within} days, before the owners within {after.ratify_within} days"
    yield _row("after an emergency", words, _basis(after.basis))
    yield ""
    yield from _head("common part or emergency", "key", "basis")
    for one in (*rules.parts.values(), *rules.emergencies.values()):
        yield _row(one.name_zh, f"`{one.key}`", _basis(one.basis))


def _deliberation(rules: Deliberation) -> Iterator[str]:
    yield from _head("step", "whose", "days", "basis")
    for one in rules.steps.values():
        yield _row(one.name_zh, one.owner_zh, str(one.days), _basis(one.basis))
    yield ""
    yield from _head("council", "parties (voices; * needed)", "basis")
    for council in rules.councils.values():
        parties = "、".join(f"{one.name_zh} {one.voices}{'*' if one.needed else ''}" for one in council.seats)
        yield _row(f"{council.name_zh} `{council.key}`", parties, _basis(council.basis))
    yield ""
    yield from _head("meeting", "notice, minutes (days)", "quorum, passes", "basis")
    for kind in rules.meetings.values():
        shares = ", ".join(
            f"{'more than' if one.strict else 'at least'} {one.share}" for one in (kind.quorum, kind.passes)
        )
        days = f"{kind.notice_days}, {kind.post_days}"
        yield _row(f"{kind.name_zh} `{kind.key}`", days, shares, _basis(kind.basis))
    rating = rules.rating
    words = f"{rating.days} days, at least {rating.share} of at least {rating.least} homes"
    yield _row("rating", "", words, _basis(rating.basis))
    if rules.weekly:
        yield from _weekly(rules.weekly)


def _weekly(rule: WeeklyRule) -> Iterator[str]:
    yield ""
    yield from _head("weekly triage meeting", "value", "basis")
    for name in ("days", "ahead_days", "complaint_days", "complaint_least"):
        yield _row(name.replace("_", " "), str(getattr(rule, name)), _basis(rule.basis))
    for one in rule.seasons:
        (first, last) = ("-".join(f"{part:02}" for part in day) for day in (one.begins, one.ends))
        yield _row(
            f"{one.name_zh} `{one.key}`", f"{first} to {last}: {', '.join(one.categories)}", _basis(one.basis)
        )


_WRITERS: dict[type[Rules], Callable[[Any], Iterator[str]]] = {
    CategoryList: _categories,
    Calendar: _calendar,
    ServiceLevel: _level,
    RateSet: _rates,
    AlarmRules: _alarms,
    Procedure: _procedure,
    Cooperation: _cooperation,
    Decisions: _decisions,
    Elections: _elections,
    FundRules: _funds,
    Deliberation: _deliberation,
}


if __name__ == "__main__":
    write_tables(Path(sys.argv[1]))
