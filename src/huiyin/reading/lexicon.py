"""Finding many words in one pass.

A text of 100 characters meets about two thousand words. A regular expression would try each of them at each
place; here the first two characters of a place choose the few words that can start there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from importlib.resources import files
from itertools import zip_longest
from operator import add
from typing import Any


def load(name: str) -> dict[str, Any]:
    """The table ``words/<name>.toml`` of this package."""
    return tomllib.loads((files(__package__) / "words" / f"{name}.toml").read_text(encoding="utf-8"))


class WordFinder:
    """Finds a fixed set of words; built once, used from any thread."""

    def __init__(self, words: Iterable[str]) -> None:
        """``words`` are in folded form; an empty word raises ValueError."""
        heads: dict[str, list[str]] = {}
        singles: set[str] = set()
        for word in sorted(set(words), key=len, reverse=True):
            if not word:
                raise ValueError("an empty word is found everywhere")
            if len(word) == 1:
                singles.add(word)
            else:
                heads.setdefault(word[:2], []).append(word)
        self._heads = {head: tuple(group) for head, group in heads.items()}
        self._singles = frozenset(singles)

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """(position, word) for each occurrence, overlapping ones too, left to right and longer first."""
        groups = map(self._heads.get, map(add, text, text[1:]))
        for place, (character, group) in enumerate(zip_longest(text, groups)):
            if group is not None:
                for word in group:
                    if text.startswith(word, place):
                        yield place, word
            if character in self._singles:
                yield place, character
