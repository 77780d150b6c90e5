"""What every word of a person does: lock the topic, take the step, pin who stands there, write it down."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from huiyin.ground.clock import now
from huiyin.ground.gathering import add
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.reading.topics.terms import terms
from huiyin.reading.topics.topic import described
from huiyin.reading.topics.vocabulary import common_vocabulary
from huiyin.registers.people.words import Permission

from .books import message_of
from .candidates import these, words_of
from .describing import Seen, facts_of
from .models import Correction, Membership, Topic
from .refusals import TopicNotNow, TopicWordsMissing
from .sorting import take_turn
from .states import target_of
from .words import TopicState, Verb

MOST_READ = 200
"""Cases whose words are read for a title; the next sorting reads all."""
KEPT_OF_RECURRENCES = ("place_id", "place_words", "category", "title")


def lock_topic(topic_id: UUID, by: Viewer) -> Topic:
    """A topic the viewer works at, locked with all others of its community. Raises NotThere."""
    scope = Topic.objects.filter(pk=topic_id).values_list("scope_id", flat=True).first()
    if scope is None or not by.may(Permission.TOPIC_WORK, scope):
        raise NotThere
    take_turn(scope)
    return Topic.objects.select_for_update(no_key=True).get(pk=topic_id)


def step(topic: Topic, verb: Verb, at: datetime, **fields: object) -> None:
    """Take the step of the table of states, and pin who stands there. Raises TopicNotNow."""
    target = target_of(verb, TopicState(topic.state))
    if target is None:
        raise TopicNotNow(state=TopicState(topic.state).label)
    topic.state, topic.touched_at = target, topic.touched_at or at
    for name, value in fields.items():
        setattr(topic, name, value)
    topic.save(update_fields=["state", "touched_at", *fields])
    Membership.objects.filter(topic=topic, left_at=None, pinned=False).update(pinned=True)


def write(
    *, topic: Topic, verb: Verb, by: Viewer, cases: Iterable[UUID] = (), other: Topic | None = None,
    why: str = "",
) -> Correction:  # fmt: skip
    """Add a person's word to those that are kept."""
    said = Correction(
        topic=topic, scope_id=topic.scope_id, verb=verb, cases=sorted(map(str, cases)), other=other,
        why=why.strip()[:200], actor=by.actor, actor_label=by.label[:80], at=now(),
    )  # fmt: skip
    return add(said)


def must_say(words: str) -> str:
    """What was written, without the space around it. Raises TopicWordsMissing."""
    if not words.strip():
        raise TopicWordsMissing
    return words.strip()


def members(topic: Topic) -> dict[UUID, Membership]:
    """Case -> its standing membership."""
    return {row.case_id: row for row in Membership.objects.filter(topic=topic, left_at=None)}


def put(topic: Topic, cases: Collection[UUID], by: Viewer, at: datetime) -> None:
    """Let cases stand in a topic because a person says so, wherever they stood before."""
    leave(cases, by, at)
    Membership.objects.bulk_create(
        Membership(topic=topic, case_id=case, scope_id=topic.scope_id, since=at, by=by.actor, pinned=True)
        for case in sorted(cases)
    )


def leave(cases: Collection[UUID], by: Viewer, at: datetime) -> None:
    """End the memberships of these cases."""
    standing = Membership.objects.filter(case_id__in=list(cases), left_at=None)
    standing.update(left_at=at, left_by=by.actor)


def refresh(*topics: Topic) -> None:
    """Bring what a topic says of itself to who stands in it now; the next sorting does so with the book."""
    for topic in topics:
        _refresh(topic)


def _refresh(topic: Topic) -> None:
    ids, at = list(members(topic)), now()
    cases = these(ids)
    texts = dict(words_of([case.id for case in cases[-MOST_READ:]]))
    messages = [message_of(case, texts[case.id]) for case in cases if case.id in texts]
    read = (
        described(messages, [terms(one) for one in messages], common_vocabulary(), at) if messages else None
    )
    facts = facts_of(Seen(cases, len(ids), at, read, key=topic.key))
    if topic.key:
        for name in KEPT_OF_RECURRENCES:
            facts.values.pop(name)
        again = [one | {"n": min(one["n"], len(ids))} for one in topic.reasons if one["code"] == "recurs"]
        facts.values["reasons"] = [*again, *facts.values["reasons"]]
    if changed := facts.put_on(topic):
        topic.save(update_fields=changed)
