"""The book of topics: messages in, topics and repeated pairs out; rebuilt or added one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Self

import numpy as np

from huiyin.reading.topics.grouping import APART, Known, groups
from huiyin.reading.topics.measures import Tables
from huiyin.reading.topics.message import Message
from huiyin.reading.topics.neighbours import near_pairs
from huiyin.reading.topics.terms import Terms, terms
from huiyin.reading.topics.topic import Topic, described, heat_of
from huiyin.reading.topics.vocabulary import Numbers, Vocabulary
from huiyin.reading.topics.weights import REPEATED, REPEATED_IN_TOPIC

AT_ONCE: Final = 50_000
"""Pairs compared in one go, so that memory does not grow with their number."""
LEAST: Final = 3
"""Messages that make a topic; two are enough when two people sent them."""
Told = Mapping[tuple[str, str], bool]
"""(id, id) -> whether a person said that the two tell of one matter."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Two messages that tell of the same matter at the same place; `likeness` 0 to 1."""

    one: str
    other: str
    likeness: float


@dataclass(slots=True)
class TopicBook:
    """Messages compared with one vocabulary. Not safe for use by two threads at once."""

    vocabulary: Vocabulary
    messages: list[Message] = field(default_factory=list)
    _tables: Tables = field(init=False)
    _left: Numbers = field(init=False)
    _right: Numbers = field(init=False)
    _likeness: Numbers = field(init=False)
    _known: Known = field(default_factory=dict)
    _rows: dict[str, int] = field(default_factory=dict)
    _told: dict[tuple[int, ...], Topic] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._tables = Tables(self.vocabulary)
        self._left, self._right, self._likeness = np.zeros(0, int), np.zeros(0, int), np.zeros(0)

    @classmethod
    def rebuilt(cls, messages: Sequence[Message], all_terms: Sequence[Terms] | None = None) -> Self:
        """A book with a vocabulary learned from all its messages; `all_terms` if they were read already."""
        read = all_terms if all_terms is not None else [terms(message) for message in messages]
        book = cls(Vocabulary.learned(read))
        book.add(messages, read)
        return book

    def add(self, messages: Sequence[Message], all_terms: Sequence[Terms] | None = None) -> None:
        """Take messages in and compare them with each other and with those that are in."""
        read = all_terms if all_terms is not None else [terms(message) for message in messages]
        first_new = len(self.messages)
        self.messages.extend(messages)
        self._rows.update({message.id: first_new + place for place, message in enumerate(messages)})
        self._tables.add(read)
        left, right = near_pairs(self._tables, first_new)
        for start in range(0, len(left), AT_ONCE):
            self._compare(left[start : start + AT_ONCE], right[start : start + AT_ONCE])

    def _compare(self, left: Numbers, right: Numbers) -> None:
        """Keep the pairs that can be repeats or hold a group together."""
        likeness = self._tables.likeness(left, right)
        keep = likeness >= REPEATED_IN_TOPIC
        self._left = np.concatenate([self._left, left[keep]])
        self._right = np.concatenate([self._right, right[keep]])
        self._likeness = np.concatenate([self._likeness, likeness[keep]])

    def topics(self, told: Told | None = None) -> list[Topic]:
        """Every topic, hottest first; `told` are a person's corrections, which are obeyed."""
        newest = max((message.when for message in self.messages if message.when), default=None)
        found = (self._described(group, newest) for group in self._groups(told or {}))
        return sorted((topic for topic in found if topic), key=lambda topic: (-topic.heat, topic.id))

    def groups(self, told: Told | None = None) -> list[frozenset[str]]:
        """The messages that tell of one matter, by id, two at least; `told` as for `topics`."""
        return [frozenset(self.messages[row].id for row in group) for group in self._groups(told or {})]

    def described(self, ids: Collection[str], newest: dt.datetime | None) -> Topic | None:
        """What a person sees of these messages as one topic; None where none of them is in the book.

        `newest`: the moment its heat is measured at.
        """
        rows = sorted(row for one in ids if (row := self._rows.get(one)) is not None)
        if not rows:
            return None
        members, key = [self.messages[row] for row in rows], tuple(rows)
        known = self._told.get(key)
        if known is not None:  # the same messages by the same vocabulary: only the heat has cooled
            return replace(known, heat=heat_of(members, newest))
        read = [self._tables.terms[row] for row in rows]
        return self._told.setdefault(key, described(members, read, self.vocabulary, newest))

    def read(self, id_: str) -> tuple[Message, Terms] | None:
        """A message and what was read of it, to build another book with; None where it is not in this one."""
        row = self._rows.get(id_)
        return None if row is None else (self.messages[row], self._tables.terms[row])

    def repeats(self, told: Told | None = None) -> list[Repeat]:
        """Pairs that tell of the same matter again, most alike first."""
        topic_of = {row: number for number, group in enumerate(self._groups(told or {})) for row in group}
        found = [
            Repeat(self.messages[i].id, self.messages[j].id, round(float(p), 3))
            for i, j, p in zip(self._left, self._right, self._likeness, strict=True)
            if p >= REPEATED or (p >= REPEATED_IN_TOPIC and topic_of.get(i, -1) == topic_of.get(j, -2))
        ]
        return sorted(found, key=lambda pair: (-pair.likeness, pair.one, pair.other))

    def _described(self, group: Sequence[int], newest: object) -> Topic | None:
        members = [self.messages[row] for row in group]
        people = {message.who or message.id for message in members}
        if len(members) < LEAST and len(people) < len(members):
            return None
        return described(members, [self._tables.terms[row] for row in group], self.vocabulary, newest)  # type: ignore[arg-type]

    def _groups(self, told: Told) -> list[list[int]]:
        if not told:
            return groups(len(self.messages), self._left, self._right, self._likeness, self._known)
        left, right, likeness = self._with_told(told)
        return groups(len(self.messages), left, right, likeness, {})

    def _with_told(self, told: Told) -> tuple[Numbers, Numbers, Numbers]:
        """The pairs with those a person spoke of replaced."""
        row = self._rows
        said = {
            (min(row[one], row[other]), max(row[one], row[other])): (1.0 if same else APART)
            for (one, other), same in told.items()
            if one in row and other in row
        }
        keep = np.fromiter(_not_said(said, self._left, self._right), dtype=bool, count=len(self._left))
        ends = np.array(list(said), dtype=int).reshape(-1, 2)
        return (
            np.concatenate([self._left[keep], ends[:, 0]]),
            np.concatenate([self._right[keep], ends[:, 1]]),
            np.concatenate([self._likeness[keep], list(said.values())]),
        )


def _not_said(said: Mapping[tuple[int, int], float], left: Numbers, right: Numbers) -> Iterator[bool]:
    return ((int(i), int(j)) not in said for i, j in zip(left, right, strict=True))
