"""A topic of every area of the matrix, and the writes about topics."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from huiyin.casework.s6_topics.models import Membership, Topic
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from tests.matrix.row import Values, Write, said

if TYPE_CHECKING:
    from tests.matrix.world import World

CLERK = "clerk"


def plant_topic(scope_id: int, *cases: uuid.UUID, state: str = "suggested") -> Topic:
    """A topic with these cases."""
    at = now()
    place = Place.objects.filter(scope_id=scope_id, closed_at=None).order_by("pk").first()
    last = Topic.objects.filter(scope_id=scope_id).count()
    topic = Topic.objects.create(
        scope_id=scope_id, no=last + 1, place=place, place_words="1号楼", title="厨房返水", state=state,
        came="alike", made_at=at, touched_at=None if state == "suggested" else at, first_at=at, last_at=at,
        cases=len(cases), people=len(cases), heat=1.0, recent=len(cases),
        reasons=[{"code": "shared_words", "words": ["返水"]}],
    )  # fmt: skip
    Membership.objects.bulk_create(
        Membership(topic=topic, case_id=case, scope_id=scope_id, since=at, by="system") for case in cases
    )
    return topic


MISSING_TOPIC = {"topic_id": uuid.uuid4()}


def standing(state: str) -> Callable[[World], Values]:
    """Another topic of the own estate in this state, with the world's second case, for a write's address."""

    def before(world: World) -> Values:
        with seen_as(SYSTEM):
            topic = plant_topic(world.town.estate.pk, world.receipts["twin"].case_id, state=state)
            topic.reasons = [{"code": "recurs", "n": 3, "days": 90, "place": "1单元"}]
            topic.save(update_fields=["reasons"])
        return {"topic_id": topic.pk}

    return before


def two_cases(world: World) -> Values:
    """A topic with both cases of the own estate."""
    with seen_as(SYSTEM):
        Membership.objects.filter(left_at=None).update(left_at=now(), left_by="system")
        both = (world.receipts[NEAR].case_id, world.receipts["twin"].case_id)
        topic = plant_topic(world.town.estate.pk, *both)
    return {"topic_id": topic.pk}


NEAR = "own estate"


def _case(world: World) -> Values:
    return {"cases": [str(world.receipts["twin"].case_id)]}


def _proposed(_world: World) -> dict[str, Any]:
    with seen_as(SYSTEM):
        topic = Topic.objects.order_by("pk").first()
        assert topic is not None
        place = topic.place_id
    return {
        "place": str(place), "title": "换管", "words": "返水多次", "origin": "topic", "origin_words": "",
        "raised_by": "党支部", "council": "three", "matter": "none",
    }  # fmt: skip


TOPICS: tuple[Write, ...] = (
    Write("topic-confirm", CLERK),
    Write("topic-rename", CLERK, said(name="污水立管")),
    Write("topic-split", CLERK, lambda world: {**_case(world), "name": "另一件"}, two_cases),
    Write(
        "topic-join", CLERK,
        lambda world: {"into": str(world.values[NEAR]["topic_id"])}, standing("suggested"),
    ),
    Write("topic-in", CLERK, lambda world: {"number": world.receipts["twin"].number}),
    Write("topic-out", CLERK, lambda world: {**_case(world), "why": "别的事"}, standing("suggested")),
    Write("topic-settle", CLERK, said(why="已换管")),
    Write("topic-reject", CLERK, said(why="两件事")),
    Write("topic-up", CLERK, said(why="没解决"), standing("settled")),
    Write("proposal-from-topic", CLERK, _proposed),
)  # fmt: skip
