"""Danger: what must be raised at once, before anybody opens the queue.

A danger is a hazard happening or still present at writing that can kill or injure now (gas, fire, electric
shock, a trapped person, falling things, collapse, violence, a life at stake), or an outage of about a day
or more, or again and again, for many homes. Risks, plans, drills, past crime and strong words about noise
are not. The words are data (``words/danger.toml``); nothing here closes, rejects or dispatches.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from huiyin.reading.folding import fold
from huiyin.reading.lexicon import load
from huiyin.reading.reasons import Reason

BEFORE: Final = 80
"""Characters before a match in which a "what if" counts (within the sentence)."""
AFTER: Final = 14
"""Characters after a match in which "is a risk", "was put out" counts (within the clause)."""
_SENTENCE_END: Final = re.compile(r"[。!?;\n…]")
_CLAUSE_END: Final = re.compile(r"[。!?;\n…,、:]")


class DangerKind(StrEnum):
    """What kind of danger; the order is the order in which they are raised."""

    GAS = "gas"
    FIRE = "fire"
    ELECTRIC_SHOCK = "electric_shock"
    LIFT_TRAPPED = "lift_trapped"
    LIFE = "life"
    VIOLENCE = "violence"
    COLLAPSE = "collapse"
    FALLING_OBJECT = "falling_object"
    OUTAGE = "outage"


@dataclass(frozen=True, slots=True)
class Danger:
    """What was found: the kind, the number to call ("" where the place must supply it), and why."""

    kind: DangerKind
    number: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    number: str
    anchors: tuple[str, ...]
    says: re.Pattern[str]
    unless: re.Pattern[str]
    many: re.Pattern[str] | None
    present: re.Pattern[str] | None
    lasting: bool


@dataclass(frozen=True, slots=True)
class _Rules:
    rules: Mapping[DangerKind, _Rule]
    not_yet: re.Pattern[str]
    negated: re.Pattern[str]
    over: re.Pattern[str]
    only_risk: re.Pattern[str]
    elsewhere: re.Pattern[str]


def find_danger(text: str, *, numbers: Mapping[str, str] | None = None) -> Danger | None:
    """The gravest danger the text tells of, or None; reads the first ``folding.LIMIT`` characters.

    ``numbers`` gives a place's own numbers: ``lift_rescue`` (96333 in many cities) and ``service`` (the
    utility or the property company); the national 110, 119 and 120 need none.
    """
    found = next(find_dangers(text), None)
    if found is None or found.number.isdigit():
        return found
    return Danger(found.kind, (numbers or {}).get(found.number, ""), found.reasons)


def find_dangers(text: str) -> Iterator[Danger]:
    """Every kind of danger in the text, gravest first; ``number`` may be a name as "lift_rescue"."""
    rules, form = _rules(), fold(text)
    for kind, rule in rules.rules.items():
        if any(anchor in form for anchor in rule.anchors) and (reasons := _reasons(rules, rule, form)):
            yield Danger(kind, rule.number, reasons)


def _reasons(rules: _Rules, rule: _Rule, form: str) -> tuple[Reason, ...]:
    words = dict.fromkeys(
        match[0] for match in rule.says.finditer(form) if _is_present(rules, rule, form, match)
    )
    if not words:
        return ()
    said = Reason("pattern", tuple(word.strip(" ,。!\n") for word in list(words)[:3]))
    if rule.many is None:
        return (said,)
    many = rule.many.search(form)
    return (said, Reason("many_homes", (many[0],))) if many else ()


def _is_present(rules: _Rules, rule: _Rule, form: str, match: re.Match[str]) -> bool:
    """Whether the hazard is there now: not a what-if, not denied, not over, not something else."""
    sentence = _last_part(form[max(0, match.start() - BEFORE) : match.start()], _SENTENCE_END)
    clause = _last_part(sentence, _CLAUSE_END)
    rest = _CLAUSE_END.split(form[match.end() : match.end() + AFTER], maxsplit=1)[0]
    if rule.unless.search(sentence + match[0] + rest) or rules.elsewhere.search(sentence + match[0] + rest):
        return False
    if rule.present is not None and rule.present.search(match[0]):
        return True
    if (
        rules.not_yet.search(sentence + match[0])
        or rules.only_risk.search(rest)
        or rules.negated.search(clause[-4:])
    ):
        return False
    return rule.lasting or not rules.over.search(clause + match[0])


def _last_part(text: str, ends: re.Pattern[str]) -> str:
    return ends.split(text)[-1]


@cache
def _rules() -> _Rules:
    table = load("danger")
    said = {
        name: re.compile(table[name]) for name in ("not_yet", "negated", "over", "only_risk", "elsewhere")
    }
    return _Rules(rules={kind: _rule(table[kind]) for kind in DangerKind}, **said)


def _rule(row: Mapping[str, Any]) -> _Rule:
    optional = {name: re.compile(row[name]) if name in row else None for name in ("many", "present")}
    return _Rule(
        number=row["number"],
        anchors=tuple(row["anchors"]),
        says=re.compile("|".join(f"(?:{pattern})" for pattern in row["says"]), re.MULTILINE),
        unless=re.compile(row["unless"]),
        lasting=row.get("lasting", False),
        **optional,
    )
