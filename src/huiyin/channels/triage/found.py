"""Everything found in a table of messages: answers, topics and repeats."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from huiyin.channels.triage.answers import Answer, answer
from huiyin.channels.triage.ledger import Row
from huiyin.reading.topics.book import Repeat, TopicBook
from huiyin.reading.topics.message import Message
from huiyin.reading.topics.terms import Terms, terms
from huiyin.reading.topics.topic import Topic

Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Found:
    """Answers in the order of the rows; topics hottest first; repeats most alike first."""

    answers: list[Answer]
    topics: list[Topic]
    repeats: list[Repeat]

    @property
    def rows(self) -> dict[str, Row]:
        """Number -> row."""
        return {one.row.id: one.row for one in self.answers}


def find_all(rows: Sequence[Row], progress: Progress = lambda _done: None) -> Found:
    """Read every row and compare all with all; `progress` is told how many rows are read."""
    answers: list[Answer] = []
    messages: list[Message] = []
    all_terms: list[Terms] = []
    for done, row in enumerate(rows, 1):
        answers.append(answer(row))
        messages.append(_message(row))
        all_terms.append(terms(messages[-1]))
        progress(done)
    book = TopicBook.rebuilt(messages, all_terms)
    topics = book.topics()
    return Found(_with_topics(answers, topics), topics, book.repeats())


def _message(row: Row) -> Message:
    return Message(row.id, row.text, row.title, row.when, row.who, row.place)


def _with_topics(answers: list[Answer], topics: Sequence[Topic]) -> list[Answer]:
    """What a clerk must know of a message in a topic: how many tell of it."""
    size = {number: len(topic.ids) for topic in topics for number in topic.ids}
    return [
        replace(
            one,
            reasons=(*one.reasons, gettext("one of %(n)s about the same matter") % {"n": size[one.row.id]}),
        )
        if one.row.id in size
        else one
        for one in answers
    ]
