"""The likely categories of a text: by words, by what corrections taught, by a model where one is better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from huiyin.reading.categories import Suggestion, suggest_category
from huiyin.reading.confidence import around, chances
from huiyin.reading.weighing import WeightedWords

from .lessons import Taught

if TYPE_CHECKING:
    from .machine import Machine

TOP = 3


@dataclass(frozen=True, slots=True)
class Ranked:
    """A category, the chance that it is the right one (0 to 1), and why, in words a clerk can check."""

    code: str
    chance: float
    reasons: tuple[str, ...]


def ranked(
    title: str, text: str, *, codes: Mapping[str, object], taught: Taught, place_ids: Sequence[int] = ()
) -> list[Ranked]:
    """The likely categories among `codes`, best first; `place_ids`: the place and what it lies in."""
    by_words = suggest_category(f"{title}\n{text}", words=taught.words, codes=codes, top=TOP)
    if taught.machine is None:
        said = chances([one.score for one in by_words])
        found = [Ranked(one.code, chance, _said(one)) for one, chance in zip(by_words, said, strict=True)]
    else:
        found = _blended(taught.machine, title, text, codes, taught.words)
    return _corrected(found, taught, place_ids)[:TOP]


def _said(one: Suggestion) -> tuple[str, ...]:
    return tuple(reason.text(gettext) for reason in one.reasons)


def _blended(
    machine: Machine, title: str, text: str, codes: Mapping[str, object], words: WeightedWords
) -> list[Ranked]:
    by_words = {
        one.code: one
        for one in suggest_category(f"{title}\n{text}", words=words, codes=codes, top=len(codes))
    }
    mixed = machine.mixed(title, text, {code: one.score for code, one in by_words.items()})
    best = sorted((code for code in mixed if code in codes), key=lambda code: (-mixed[code], code))[:TOP]
    if not best:
        return []
    said = around(machine.calibrated(mixed[best[0]]), [mixed[code] for code in best])
    return [
        Ranked(
            code,
            chance,
            _said(by_words[code]) if code in by_words else (gettext("cases sorted here read like this one"),),
        )
        for code, chance in zip(best, said, strict=True)
    ]


def _corrected(found: list[Ranked], taught: Taught, place_ids: Sequence[int]) -> list[Ranked]:
    """What is corrected again and again at a place comes first there."""
    rule = next(
        (r for r in taught.places if found and r.place in place_ids and r.wrong == found[0].code), None
    )
    if rule is None:
        return found
    said = gettext("here “%(code)s” was corrected to this %(n)s of %(of)s times") % {
        "code": rule.wrong_name or rule.wrong, "n": rule.n, "of": rule.of,
    }  # fmt: skip
    chance = round((rule.n + 1) / (rule.of + 2), 4)
    first = next((one for one in found if one.code == rule.right), Ranked(rule.right, chance, ()))
    others = [
        replace(one, chance=round(one.chance * (1 - chance), 4)) for one in found if one.code != rule.right
    ]
    return [replace(first, chance=chance, reasons=(said, *first.reasons)), *others]
