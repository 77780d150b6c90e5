"""Reasons: why a reader came to its result, as data a clerk can check.

A reason is a code and the words that were found. The sentence is made where it is shown: ``text`` takes the
translation function of the page, so this package needs no framework and no language of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


def gettext_noop(message: str) -> str:
    """Mark a msgid for the catalogue; it is translated where it is shown."""
    return message


SENTENCES: Final[dict[str, str]] = {
    "words": gettext_noop("contains %(words)s"),
    "first_words": gettext_noop("begins with %(words)s"),
    "pattern": gettext_noop("says %(words)s"),
    "many_homes": gettext_noop("speaks of many homes: %(words)s"),
    "question": gettext_noop("asks a question: %(words)s"),
    "category_default": gettext_noop("usual for this category: %(words)s"),
    "danger": gettext_noop("danger: %(words)s"),
    "same_text": gettext_noop("the same text"),
    "shared_words": gettext_noop("both say %(words)s"),
    "same_place": gettext_noop("both name the place %(words)s"),
    "other_place": gettext_noop("they name different places: %(words)s"),
    "name_known": gettext_noop("names %(words)s"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """A code of ``SENTENCES`` and the words it rests on, as they stand in the folded text."""

    code: str
    words: tuple[str, ...] = ()

    def text(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, translated by ``translate`` (msgid -> text); English without one."""
        return translate(SENTENCES[self.code]) % {"words": "".join(f"“{word}”" for word in self.words)}
