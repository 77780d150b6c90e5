"""Finding many words in one pass.

A text of 100 characters meets about two thousand words. A regular expression would try each of them at each place;
here the first two characters of a place choose the few words that can start there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any, Final

SHORTEST: Final = 2
"""A word has at least two characters; single characters say too little to be a reason."""


def load(name: str) -> dict[str, Any]:
    """The table ``words/<name>.toml`` of this package."""
    return tomllib.loads((files(__package__) / "words" / f"{name}.toml").read_text(encoding="utf-8"))


class WordFinder:
    """Finds a fixed set of words; built once, used from any thread."""

    def __init__(self, words: Iterable[str]) -> None:
        """``words`` are in folded form; a word shorter than SHORTEST raises ValueError."""
        heads: dict[str, list[str]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            if len(word) < SHORTEST:
                raise ValueError(f"word too short: {word!r}")
            heads.setdefault(word[:SHORTEST], []).append(word)
        self._heads = {head: tuple(group) for head, group in heads.items()}

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """(position, word) for each occurrence, overlapping ones too, left to right and longer first."""
        heads = self._heads
        for place in range(len(text) - 1):
            group = heads.get(text[place : place + SHORTEST])
            if group is not None:
                for word in group:
                    if text.startswith(word, place):
                        yield place, word
