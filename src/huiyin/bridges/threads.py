"""One thread: from a case to its topic, proposals, decisions, projects, and back, as the viewer sees them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from huiyin.bridges.topics import proposals_from
from huiyin.casework.s6_topics.models import Topic
from huiyin.casework.s6_topics.reads import topics_of
from huiyin.commons.c1_proposals.models import Proposal
from huiyin.commons.c3_decisions.models import Decision
from huiyin.commons.c3_decisions.reads import decisions_of, decisions_on
from huiyin.commons.c4_works.models import Project
from huiyin.commons.c4_works.reads import projects_of
from huiyin.ground.tenancy.viewer import Viewer

from .works import standing_topic


@dataclass(frozen=True, slots=True)
class Thread:
    """What hangs together. Each part holds only what the viewer may see."""

    topic: Topic | None = None
    proposals: list[Proposal] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    projects: list[Project] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        """Whether anything came of the topic."""
        return bool(self.proposals or self.decisions)


def thread_of_topic(viewer: Viewer, topic: Topic) -> Thread:
    """What came of a topic. Three queries."""
    proposals = list(proposals_from(viewer, topic))
    decisions = list(decisions_on(viewer, topic.pk, [one.pk for one in proposals]))
    return Thread(topic, proposals, decisions, _projects(viewer, decisions))


def thread_of_decision(viewer: Viewer, decision: Decision) -> Thread:
    """What stands behind a decision and what came of it."""
    topic = standing_topic(decision.topic_id)
    seen = topic is not None and topics_of(viewer).filter(pk=topic.pk).exists()
    whole = thread_of_topic(viewer, topic) if topic is not None and seen else Thread()
    alone = list(decisions_of(viewer).filter(pk=decision.pk))
    return Thread(whole.topic, whole.proposals, whole.decisions or alone, _projects(viewer, [decision]))


def _projects(viewer: Viewer, decisions: Iterable[Decision]) -> list[Project]:
    return list(projects_of(viewer).filter(decision__in=list(decisions)))
