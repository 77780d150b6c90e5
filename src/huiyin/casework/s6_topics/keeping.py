"""Write down which topics hold now, and nothing that stands there already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import Exists, Max, OuterRef

from huiyin.ground.ids import new_id
from huiyin.ground.outbox.acts import post_to_inbox
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.registers.people.reads import holders
from huiyin.registers.people.words import Role

from .describing import Facts
from .models import Membership, Topic
from .obeying import Said
from .reconciling import Holds, Outcome
from .words import STANDING, Came, TopicState


@dataclass(frozen=True)
class Kept:
    """The topics of a community by number, the memberships that stand, and what people said."""

    topics: Mapping[int, Topic]
    rows: Sequence[Membership]
    said: Said

    @cached_property
    def _by_topic(self) -> Mapping[UUID, dict[str, Membership]]:
        found: defaultdict[UUID, dict[str, Membership]] = defaultdict(dict)
        for row in self.rows:
            found[row.topic_id][str(row.case_id)] = row
        return found

    def members(self, topic: Topic) -> dict[str, Membership]:
        """Case -> its membership in this topic."""
        return self._by_topic.get(topic.pk, {})


def keep(*, area: int, at: datetime, known: Kept, outcome: Outcome, facts: Sequence[Facts]) -> None:
    """Bring topics and memberships to the outcome. `facts`: of each topic that holds, in the same order."""
    _fade(known, outcome)
    topics = [_topic(area, at, known, one) for one in outcome.holds]
    _number(area, [topic for topic in topics if topic._state.adding])  # noqa: SLF001 - Django's own name
    opened = _describe(topics, facts)
    _place(at, known, list(zip(topics, outcome.holds, strict=True)))
    _hush(area)
    for topic in opened:
        _tell(topic)


def _fade(known: Kept, outcome: Outcome) -> None:
    gone = [known.topics[no].pk for no in outcome.fades]
    if gone:
        Topic.objects.filter(pk__in=gone).update(state=TopicState.FADED, title="", reasons=[])


def _hush(area: int) -> None:
    """What ended keeps its title, unless one of its cases became private: the words might be that one's."""
    private = Membership.objects.filter(topic=OuterRef("pk"), case__private=True)
    ended = Topic.objects.filter(scope_id=area).exclude(state__in=STANDING).exclude(title="")
    ended.filter(Exists(private)).update(title="", reasons=[])


def _topic(area: int, at: datetime, known: Kept, one: Holds) -> Topic:
    if one.no is not None:
        return known.topics[one.no]
    came = Came.RECURRENCE if one.key else Came.ALIKE
    return Topic(id=new_id(), scope_id=area, state=TopicState.SUGGESTED, came=came, made_at=at)


def next_number(area: int) -> int:
    """The next number of a community; whoever asks has its turn (sorting.take_turn)."""
    last = Topic.objects.filter(scope_id=area).aggregate(last=Max("no"))["last"]
    return (last or 0) + 1


def _number(area: int, new: Sequence[Topic]) -> None:
    first = next_number(area) if new else 0
    for place, topic in enumerate(new):
        topic.no = first + place


def _describe(topics: Sequence[Topic], facts: Sequence[Facts]) -> list[Topic]:
    """Write what changed; gives the topics that a recurrence opened or joined just now."""
    lost = [
        topic.pk for topic, fact in zip(topics, facts, strict=True)
        if topic.key and topic.key != fact.values["key"]
    ]  # fmt: skip
    if lost:  # a key moves to another topic only after it left the one it was on
        Topic.objects.filter(pk__in=lost).update(key="")
    before = {topic.pk: topic.key for topic in topics}
    changed = {topic.pk: fact.put_on(topic) for topic, fact in zip(topics, facts, strict=True)}
    new = [topic for topic in topics if topic._state.adding]  # noqa: SLF001 - Django's own name
    for topic in topics:
        if changed[topic.pk] and topic not in new:
            topic.save(update_fields=changed[topic.pk])
    Topic.objects.bulk_create(new)
    return [topic for topic in topics if topic.key and topic.key != before[topic.pk]]


def _place(at: datetime, known: Kept, pairs: Sequence[tuple[Topic, Holds]]) -> None:
    goes_to = {case: topic for topic, one in pairs for case in one.ids}
    standing = {str(row.case_id): row for row in known.rows}
    settled = {topic.pk for topic in known.topics.values() if topic.state == TopicState.SETTLED}
    ended = [
        row.pk for case, row in standing.items()
        if row.topic_id not in settled and (case not in goes_to or goes_to[case].pk != row.topic_id)
    ]  # fmt: skip
    Membership.objects.filter(pk__in=ended).update(left_at=at, left_by=SYSTEM.actor)
    gone = set(ended)
    stays = {case for case, row in standing.items() if row.pk not in gone}
    Membership.objects.bulk_create(
        Membership(topic=topic, case_id=UUID(case), scope_id=topic.scope_id, since=at, by=SYSTEM.actor)
        for case, topic in sorted(goes_to.items())
        if case not in stays
    )


def _tell(topic: Topic) -> None:
    """The clerks hear once of a recurrence."""
    people = holders(role=Role.CLERK, scope_ids=scope_tree().up(topic.scope_id))
    post_to_inbox(
        scope_id=topic.scope_id, subject_id=topic.pk, topic="recurs",
        account_ids=[account.pk for account in people], template="topic-recurs",
        params={"number": "", "to": f"{topic.no}", "place": topic.place_words},
    )  # fmt: skip
