"""Two messages: how likely they tell of the same matter, and why; the measures of topics without tables.

For short lists of candidates (the same building, the same telephone). About 1.2 ms to read a message and
0.1 ms to compare two that are read. A hint with reasons: a person decides.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from huiyin.reading.categories import category_words
from huiyin.reading.places import find_places
from huiyin.reading.reasons import Reason
from huiyin.reading.topics.message import Message
from huiyin.reading.topics.terms import Terms, matter_pairs, terms
from huiyin.reading.topics.vocabulary import Vocabulary, common_vocabulary
from huiyin.reading.topics.weights import BASE, ELSEWHERE, IN_TEXT, LETTERS_FROM, RARE_SCALE, WEIGHTS

SAYS_ENOUGH: Final = 2.0
"""Weight from which a word counts as naming the matter."""
MOST_WORDS: Final = 4
"""Words named in a reason."""
SHORTEST: Final = 3
"""Characters of a shared piece that says something."""
KEPT: Final = 1_000
"""Messages kept read: lists show the same ones again and again."""
APART: Final = 0.3
"""Factor where both name buildings and none is the same: the places are left out of what is compared."""
Weight = Callable[[str], float]


@lru_cache(KEPT)
def matter_terms(title: str, text: str) -> Terms:
    """The terms of a message whose place is known: the places named are left out, only `buildings` stays."""
    bare = Message("", without_places(text), without_places(title))
    named = frozenset(one.building for one in find_places(f"{title}\n{text}") if one.building)
    return replace(terms(bare), buildings=named)


def without_places(text: str) -> str:
    """The text less the places it names."""
    left, start = [], 0
    for place in find_places(text):
        left.append(text[start : place.span[0]])
        start = place.span[1]
    return " ".join([*left, text[start:]]).strip()


def matter_likeness(one: Terms, other: Terms) -> float:
    """The likeness (0 to 1) of two messages read by `matter_terms`."""
    if not one.form or not other.form:
        return 0.0
    return pair_likeness(one, other) * (APART if _apart(one, other) else 1.0)


def _apart(one: Terms, other: Terms) -> bool:
    return bool(one.buildings and other.buildings and not one.buildings & other.buildings)


def pair_likeness(one: Terms, other: Terms, vocabulary: Vocabulary | None = None) -> float:
    """The likeness (0 to 1) of two messages; symmetric. `vocabulary`: how common pairs and words are."""
    known = vocabulary or common_vocabulary()
    total = BASE + sum(WEIGHTS[name] * value for name, value in _measured(one, other, known).items())
    return 1 / (1 + math.exp(-(total + ELSEWHERE * _apart(one, other))))


def _measured(one: Terms, other: Terms, known: Vocabulary) -> dict[str, float]:
    def of_pair(pair: str) -> float:
        return known.rarity_of(known.pairs[pair])

    def of_word(word: str) -> float:
        return known.rarity_of(known.words[word])

    forth, back = _title_found(one, other, of_pair), _title_found(other, one, of_pair)
    letters = fuzz.ratio(one.form[:LETTERS_FROM], other.form[:LETTERS_FROM]) / 100
    return {
        "pairs": _cosine(_damped(one.pairs, of_pair), _damped(other.pairs, of_pair)),
        "rare": math.log1p(RARE_SCALE * _rare(one, other, known)),
        "title": min(forth, back),
        "title_most": max(forth, back),
        "words": _cosine(_damped(one.words, of_word), _damped(other.words, of_word)),
        "category": _cosine(one.shares, other.shares),
        "letters": letters,
    }


def _damped(counts: Mapping[str, int], weight: Weight) -> dict[str, float]:
    return {term: (1 + math.log(n)) * weight(term) for term, n in counts.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    product = sum(value * other[term] for term, value in one.items() if term in other)
    if not product:
        return 0.0
    return product / math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))


def _rare(one: Terms, other: Terms, known: Vocabulary) -> float:
    """The rarity of the pairs both hold that few messages hold and no word for a matter does."""
    shared = (one.pairs.keys() & other.pairs.keys()) - matter_pairs()
    most = known.rare_most
    return sum(known.rarity_of(n) for n in map(known.pairs.__getitem__, sorted(shared)) if n <= most)


def _title_found(one: Terms, other: Terms, weight: Weight) -> float:
    """How much of the title of `one` stands in `other`, rare pairs counting more."""
    weights = {pair: weight(pair) ** 2 for pair in sorted(one.title)}
    whole = sum(weights.values())
    if not whole:
        return 0.0
    held = sum(
        value * (1.0 if pair in other.title else IN_TEXT)
        for pair, value in weights.items()
        if pair in other.pairs
    )
    return held / whole


def why_alike(one: Terms, other: Terms) -> tuple[Reason, ...]:
    """What a person can check: the same text, matter words and pieces both hold, buildings named."""
    if one.form == other.form and not _apart(one, other):
        return (Reason("same_text"),)
    words = sorted(_matters(one.form) & _matters(other.form), key=lambda word: (-len(word), word))[
        :MOST_WORDS
    ]
    piece = longest_shared(one.form[:LETTERS_FROM], other.form[:LETTERS_FROM])
    said = [*words, *([piece] if piece and not any(piece in word or word in piece for word in words) else [])]
    reasons = [Reason("shared_words", tuple(said))] if said else []
    if places := one.buildings & other.buildings:
        reasons.append(Reason("same_place", tuple(sorted(places))))
    elif _apart(one, other):
        reasons.append(Reason("other_place", tuple(sorted(one.buildings | other.buildings))))
    return tuple(reasons)


@lru_cache(KEPT)
def _matters(form: str) -> frozenset[str]:
    rows = category_words().evidence(form).values()
    said = (word for row in rows for word, weight in row.items() if weight >= SAYS_ENOUGH)
    return frozenset(part for word in said for part in word.split("+"))


def longest_shared(one: str, other: str) -> str:
    """The longest piece of at least three characters that both hold; "" where there is none."""
    best = ""
    for start in range(len(one)):
        while one[start : start + len(best) + 1] in other and start + len(best) < len(one):
            best = one[start : start + len(best) + 1]
    return best.strip() if len(best.strip()) >= SHORTEST else ""
