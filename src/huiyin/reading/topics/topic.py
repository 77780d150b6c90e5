"""A topic described: a title a person would give, the place, the time, how many people, how hot, and why."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from huiyin.reading.folding import fold
from huiyin.reading.headline import headline
from huiyin.reading.places import estate_name, find_places
from huiyin.reading.reasons import Reason
from huiyin.reading.topics.message import Message
from huiyin.reading.topics.terms import Terms, pairs
from huiyin.reading.topics.vocabulary import Vocabulary

HALF_LIFE: Final = dt.timedelta(days=180)
"""After this time a person's message adds half the heat."""
REPEAT_HEAT: Final = 0.2
"""Heat of what the same person sends once more."""
MOST_WORDS: Final = 4
LONGEST_TITLE: Final = 40
ELSEWHERE_MOST, SPARE = 4, 8
"""A name is a topic's own that is in at most so many times its messages, and some more."""
_PLACE_FROM: Final = 120
"""Characters of the text in which its place is looked for, beside the title."""
_PLACE: Final = re.compile(
    r"[一-鿿0-9a-z·]{2,9}?(?:小区|花园|家园|公寓|大厦|社区|新村|新城|山庄|学校|小学|中学|学院|大学|幼儿园|医院|公司|集团|商城|市场"
    r"|广场|公园|大道|路口|[路街巷村站桥苑府城湾])"
)


@dataclass(frozen=True, slots=True)
class Topic:
    """One concrete matter told of by several messages.

    `id`: that of its first message, so that it stays the same when more come. `place`: "" where less than a
    third name one. `first`, `last`: None where no message has a time. `ids`: in order of time. `people`:
    distinct senders. `heat`: one per person, halved every HALF_LIFE before the newest message of all, plus
    REPEAT_HEAT per further message.
    """

    id: str
    title: str
    place: str
    first: dt.datetime | None
    last: dt.datetime | None
    ids: tuple[str, ...]
    people: int
    heat: float
    reasons: tuple[Reason, ...]


def described(
    members: Sequence[Message], all_terms: Sequence[Terms], vocabulary: Vocabulary, newest: dt.datetime | None
) -> Topic:
    """The topic of these messages; `newest` is the moment of the newest message of all."""
    order = sorted(
        range(len(members)), key=lambda i: (members[i].when is None, members[i].when or 0, members[i].id)
    )
    members, all_terms = [members[i] for i in order], [all_terms[i] for i in order]
    times = [message.when for message in members if message.when]
    shared = _shared_words(all_terms, vocabulary)
    place = _place(members, vocabulary)
    reasons = [Reason("shared_words", shared)] if shared else []
    return Topic(
        id=members[0].id,
        title=_title(members, all_terms),
        place=place,
        first=min(times, default=None),
        last=max(times, default=None),
        ids=tuple(message.id for message in members),
        people=len({message.who or message.id for message in members}),
        heat=heat_of(members, newest),
        reasons=(*reasons, Reason("same_place", (place,))) if place else tuple(reasons),
    )


def heat_of(members: Sequence[Message], newest: dt.datetime | None) -> float:
    """One per person, halved every HALF_LIFE before `newest`, and REPEAT_HEAT per further message."""
    heat: dict[str, float] = {}
    for message in members:
        age = (newest - message.when) / HALF_LIFE if newest and message.when else 0.0
        who = message.who or message.id
        heat[who] = max(heat.get(who, 0.0), 0.5**age)
    return round(sum(heat.values()) + REPEAT_HEAT * (len(members) - len(heat)), 1)


def _shared_words(all_terms: Sequence[Terms], vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words most of them say and few others do."""
    held = Counter(word for terms in all_terms for word in terms.words)
    weight = {
        word: count * float(vocabulary.rarity(vocabulary.words[word]))
        for word, count in held.items()
        if count * 2 >= len(all_terms)
    }
    return tuple(sorted(weight, key=lambda word: (-weight[word], word))[:MOST_WORDS])


def _title(members: Sequence[Message], all_terms: Sequence[Terms]) -> str:
    """The title that says most of what all titles say, in the words of one of them."""
    held = Counter(term for terms in all_terms for term in terms.title)

    def says(i: int) -> tuple[float, int]:
        title = all_terms[i].title
        return (sum(held[term] - 1 for term in title) / (len(title) + 4), -i)

    best = members[max(range(len(members)), key=says)]
    title = " ".join((best.title or headline(best.text)).split())
    return title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"


def _place(members: Sequence[Message], vocabulary: Vocabulary) -> str:
    """The place at least a third of them name, the one named most; the longer of two named alike.

    What many messages of other topics name too (a kindergarten, a waste station) is no place.
    """
    named = Counter(name for message in members for name in set(place_names(message)))
    for name in list(named):
        named[name] += sum(count for other, count in named.items() if name in other and name != other)
    own = [name for name in named if _is_own(name, len(members), vocabulary)]
    best = max(own, key=lambda name: (named[name], len(name), name), default="")
    return best if best and named[best] * 3 >= len(members) else ""


def _is_own(name: str, members: int, vocabulary: Vocabulary) -> bool:
    held = [vocabulary.pairs[pair] for pair in pairs(fold(name))]
    return bool(held) and min(held) <= ELSEWHERE_MOST * members + SPARE


def place_names(message: Message) -> Iterator[str]:
    """Names of places in the address, the title and the first lines, without what leads up to them."""
    text = f"{message.place}\n{message.title}\n{message.text[:_PLACE_FROM]}"
    yield from (mention.estate_text for mention in find_places(text) if mention.estate_text)
    for found in _PLACE.findall(fold(text)):
        if name := estate_name(found):
            yield name
