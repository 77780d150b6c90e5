"""The book of a community's messages: kept in the worker between runs, and always what a new one would be.

The vocabulary is learned from what came before the last midnight, so that every worker and every repetition
meets the same numbers, and adding what came since equals reading all anew. Where little came before,
everything is read anew, beside what is common with people who write to offices.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from huiyin.reading.folding import fold
from huiyin.reading.topics.message import Message
from huiyin.reading.topics.terms import Terms, pairs, terms
from huiyin.reading.topics.vocabulary import Vocabulary, common_vocabulary

from .candidates import Candidate, words_of

if TYPE_CHECKING:
    from huiyin.reading.topics.book import TopicBook

ZONE: Final = ZoneInfo("Asia/Shanghai")
LEAST: Final = 300
"""Messages from which a vocabulary is learned once a day; fewer are read anew each time, in a second."""
KEPT: Final = 20_000
"""Messages kept between runs, of all communities together."""


@dataclass(slots=True)
class Kept:
    """A book, the midnight its vocabulary was learned at, and what each message looked like."""

    book: TopicBook
    midnight: datetime
    looks: dict[str, tuple[str, str]]


_kept: OrderedDict[int, Kept] = OrderedDict()
_one = threading.Lock()


def book_of(area: int, candidates: Sequence[Candidate], at: datetime) -> TopicBook:
    """The book of these cases; only what is not in the kept one is read."""
    midnight = at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    with _one:
        kept = _kept.pop(area, None)
        daily = sum(one.at < midnight for one in candidates) >= LEAST
        if kept is not None and daily and kept.midnight == midnight and _grew(kept, candidates):
            _add(kept, [one for one in candidates if one.id not in kept.looks])
        else:
            kept = _anew(kept, candidates, midnight, daily=daily)
        _keep(area, kept)
        return kept.book


def forget_books() -> None:
    """Keep nothing: the next run reads everything anew."""
    with _one:
        _kept.clear()


def _grew(kept: Kept, candidates: Sequence[Candidate]) -> bool:
    """Whether what is kept is there still, and looks as it did."""
    now = {one.id: _look(one) for one in candidates}
    return all(now.get(id_) == look for id_, look in kept.looks.items())


def _look(one: Candidate) -> tuple[str, str]:
    return one.title, one.spot


def _add(kept: Kept, more: Sequence[Candidate]) -> None:
    if more:
        messages, read = _read(more, None)
        kept.book.add(messages, read)
        kept.looks |= {one.id: _look(one) for one in more}


def _anew(before: Kept | None, candidates: Sequence[Candidate], midnight: datetime, *, daily: bool) -> Kept:
    from huiyin.reading.topics.book import TopicBook  # numpy and scipy load only where topics are sorted

    messages, read = _read(candidates, before)
    if daily:
        learned = Vocabulary.learned(
            one for one, case in zip(read, candidates, strict=True) if case.at < midnight
        )
    else:
        learned = common_vocabulary().beside(Vocabulary.learned(read), _names(candidates))
    book = TopicBook(learned)
    book.add(messages, read)
    return Kept(book, midnight, {one.id: _look(one) for one in candidates})


def _names(candidates: Sequence[Candidate]) -> set[str]:
    """The pairs in the names of the estates: every address holds them."""
    names = {case.up[-1].label for case in candidates if case.up}
    return {pair for name in names for pair in pairs(fold(name))}


def _read(candidates: Sequence[Candidate], before: Kept | None) -> tuple[list[Message], list[Terms]]:
    """The messages and their terms; what an earlier book holds in the same words is not read again."""
    known = {one.id: held for one in candidates if (held := _held(one, before)) is not None}
    texts = {id_: message.text for id_, (message, _terms) in known.items()}
    texts |= dict(words_of([one.id for one in candidates if one.id not in known]))
    messages = [message_of(one, texts.get(one.id, "")) for one in candidates]
    return messages, [known[one.id][1] if one.id in known else terms(one) for one in messages]


def _held(one: Candidate, before: Kept | None) -> tuple[Message, Terms] | None:
    same = before is not None and before.looks.get(one.id) == _look(one)
    return before.book.read(one.id) if before is not None and same else None


def message_of(one: Candidate, text: str) -> Message:
    """A case as the topics take it."""
    return Message(one.id, text, one.title, one.at, one.who, one.spot, one.category)


def _keep(area: int, kept: Kept) -> None:
    _kept[area] = kept
    while len(_kept) > 1 and sum(len(one.looks) for one in _kept.values()) > KEPT:
        _kept.popitem(last=False)
