"""Shared problems in a period: how many requests of how many, from how many people, and the period before.

Counted are requests received in the period where one may read figures; asked for one estate, a topic of its
community has that estate's part. Where fewer than `FEW` requests came, topics are told as one sum, for a line
with a place and two requests would speak of two homes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from huiyin.casework.casefile.models import Case
from huiyin.casework.s6_topics.models import Membership, Topic
from huiyin.casework.s6_topics.words import STANDING, TopicState
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.words import PlaceKind

from .endings import received_in
from .periods import Period, period_before
from .rates import readable
from .spread import FEW

TOPIC_KEY, SCATTERED_KEY = "topic", "topics-few"
"""What the address of a list asks for: one topic (its id is `which`); all that are told as one sum."""
MOST = 10
"""Topics on the page; the rest are in the list of shared problems."""
Scopes = Iterable[int] | None
_TOLD = (*STANDING, TopicState.SETTLED)


@dataclass(frozen=True, slots=True)
class Hot:
    """A topic with its requests of the period, of the period before, and distinct people of the period."""

    topic: Topic
    n: int
    before: int
    people: int


@dataclass(frozen=True, slots=True)
class Heat:
    """The topics with most requests first; `left` more of at least `FEW`; those of fewer as sums."""

    hot: tuple[Hot, ...]
    left: int
    few: int
    few_requests: int


def hot_topics(viewer: Viewer, period: Period, scope_ids: Scopes = None) -> Heat:
    """What was asked most often in the period. At most three queries."""
    asked = _by_topic(viewer, received_in(viewer, period, scope_ids))
    before = _by_topic(viewer, received_in(viewer, period_before(period), scope_ids))
    many = sorted((one for one in asked if len(asked[one]) >= FEW), key=lambda one: (-len(asked[one]), one))
    few = [len(cases) for cases in asked.values() if len(cases) < FEW]
    topics = Topic.objects.select_related("scope", "place").in_bulk(many[:MOST])
    hot = tuple(
        Hot(topics[one], len(asked[one]), len(before.get(one, ())), len(set(asked[one].values())))
        for one in many[:MOST]
    )
    return Heat(hot, len(many) - len(hot), len(few), sum(few))


def cases_of_topic(viewer: Viewer, which: str, period: Period, scope_ids: Scopes = None) -> list[UUID]:
    """The requests behind a topic's number, newest first. Raises NotThere for what is no topic here."""
    topic = topic_told(viewer, which)
    return _listed(received_in(viewer, period, scope_ids), [topic.pk])


def cases_scattered(viewer: Viewer, which: str, period: Period, scope_ids: Scopes = None) -> list[UUID]:
    """The requests of all topics that had fewer than `FEW`, newest first. Raises NotThere."""
    if which != "n":
        raise NotThere
    cases = received_in(viewer, period, scope_ids)
    return _listed(cases, [one for one, theirs in _by_topic(viewer, cases).items() if len(theirs) < FEW])


def topic_told(viewer: Viewer, which: str) -> Topic:
    """The topic an address names, where one may read figures. Raises NotThere."""
    try:
        wanted = UUID(which)
    except ValueError:
        raise NotThere from None
    held = Topic.objects.filter(scope_id__in=readable(viewer), state__in=_TOLD)
    found = held.select_related("scope", "place").filter(pk=wanted).first()
    if found is None:
        raise NotThere
    return found


def _by_topic(viewer: Viewer, cases: QuerySet[Case]) -> Mapping[UUID, Mapping[UUID, object]]:
    """Topic -> its cases among these, each with what tells people apart (telephone, else home). One query."""
    rows = Membership.objects.filter(
        left_at=None, topic__state__in=_TOLD, topic__scope_id__in=readable(viewer), case__in=cases.order_by()
    )
    found: dict[UUID, dict[UUID, object]] = {}
    for topic, case, phone, place, kind in rows.values_list(
        "topic_id", "case_id", "case__requester__phone_index", "case__place_id", "case__place__kind"
    ):
        home = place if kind == PlaceKind.HOME else None
        found.setdefault(topic, {})[case] = bytes(phone) if phone else home or case
    return found


def _listed(cases: QuerySet[Case], topics: Iterable[UUID]) -> list[UUID]:
    theirs = Membership.objects.filter(left_at=None, topic_id__in=list(topics)).values("case_id")
    return list(cases.filter(pk__in=theirs).order_by("-received_at", "-pk").values_list("pk", flat=True))
