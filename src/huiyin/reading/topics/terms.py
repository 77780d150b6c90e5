"""What is compared of a message: pairs of neighbouring characters, and words.

Pairs find names no dictionary holds ("丽发新城") and are taken without their order, because exports and
hurried
fingers swap characters ("绿地", "地绿"). Words say what happened. Courtesy and officialese are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from huiyin.reading.categories import category_words, suggest_category
from huiyin.reading.folding import fold
from huiyin.reading.headline import headline
from huiyin.reading.places import find_places
from huiyin.reading.topics.message import Message

HEAD: Final = 400
"""Characters of the text whose pairs count: who writes at length names place and matter first."""
WORDS_FROM: Final = 260
"""Characters of the text whose words count."""
MATTER_FROM: Final = 500
"""Characters of the text in which the category is looked for."""
TITLE_COUNTS: Final = 2
"""Times the title counts, beside the text."""
_COURTESY: Final = re.compile(
    r"尊敬的.{0,12}?[:,!]|您们?好|你们?好|谢谢|感谢.{0,6}|领导们?|恳请|请求|希望|反映|反应|投诉|举报|咨询|关于|请问|建议|问题|解决|相关部门|有关部门"
    r"|(?:敲门|入户|上门|网格员)走访|书记|市长|县长|局长|原帖链接|https?://\S+|\*{3,}"
)
_RUN: Final = re.compile(r"[一-鿿a-z0-9]+")
_UNIT: Final = re.compile(r"[a-z0-9]+|[一-鿿]")
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one message; `form`: its folded text; `buildings` it names; `shares`: of categories."""

    title: frozenset[str]
    pairs: Counter[str]
    words: Counter[str]
    shares: dict[str, float]
    buildings: frozenset[str]
    form: str


def terms(message: Message) -> Terms:
    """The terms of a message; one without a title is read by its headline."""
    title = fold(message.title or headline(message.text))
    place, form = fold(message.place), fold(message.text)
    first = Counter(pairs(f"{title},{place}"))
    counted_pairs = Counter(pairs(form[:HEAD]))
    for term, count in first.items():
        counted_pairs[term] += TITLE_COUNTS * count
    counted = Counter(_words(form[:WORDS_FROM]))
    counted.update(list(_words(title)) * TITLE_COUNTS)
    whole = f"{title}。{place}。{form[:MATTER_FROM]}"
    shares = {one.code: one.score for one in suggest_category(whole, words=category_words())}
    buildings = frozenset(one.building for one in find_places(whole[: HEAD + len(title)]) if one.building)
    return Terms(frozenset(first), counted_pairs, counted, shares, buildings, form)


@cache
def matter_pairs() -> frozenset[str]:
    """Pairs inside words that name matters: however rare among few messages, they tell no places apart."""
    words = {part for row in category_words().weights.values() for word in row for part in word.split("+")}
    return frozenset(pair for word in words for pair in pairs(word))


def runs(text: str) -> Iterable[str]:
    """The folded text in runs without punctuation and courtesy."""
    return _RUN.findall(_COURTESY.sub("|", text))


def pairs(text: str) -> Iterator[str]:
    """Neighbours, a number or Latin word being one unit: "58车贷" gives "58车" and "贷车"."""
    for run in runs(text):
        for one, other in pairwise(_UNIT.findall(run)):
            yield one + other if one < other else other + one


def _words(text: str) -> Iterator[str]:
    import rjieba  # its dictionary loads on import

    for run in runs(text):
        for word in rjieba.cut(run, False):
            if len(word) >= _SHORTEST:
                yield word
