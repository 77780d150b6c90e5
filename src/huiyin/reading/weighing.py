"""Weighing: how much a text says for each of many codes.

The words of a code carry weights; what a text says first counts more, what it repeats a little more.
Categories, kinds and urgency are all read this way, so a clerk can always be shown the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Self

from huiyin.reading.folding import fold
from huiyin.reading.lexicon import WordFinder
from huiyin.reading.reasons import Reason

SHORTEST: Final = 2
"""Characters of a word standing alone; one character says too little to be a reason."""
WEIGHTS: Final[Mapping[str, float]] = {"strong": 4.0, "plain": 2.0, "weak": 1.0, "against": -4.0}
"""What the lists of a word table weigh."""
HEAD: Final = 40
"""Characters from the start (the title, the first sentence) in which a word counts HEAD_WEIGHT times."""
HEAD_WEIGHT: Final = 2.2
AGAIN: Final = 0.3
"""What a word said once more adds, as a share of its weight; at most AGAIN_MOST times."""
AGAIN_MOST: Final = 4
WORDS_COUNTED: Final = 6
"""Of one category the heaviest words count, so that a broad vocabulary does not win every long text."""


class WeightedWords:
    """Codes and their weighted words, compiled; immutable, used from any thread."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        """``weights``: code -> word -> weight; "a+b" is one word that needs both parts.

        Words are folded here. ValueError for a word of one character standing alone.
        """
        self.weights = {
            code: {fold(word): weight for word, weight in row.items()} for code, row in weights.items()
        }
        self._single: dict[str, list[tuple[str, float]]] = {}
        self._pairs: dict[str, list[tuple[str, str, float]]] = {}
        for code, row in self.weights.items():
            for word, weight in row.items():
                self._put(code, word, weight)
        self._finder = WordFinder([*self._single, *self._pairs, *self._others()])

    @classmethod
    def of_table(cls, table: Mapping[str, Mapping[str, Any]]) -> Self:
        """From a word table: code -> {strong, plain, weak, against -> list of words}."""
        lightest_first = list(WEIGHTS)[::-1]
        return cls(
            {
                code: {word: WEIGHTS[name] for name in lightest_first for word in row.get(name, ())}
                for code, row in table.items()
            }
        )

    def _put(self, code: str, word: str, weight: float) -> None:
        first, plus, second = word.partition("+")
        if plus:
            self._pairs.setdefault(first, []).append((second, code, weight))
        elif len(word) < SHORTEST:
            raise ValueError(f"a word needs two characters: {word!r}")
        else:
            self._single.setdefault(word, []).append((code, weight))

    def _others(self) -> Iterable[str]:
        return (second for pairs in self._pairs.values() for second, _, _ in pairs)

    def with_words(self, more: Mapping[str, Mapping[str, float]]) -> WeightedWords:
        """A copy with a community's own words added or reweighted (code -> word -> weight)."""
        codes = dict.fromkeys([*self.weights, *more])
        return WeightedWords({code: {**self.weights.get(code, {}), **more.get(code, {})} for code in codes})

    def evidence(self, text: str) -> dict[str, dict[str, float]]:
        """Code -> word -> weight found in a folded text, without words inside longer ones of their code."""
        counts = self._counts(text)
        found: dict[str, dict[str, float]] = {}
        for word, strength in counts.items():
            for code, weight in self._single.get(word, ()):
                found.setdefault(code, {})[word] = weight * (strength if weight > 0 else 1.0)
            for second, code, weight in self._pairs.get(word, ()):
                if second in counts:
                    found.setdefault(code, {})[f"{word}+{second}"] = weight * min(strength, counts[second])
        return {code: _without_inner(words) for code, words in found.items()}

    def _counts(self, text: str) -> dict[str, float]:
        """Strength of each word found: 1, more at the head of the text and when repeated."""
        places: dict[str, list[int]] = {}
        for place, word in self._finder.find(text):
            places.setdefault(word, []).append(place)
        return {
            word: (HEAD_WEIGHT if at[0] < HEAD else 1.0) * (1 + AGAIN * min(len(at) - 1, AGAIN_MOST))
            for word, at in places.items()
        }


def total(words: Mapping[str, float]) -> float:
    """The evidence for one code: its heaviest words, less all that speaks against it."""
    for_it = sorted((weight for weight in words.values() if weight > 0), reverse=True)
    return sum(for_it[:WORDS_COUNTED]) + sum(weight for weight in words.values() if weight < 0)


def _without_inner(words: dict[str, float]) -> dict[str, float]:
    return {
        word: weight
        for word, weight in words.items()
        if not any(word != other and word in other and words[other] * weight > 0 for other in words)
    }


def reason(words: Mapping[str, float]) -> Reason:
    """The heaviest words found for one code, at most four entries."""
    heavy = sorted(
        (word for word, weight in words.items() if weight > 0), key=lambda word: (-words[word], word)
    )
    return Reason("words", tuple(dict.fromkeys(part for word in heavy[:4] for part in word.split("+"))))
