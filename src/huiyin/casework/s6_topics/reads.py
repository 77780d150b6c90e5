"""Every query about topics worth a name. Those of desks take the viewer."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncMonth

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.casefile.words import ANSWERED, OPEN, RESTING
from huiyin.casework.s3_dispatch.models import Assignment
from huiyin.casework.s5_closure.models import Verdict
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .books import ZONE
from .models import Correction, Membership, Run, Topic
from .words import STANDING

SHOWN = 200
"""Cases of a topic on its page."""


def topics_of(viewer: Viewer) -> QuerySet[Topic]:
    """Every topic the viewer may see, whatever became of it; hottest first."""
    topics = Topic.objects.select_related("scope", "place").order_by("-heat", "-last_at", "no", "pk")
    if viewer.everywhere:
        return topics
    return topics.filter(scope_id__in=viewer.grants.get(Permission.TOPIC_SEE, frozenset()))


def topics_in(scope_ids: Collection[int]) -> QuerySet[Topic]:
    """Every topic of these communities, for figures of people who may read those; hottest first."""
    topics = Topic.objects.select_related("scope", "place").order_by("-heat", "-last_at", "no", "pk")
    return topics.filter(scope_id__in=list(scope_ids))


def standing_topics(viewer: Viewer, scope_ids: Collection[int]) -> QuerySet[Topic]:
    """Those of these communities that are a problem now (suggested and confirmed), hottest first."""
    return topics_of(viewer).filter(scope_id__in=list(scope_ids), state__in=STANDING)


def topic_for(viewer: Viewer, topic_id: UUID) -> Topic:
    """One of them. Raises NotThere."""
    found = topics_of(viewer).select_related("joined_into").filter(pk=topic_id).first()
    if found is None:
        raise NotThere
    return found


def topic_of_case(case_id: UUID) -> Topic | None:
    """The topic a case stands in; whoever shows it asks `topics_of` whether the viewer may see it."""
    row = Membership.objects.filter(case_id=case_id, left_at=None).select_related("topic").first()
    return row.topic if row else None


def topics_of_cases(viewer: Viewer, case_ids: Collection[UUID]) -> dict[UUID, Topic]:
    """Case -> the topic it stands in, where the viewer may see it. One query."""
    rows = Membership.objects.filter(case_id__in=list(case_ids), left_at=None).select_related("topic")
    return {row.case_id: row.topic for row in rows if viewer.may(Permission.TOPIC_SEE, row.topic.scope_id)}


_NUMBERS = """
SELECT m.case_id, t.no, t.scope_id FROM topics_membership m JOIN topics_topic t ON t.id = m.topic_id
WHERE m.case_id = ANY (%s) AND m.left_at IS NULL
"""


def topic_numbers_of(viewer: Viewer, case_ids: Collection[UUID]) -> dict[UUID, int]:
    """Case -> the number people call its topic by, where the viewer may see it, for lists. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [list(case_ids)])
        rows = cursor.fetchall()
    return {case_id: no for case_id, no, scope in rows if viewer.may(Permission.TOPIC_SEE, scope)}


@dataclass(frozen=True, slots=True)
class Members:
    """The cases of a topic that the viewer may see, newest first, and how many others there are."""

    cases: Sequence[Case]
    hidden: int


def members_of(viewer: Viewer, topic: Topic) -> Members:
    """The newest two hundred of them. Two queries."""
    standing = _standing(topic)
    mine = cases_of(viewer).filter(pk__in=standing)
    seen = mine.count()
    shown = mine.select_related("place").defer("search", "content").order_by("-received_at", "-pk")[:SHOWN]
    return Members(list(shown), topic.cases - seen if topic.cases > seen else 0)


def seen_members(viewer: Viewer, topic_ids: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """(topic, case) for the cases of these topics that the viewer may see, oldest first. One query."""
    rows = Membership.objects.filter(topic_id__in=list(topic_ids), left_at=None)
    mine = rows.filter(case__in=cases_of(viewer).order_by()).order_by("case__received_at", "case_id")
    return list(mine.values_list("topic_id", "case_id"))


def received_of(topics: QuerySet[Topic], since: datetime, until: datetime) -> dict[UUID, int]:
    """Topic -> how many of its cases came in from `since` to before `until`. One query."""
    rows = Membership.objects.filter(topic__in=topics.order_by(), left_at=None)
    came = rows.filter(case__received_at__gte=since, case__received_at__lt=until).order_by()
    return dict(came.values_list("topic_id").annotate(n=Count("case_id")))


@dataclass(frozen=True, slots=True)
class Answered:
    """Of `n` cases: still open, answered, and judged solved or not by who asked (the last verdict)."""

    n: int
    open: int
    answered: int
    solved: int
    not_solved: int


def answered_so_far(topic: Topic) -> Answered:
    """What was answered of it until now. Two queries."""
    cases = Case.objects.filter(pk__in=_standing(topic))
    states = dict(cases.order_by().values_list("state").annotate(n=Count("pk")))
    last = Verdict.objects.filter(case_id=OuterRef("pk")).order_by("-round").values("solved")[:1]
    said = dict(cases.annotate(said=Subquery(last)).order_by().values_list("said").annotate(n=Count("pk")))
    return Answered(
        sum(states.values()),
        sum(states.get(state, 0) for state in (*OPEN, *RESTING) if state not in ANSWERED),
        sum(states.get(state, 0) for state in ANSWERED),
        said.get(True, 0),
        said.get(False, 0),
    )


def parties_of(topic: Topic) -> list[tuple[str, int]]:
    """(unit, how many of its cases were given to it), most first; a case counts once for a unit."""
    given = Assignment.objects.filter(case_id__in=_standing(topic)).values_list("organisation__name")
    counted = given.annotate(n=Count("case_id", distinct=True))
    return sorted(((name, n) for name, n in counted), key=lambda one: (-one[1], one[0]))


def months_of(topic: Topic) -> list[tuple[datetime, int]]:
    """(first day of a month, cases received in it), the oldest month first."""
    cases = Case.objects.filter(pk__in=_standing(topic)).order_by()
    counted = cases.annotate(month=TruncMonth("received_at", tzinfo=ZONE)).values_list("month")
    return sorted(counted.annotate(n=Count("pk")))


def words_on(topic: Topic) -> QuerySet[Correction]:
    """What people said of it, the newest word first."""
    return Correction.objects.filter(topic=topic).select_related("other").order_by("-at", "-pk")


def runs_of(viewer: Viewer, scope_ids: Iterable[int]) -> QuerySet[Run]:
    """When the cases of these communities were last sorted."""
    seen = [scope for scope in scope_ids if viewer.may(Permission.TOPIC_SEE, scope)]
    return Run.objects.filter(scope_id__in=seen).select_related("scope").order_by("scope_id")


def _standing(topic: Topic) -> QuerySet[Membership, UUID]:
    return Membership.objects.filter(topic=topic, left_at=None).values_list("case_id", flat=True)
