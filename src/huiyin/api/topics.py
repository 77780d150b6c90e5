"""GET: shared problems, and one of them with the requests the token may see."""

from typing import Annotated, Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from huiyin.casework.s6_topics import reads
from huiyin.casework.s6_topics.words import STANDING, TopicState
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.words import Permission

from .gate import needs
from .reading import UnknownFilter
from .routers import topics
from .topic_shapes import TopicDetail, TopicPage, topic_detail, topic_out
from .values import Id, Strict


class TopicListing(Strict):
    """Which shared problems, hottest first; without a state those that are a problem now."""

    state: TopicState | None = None
    scope_id: Id | None = None
    category: Annotated[str, Field(pattern=r"^(\d{4})?$")] = ""
    page: Annotated[int, Field(ge=1, le=10_000)] = 1
    limit: Annotated[int, Field(ge=1, le=200)] = 50


@topics.get("/topics", response=TopicPage, summary="List shared problems")
@needs(Permission.TOPIC_SEE)
def list_topics(request: HttpRequest, wanted: Query[TopicListing]) -> dict[str, Any]:
    """The shared problems the token may see; `next` is the following page, null at the end."""
    if not set(request.GET) <= set(TopicListing.model_fields):
        raise UnknownFilter
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
    with seen_as(viewer):
        found = reads.topics_of(viewer).filter(state__in=[wanted.state] if wanted.state else STANDING)
        if wanted.scope_id:
            found = found.filter(scope_id=wanted.scope_id)
        if wanted.category:
            found = found.filter(category=wanted.category)
        pages = Paginator(found, wanted.limit)
        if wanted.page > pages.num_pages:
            return {"topics": [], "count": pages.count, "next": None}
        page = pages.page(wanted.page)
        shown = [topic_out(topic) for topic in page.object_list]
    return {
        "topics": shown,
        "count": pages.count,
        "next": page.next_page_number() if page.has_next() else None,
    }


@topics.get("/topics/{topic_id}", response=TopicDetail, summary="Read a shared problem")
@needs(Permission.TOPIC_SEE)
def read_topic(request: HttpRequest, topic_id: UUID) -> dict[str, Any]:
    """One of them: why it is one problem, who works on it, what was answered, and its requests."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by Token
    with seen_as(viewer):
        return topic_detail(viewer, reads.topic_for(viewer, topic_id))
