"""Sort the cases of a community into topics: the program's own act, repeated as often as one likes.

Two workers at once: the second waits, finds the same and writes nothing.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import connection

from huiyin.ground.clock import now
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.registers.rules.reads import categories_for, recurrences_for
from huiyin.registers.rules.refusals import NoPack

from .books import book_of
from .candidates import Candidate, candidates_of, handled_as_one
from .describing import Facts, Seen, by_id, facts_of
from .keeping import Kept, keep
from .models import Correction, Membership, Run, Topic
from .obeying import Said, Word, heard, told
from .reconciling import NOTHING, Existing, Found, Holds, Ids, Outcome, reconciled
from .recurring import Recurring, recurring, spots
from .words import STANDING, TopicState, Verb

if TYPE_CHECKING:
    from huiyin.reading.topics.book import TopicBook

_TURN: Final = 4_602
LEAST: Final = 3
"""Cases that make a topic; two are enough when two people sent them (reading/topics/book.py)."""


def sort_topics(*, area: int) -> Run:
    """Find the topics of a community anew, obeying people. For the worker: a second, or several."""
    began = time.monotonic()
    at = now()
    book, cases = _read(area, at)
    take_turn(area)
    known = _known(area)
    outcome, again = _outcome(area, at, book, cases, known)
    facts = _facts(
        outcome, cases, again, _Reading(book, at, max((case.at for case in cases), default=None), area)
    )
    keep(area=area, at=at, known=known, outcome=outcome, facts=facts)
    took = round((time.monotonic() - began) * 1000)
    run, _new = Run.objects.update_or_create(
        scope_id=area, defaults={"at": at, "cases": len(cases), "milliseconds": took}
    )
    return run


def take_turn(area: int) -> None:
    """Wait until nobody else changes the topics of this community, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_TURN, area])


def _read(area: int, at: datetime) -> tuple[TopicBook, Sequence[Candidate]]:
    """The slow part, before anybody has to wait."""
    placed = Membership.objects.filter(
        scope_id=area, left_at=None, pinned=True, topic__state__in=STANDING
    ).values_list("case_id", flat=True)
    cases = candidates_of(area, at, also=list(placed))
    return book_of(area, cases, at), cases


def _known(area: int) -> Kept:
    topics = {
        topic.no: topic
        for topic in Topic.objects.filter(scope_id=area, state__in=(*STANDING, TopicState.SETTLED))
    }
    numbers = {topic.pk: topic.no for topic in topics.values()}
    rows = list(Membership.objects.filter(scope_id=area, left_at=None, topic_id__in=numbers))
    return Kept(topics, rows, words_said(area))


def words_said(area: int) -> Said:
    """Everything people said of the topics of a community, the oldest word first."""
    rows = Correction.objects.filter(scope_id=area).select_related("topic", "other").order_by("at", "pk")
    return heard(
        Word(Verb(row.verb), row.topic.no, frozenset(row.cases), row.other.no if row.other else None)
        for row in rows
    )


def _outcome(
    area: int, at: datetime, book: TopicBook, cases: Sequence[Candidate], known: Kept
) -> tuple[Outcome, Mapping[str, Recurring]]:
    existing = [_existing(topic, known) for topic in known.topics.values()]
    handled = handled_as_one(area)
    pinned = {one.no: one.pinned for one in existing if one.pinned}
    groups = book.groups(told(known.said, pinned, handled))
    again = _again(area, at, cases, _not_counted(existing, known.said))
    eligible = frozenset(case.id for case in cases)
    found = Found(
        tuple(groups), tuple(one.group for one in again.runs),
        tuple(ids & eligible for ids in handled if ids & eligible), again.spots,
    )  # fmt: skip
    who = {case.id: case.who or case.id for case in cases}
    outcome = reconciled(found, existing, lambda ids: _enough(ids, who))
    return outcome, {one.group.key: one for one in again.runs}


@dataclass(frozen=True, slots=True)
class _Again:
    """The recurrences, and where each case would count."""

    runs: Sequence[Recurring]
    spots: Mapping[str, str]


def _again(area: int, at: datetime, cases: Sequence[Candidate], not_counted: Ids) -> _Again:
    rules = recurrences_for(scope_tree().up(area), at)
    placed = [case.placed for case in cases]
    return _Again(
        recurring([one for one in placed if one.id not in not_counted], rules), spots(placed, rules)
    )


def _existing(topic: Topic, known: Kept) -> Existing:
    members = known.members(topic)
    return Existing(
        topic.no, frozenset(members), topic.key, topic.touched_at is not None,
        topic.state not in STANDING, frozenset(case for case, row in members.items() if row.pinned),
        known.said.out.get(topic.no, NOTHING),
    )  # fmt: skip


def _not_counted(existing: Sequence[Existing], said: Said) -> Ids:
    """Cases that count for no recurrence: refused as one problem, or solved with another one."""
    return said.refused.union(*(one.pinned for one in existing if one.ended))


def _enough(ids: Ids, who: Mapping[str, str]) -> bool:
    return len(ids) >= LEAST or (len(ids) > 1 and len({who.get(one, one) for one in ids}) == len(ids))


@dataclass(frozen=True, slots=True)
class _Reading:
    """With what topics are described: the book, the moment, the moment heat is measured at, where."""

    book: TopicBook
    at: datetime
    newest: datetime | None
    area: int


def _facts(
    outcome: Outcome, cases: Sequence[Candidate], again: Mapping[str, Recurring], reading: _Reading
) -> list[Facts]:
    known, names = by_id(cases), _names(reading)
    return [facts_of(_seen(one, known, again.get(one.key), names, reading)) for one in outcome.holds]


def _names(reading: _Reading) -> Mapping[str, str]:
    """Code -> what the category is called where it is used: a title is stored in the words of the place."""
    try:
        leaves = categories_for(scope_tree().up(reading.area), reading.at).leaves.values()
    except NoPack:
        return {}
    return {leaf.code: leaf.name_zh for leaf in leaves}


def _seen(
    one: Holds, known: Mapping[str, Candidate], again: Recurring | None, names: Mapping[str, str],
    reading: _Reading,
) -> Seen:  # fmt: skip
    theirs = [known[id_] for id_ in sorted(one.ids) if id_ in known]
    kind = names.get(again.category, "") if again else ""
    read = reading.book.described(one.ids, reading.newest)
    return Seen(theirs, len(one.ids), reading.at, read, again, kind, one.key)
