"""What is shown of learning: the lessons of an area, and what has been decided since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Max, QuerySet

from huiyin.casework.s2_triage.models import LearningAsked, Lesson
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .lessons import area_of, scopes_of

SHOWN = 50


def areas_of(viewer: Viewer) -> list[int]:
    """The areas whose learning the viewer keeps, from the top down."""
    tree = scope_tree()
    own = viewer.grants.get(Permission.REGISTER_WRITE, frozenset())
    areas = {area for scope in own if (area := area_of(scope)) in own}
    return sorted(areas, key=lambda area: tree.paths[area])


def lessons_of(viewer: Viewer, areas: Sequence[int]) -> QuerySet[Lesson]:
    """The newest lessons of these areas, the latest first, without their models' bytes."""
    own = viewer.grants.get(Permission.REGISTER_WRITE, frozenset())
    kept = Lesson.objects.filter(scope_id__in=[area for area in areas if area in own])
    return kept.defer("model").select_related("scope").order_by("-made_at", "-pk")[:SHOWN]


def lesson_for(viewer: Viewer, number: int) -> Lesson:
    """One lesson. Raises NotThere."""
    own = viewer.grants.get(Permission.REGISTER_WRITE, frozenset())
    kept = Lesson.objects.filter(pk=number, scope_id__in=own).defer("model")
    lesson = kept.select_related("scope", "model_of").first()
    if lesson is None:
        raise NotThere
    return lesson


@dataclass(frozen=True, slots=True)
class AreaLearning:
    """Where an area stands. `since`: cases sorted after its newest lesson; `asked`: it is learning."""

    area: int
    newest: Lesson | None
    since: int
    asked: bool


_SINCE = """
SELECT a.area, (SELECT count(*) FROM triage_sortingrecord r
  WHERE r.scope_id = ANY (a.scopes::bigint[]) AND r.at > a.since)
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[]) AS a (area, scopes, since)
"""
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def overview(areas: Sequence[int]) -> list[AreaLearning]:
    """Where these areas stand, within the viewer's rights. Three queries."""
    kept = Lesson.objects.filter(scope_id__in=areas).defer("model")
    newest = {one.scope_id: one for one in kept.order_by("scope_id", "-made_at", "-pk").distinct("scope_id")}
    scopes = ["{" + ",".join(map(str, scopes_of(area))) + "}" for area in areas]
    since = [newest[area].made_at if area in newest else _NEVER for area in areas]
    with connection.cursor() as cursor:
        cursor.execute(_SINCE, [list(areas), scopes, since])
        counted = dict(cursor.fetchall())
    waiting = LearningAsked.objects.filter(scope_id__in=areas).values("scope_id")
    asked = dict(waiting.annotate(last=Max("asked_at")).values_list("scope_id", "last"))
    return [
        AreaLearning(area, newest.get(area), counted[area], asked.get(area, _NEVER) > since_)
        for area, since_ in zip(areas, since, strict=True)
    ]
