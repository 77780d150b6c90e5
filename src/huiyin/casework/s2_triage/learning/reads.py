"""What is shown of learning: the lessons of an area, and what has been decided since."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from huiyin.casework.s2_triage.models import Lesson, SortingRecord
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.ground.tenancy.viewer import Viewer
from huiyin.registers.people.words import Permission

from .lessons import area_of, newest_lesson

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


def new_decisions(area: int) -> int:
    """How many cases were sorted in an area since its newest lesson."""
    newest = newest_lesson(area)
    decided = SortingRecord.objects.filter(scope_id__in=scope_tree().under([area]))
    return (decided.filter(at__gt=newest.made_at) if newest else decided).count()
