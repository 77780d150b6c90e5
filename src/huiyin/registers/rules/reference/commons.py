"""Tables of the packs for what people settle together: votes, elections, deliberation, the fund."""

from collections.abc import Callable, Iterator
from typing import Any

from huiyin.registers.rules.decisions import Decisions
from huiyin.registers.rules.deliberations import Deliberation
from huiyin.registers.rules.elections import Elections
from huiyin.registers.rules.funds import FundRules
from huiyin.registers.rules.parsing import Rules
from huiyin.registers.rules.weekly import WeeklyRule

from .cells import basis_of, head, row


def _decisions(rules: Decisions) -> Iterator[str]:
    yield from head("matter", "article", "has to agree", "basis")
    for matter in rules.matters.values():
        majority = rules.majorities[matter.majority]
        words = f"{'more than' if majority.strict else 'at least'} {majority.share}"
        yield row(matter.name_zh, matter.article, words, basis_of(matter.basis))
    yield ""
    yield from head("rule", "value", "basis")
    part = f"at least {rules.takes_part} of the area and of the heads"
    yield row("has to take part", part, basis_of(rules.takes_part_basis))
    for mode in rules.modes.values():
        words = "binding" if mode.binding else "not binding"
        yield row(
            f"mode {mode.mode}", f"{words}; {', '.join(mode.ways) or 'held elsewhere'}", basis_of(mode.basis)
        )
    days = rules.days
    poll = f"{days.poll_least or 1} to {days.poll_most or 'any number of'}"
    words = f"notice {days.notice}, open {poll}, publish within {days.publish}, objections {days.objection}"
    yield row("days", words, basis_of(days.basis))
    yield row("silence may be", ", ".join(rules.silence.allowed), basis_of(rules.silence.basis))
    yield row("delivery is proved by", ", ".join(rules.silence.proofs), basis_of(rules.silence.basis))
    counted = f"units: {', '.join(rules.uses)}; a head is an {rules.heads}"
    yield row("counted", counted, basis_of(rules.counting_basis))
    ballots = f"the {rules.repeated} counts; at most {rules.most_proxies} for one proxy"
    yield row("ballots", ballots, basis_of(rules.ballots_basis))
    basis = basis_of(rules.homes_basis) if rules.homes_basis else "our own choice"
    yield row("list by home, doors", rules.homes, basis)


def _elections(rules: Elections) -> Iterator[str]:
    yield from head("step", "needs", "days", "basis")
    for step in rules.steps:
        days = f"{step.days} {'working days' if step.workdays else 'days'}" if step.days else "–"
        yield row(step.name_zh, ", ".join(sorted(step.needs)) or "–", days, basis_of(step.basis))
    yield ""
    yield from head("rule", "value", "basis")
    yield row("present", f"at least {rules.quorum.share} of the roll", basis_of(rules.quorum_basis))
    words = f"{'more than' if rules.elected.strict else 'at least'} {rules.elected.share} of the {rules.base}"
    yield row("elected", words, basis_of(rules.elected_basis))
    yield row("more candidates than seats", f"at least {rules.spare}", basis_of(rules.spare_basis))
    yield row("no figures below", f"{rules.least} ballots", basis_of(rules.least_basis))


def _funds(rules: FundRules) -> Iterator[str]:
    yield from head("rule", "value", "basis")
    asked, posting, after = rules.quotations, rules.posting, rules.emergency
    words = f"{asked.least}; from {asked.large_fen} fen {asked.large_least}"
    yield row("quotations", words, basis_of(asked.basis))
    unit = "working days" if posting.workdays else "days"
    yield row("posted for", f"{posting.days} {unit}", basis_of(posting.basis))
    yield row("paid before acceptance", f"at most {rules.advance}", basis_of(rules.advance_basis))
    words = f"posted within {after.post_within} days, before the owners within {after.ratify_within} days"
    yield row("after an emergency", words, basis_of(after.basis))
    yield ""
    yield from head("common part or emergency", "key", "basis")
    for one in (*rules.parts.values(), *rules.emergencies.values()):
        yield row(one.name_zh, f"`{one.key}`", basis_of(one.basis))


def _deliberation(rules: Deliberation) -> Iterator[str]:
    yield from head("step", "whose", "days", "basis")
    for one in rules.steps.values():
        yield row(one.name_zh, one.owner_zh, str(one.days), basis_of(one.basis))
    yield ""
    yield from head("council", "parties (voices; * needed)", "basis")
    for council in rules.councils.values():
        parties = "、".join(f"{one.name_zh} {one.voices}{'*' if one.needed else ''}" for one in council.seats)
        yield row(f"{council.name_zh} `{council.key}`", parties, basis_of(council.basis))
    yield ""
    yield from head("meeting", "notice, minutes (days)", "quorum, passes", "basis")
    for kind in rules.meetings.values():
        shares = ", ".join(
            f"{'more than' if one.strict else 'at least'} {one.share}" for one in (kind.quorum, kind.passes)
        )
        days = f"{kind.notice_days}, {kind.post_days}"
        yield row(f"{kind.name_zh} `{kind.key}`", days, shares, basis_of(kind.basis))
    rating = rules.rating
    words = f"{rating.days} days, at least {rating.share} of at least {rating.least} homes"
    yield row("rating", "", words, basis_of(rating.basis))
    if rules.weekly:
        yield from _weekly(rules.weekly)


def _weekly(rule: WeeklyRule) -> Iterator[str]:
    yield ""
    yield from head("weekly triage meeting", "value", "basis")
    for name in ("days", "ahead_days", "complaint_days", "complaint_least"):
        yield row(name.replace("_", " "), str(getattr(rule, name)), basis_of(rule.basis))
    for one in rule.seasons:
        (first, last) = ("-".join(f"{part:02}" for part in day) for day in (one.begins, one.ends))
        yield row(
            f"{one.name_zh} `{one.key}`",
            f"{first} to {last}: {', '.join(one.categories)}",
            basis_of(one.basis),
        )


WRITERS: dict[type[Rules], Callable[[Any], Iterator[str]]] = {
    Decisions: _decisions,
    Elections: _elections,
    FundRules: _funds,
    Deliberation: _deliberation,
}
