"""Learn a model from an area's decisions and measure it against what is in use; loads scikit-learn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.reading.categories import suggest_category
from huiyin.reading.labelling import LabelModel, counts
from huiyin.reading.training import FOLDS, learned, unseen_folds
from huiyin.reading.weighing import WeightedWords

from .card import Guess, bands, scores
from .data import Example
from .machine import Machine, mix

LEAST_PER_CATEGORY = FOLDS
"""Cases a category needs to be learned; rarer ones are left to the words."""
BETTER = 0.005
"""Macro-F1 by which a model has to be better to replace what is in use."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A model and how it did on cases it had not seen, beside what is in use. `better`: it replaces that."""

    model: LabelModel
    card: dict[str, Any]
    better: bool


def tried(examples: Sequence[Example], words: WeightedWords, in_use: Machine | None) -> Trial | None:
    """Cross-validate in five folds, then learn from all; None where fewer than two categories have enough.

    What is in use may have learned from these same cases, which speaks for it: doubt keeps the old one.
    """
    enough = {
        code for code, n in Counter(one.category for one in examples).items() if n >= LEAST_PER_CATEGORY
    }
    used = [one for one in examples if one.category in enough]
    if len(enough) <= 1:
        return None
    messages, labels = [counts(one.title, one.text) for one in used], [one.category for one in used]
    by_words = [_by_words(one, words) for one in used]
    new: list[Guess] = [("", 0.0)] * len(used)
    for model, unseen in unseen_folds(messages, labels):
        for i in unseen:
            new[i] = _first(mix(by_words[i], model.chances(messages[i])))
    old = [
        _first(row if in_use is None else mix(row, in_use.model.chances(message)))
        for row, message in zip(by_words, messages, strict=True)
    ]
    mine, theirs = scores(new, labels), scores(old, labels)
    better = mine["macro_f1"] >= theirs["macro_f1"] + BETTER and mine["right_first"] >= theirs["right_first"]
    card = {"new": mine, "in_use": theirs, "bands": bands(new, labels), "better": better}
    return Trial(learned(messages, labels, {"cases": len(used)}), card, better)


def _by_words(one: Example, words: WeightedWords) -> dict[str, float]:
    found = suggest_category(f"{one.title}\n{one.text}", words=words, top=len(words.weights))
    return {hint.code: hint.score for hint in found}


def _first(shares: dict[str, float]) -> Guess:
    return min(shares.items(), key=lambda item: (-item[1], item[0]), default=("", 0.0))
