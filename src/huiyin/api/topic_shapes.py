"""Shared problems as they go out: what the desks' page of one says."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema

from huiyin.casework.casefile.models import Case
from huiyin.casework.s6_topics import reads
from huiyin.casework.s6_topics.models import Topic
from huiyin.ground.tenancy.viewer import Viewer


class TopicOut(Schema):
    """A shared problem.

    `people`: distinct requesters; `recent`, `before`: its requests of the last 30 days, and of the 30 before.
    `heat`: one per person, halved every 180 days, and 0.2 for each further request of the same person.
    """

    id: UUID
    scope_id: int
    no: int
    title: str
    place_id: int | None
    place: str
    category: str
    state: str
    came: str
    cases: int
    people: int
    heat: float
    recent: int
    before: int
    first_at: datetime | None
    last_at: datetime | None
    joined_into: UUID | None


class TopicPage(Schema):
    """Some shared problems, of `count` in all; `next` is the following page."""

    topics: list[TopicOut]
    count: int
    next: int | None


class MemberOut(Schema):
    """A request that stands in it."""

    number: str
    title: str
    place: str
    category: str
    state: str
    received_at: datetime


class PartyOut(Schema):
    """An organisation, and how many of its requests were given to it."""

    name: str
    n: int


class AnsweredOut(Schema):
    """Of `n` requests: open, answered; and what those who judged said last."""

    n: int
    open: int
    answered: int
    solved: int
    not_solved: int


class TopicDetail(TopicOut):
    """`requests`: the newest 200 the token may see; `hidden`: others. `reasons`: code and the words found."""

    reasons: list[dict[str, Any]]
    parties: list[PartyOut]
    answered: AnsweredOut
    requests: list[MemberOut]
    hidden: int


_COPIED = set(TopicOut.model_fields) - {"title", "place", "heat", "joined_into"}


def topic_out(topic: Topic) -> dict[str, Any]:
    """The fields of TopicOut."""
    place = topic.place.label if topic.place else topic.place_words
    return {name: getattr(topic, name) for name in _COPIED} | {
        "title": topic.called, "place": place, "heat": round(topic.heat, 2),
        "joined_into": topic.joined_into_id,
    }  # fmt: skip


def topic_detail(viewer: Viewer, topic: Topic) -> dict[str, Any]:
    """The fields of TopicDetail. Some six queries."""
    members, told = reads.members_of(viewer, topic), reads.answered_so_far(topic)
    return topic_out(topic) | {
        "reasons": topic.reasons,
        "parties": [{"name": name, "n": n} for name, n in reads.parties_of(topic)],
        "answered": {name: getattr(told, name) for name in AnsweredOut.model_fields},
        "requests": [_member(case) for case in members.cases],
        "hidden": members.hidden,
    }


def _member(case: Case) -> dict[str, Any]:
    place = case.place.label if case.place else case.place_text
    copied = ("number", "title", "category", "state", "received_at")
    return {name: getattr(case, name) for name in copied} | {"place": place}
