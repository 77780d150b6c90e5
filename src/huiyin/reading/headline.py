"""Headline: a title out of the text, when whoever wrote it gave none."""

from __future__ import annotations

import re
from typing import Final

from huiyin.reading.categories import category_words
from huiyin.reading.folding import clean, fold

SENTENCES_READ: Final = 8
"""Sentences in which the matter is looked for."""
_SENTENCE: Final = re.compile(r"[。!?！？;；\n\r]+")
_GREETING: Final = re.compile(
    r"^(?:尊敬的[^,，:：]{0,12}[,，:：!！]?|(?:各位)?领导[们]?[,，:：!！]?|(?:您|你|大家)们?好[,，:：!！]?|社区(?:您|你)好[,，:：]?|请问一下[,，]?|[\s,，.、:：*\-]+)"
)
_INTRODUCTION: Final = re.compile(r"^(?:我|本人|我们)(?:们)?(?:是|系|叫|为|家住|住在?)[^,，]{1,24}[,，]\s*")
_CLAUSE_END: Final = ",，、 ;；"


def headline(text: str, limit: int = 30) -> str:
    """The first sentence that names a matter, without greetings and introductions.

    At most ``limit`` characters, cut at a clause where one ends in the second half, else with "…".
    Empty for a text without words.
    """
    parts = (" ".join(part.split()) for part in _SENTENCE.split(clean(text)))
    sentences = [part for part in map(_bare, parts) if part][:SENTENCES_READ]
    if len(sentences) < 2:  # noqa: PLR2004 - nothing to choose from
        return _cut(sentences[0], limit) if sentences else ""
    return _cut(
        next((part for part in sentences if category_words().evidence(fold(part))), sentences[0]), limit
    )


def _bare(sentence: str) -> str:
    """Greetings off, then "I am the owner of …," off where something is left."""
    before = None
    while before != sentence:
        before, sentence = sentence, _GREETING.sub("", sentence, count=1)
    rest = _INTRODUCTION.sub("", sentence, count=1)
    return (rest or sentence).strip(_CLAUSE_END)


def _cut(sentence: str, limit: int) -> str:
    if len(sentence) <= limit:
        return sentence
    short = sentence[: max(limit, 1)]
    clause = max(short.rfind(mark) for mark in _CLAUSE_END)
    return short[:clause] if clause >= limit // 2 else short[:-1] + "…"
