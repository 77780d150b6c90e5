"""From a shared problem to a proposal and back: casework and commons do not know each other."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from huiyin.casework.s6_topics.models import Topic
from huiyin.casework.s6_topics.papers import place_in_papers
from huiyin.casework.s6_topics.reads import topic_for
from huiyin.commons.c1_proposals.four_steps.raising import Draft, Source, draft_proposal
from huiyin.commons.c1_proposals.four_steps.reads import came_from
from huiyin.commons.c1_proposals.four_steps.words import Origin
from huiyin.commons.c1_proposals.models import Proposal
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.places.models import Place


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a proposal begins with when it comes of a topic. `place_id`: None where the topic has no place."""

    place_id: int | None
    title: str
    words: str
    origin_words: str


def beginning_of(topic: Topic) -> Beginning:
    """The topic in the words of a proposal's form; a person changes them as they like."""
    told = {"n": topic.cases, "people": topic.people, "what": topic.called, "place": place_in_papers(topic)}
    words = _("%(people)s people have asked %(n)s times: %(what)s (%(place)s).") % told
    return Beginning(topic.place_id, topic.called[:120], words, source_words(topic))


def source_words(topic: Topic) -> str:
    """How a proposal names where it comes from."""
    return (_("Shared problem %(no)s, %(n)s requests") % {"no": topic.no, "n": topic.cases})[:120]


def draft_from_topic(*, topic_id: UUID, place_id: int, draft: Draft, by: Viewer) -> Proposal:
    """Write a proposal that comes of a topic the writer may see.

    Raises NotThere (also for a place outside the topic's community), and as `draft_proposal`.
    """
    topic = topic_for(by, topic_id)
    inside = scope_tree().under([topic.scope_id])
    if not Place.objects.filter(pk=place_id, scope_id__in=inside).exists():
        raise NotThere
    source = Source(Origin.TOPIC, draft.source.words or source_words(topic), str(topic.pk))
    told = Draft(draft.title, draft.words, draft.raised_by, draft.council, draft.matter, source)
    return draft_proposal(place_id=place_id, draft=told, by=by)


def proposals_from(viewer: Viewer, topic: Topic) -> QuerySet[Proposal]:
    """The proposals that came of a topic, as far as the viewer keeps them or answers to them."""
    return came_from(Origin.TOPIC, str(topic.pk), viewer)


def topic_behind(viewer: Viewer, proposal: Proposal) -> Topic | None:
    """The topic a proposal came of, where the viewer may see it."""
    if proposal.origin_kind != Origin.TOPIC or not proposal.origin_id:
        return None
    try:
        return topic_for(viewer, UUID(proposal.origin_id))
    except (NotThere, ValueError):
        return None
