"""The lesson that holds for an area, ready for use; read once per process and lesson."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from huiyin.casework.s2_triage.models import Lesson
from huiyin.ground.gathering import once_a_page
from huiyin.ground.tenancy.tree import scope_tree
from huiyin.reading.categories import category_words
from huiyin.reading.weighing import WeightedWords

if TYPE_CHECKING:
    from .machine import Machine

KEPT = 64
"""Lessons ready at once in a process."""


@dataclass(frozen=True, slots=True)
class PlaceRule:
    """At this place `wrong` was corrected to `right` `n` of `of` times it was suggested."""

    place: int
    wrong: str
    right: str
    n: int
    of: int
    wrong_name: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """What is known beyond what comes with the program. `lesson`: its number, None without one."""

    lesson: int | None
    words: WeightedWords
    places: tuple[PlaceRule, ...] = ()
    machine: Machine | None = None


def area_of(scope_id: int) -> int:
    """The scope whose corrections are learned together: the community, else the topmost."""
    tree = scope_tree()
    up = list(tree.up(scope_id))
    return next((scope for scope in up if tree.kinds[scope] == "community"), up[-1])


def scopes_of(area: int) -> list[int]:
    """The scopes whose cases are learned from for an area."""
    return sorted(scope for scope in scope_tree().paths if area_of(scope) == area)


def taught_in(scope_id: int) -> Taught:
    """What holds in a scope. One query for each area of a page."""
    return _taught(area_of(scope_id))


@once_a_page
def _taught(area: int) -> Taught:
    newest = Lesson.objects.filter(scope_id=area).order_by("-made_at", "-pk").values_list("pk", "made_at")
    named = newest.first()
    return _ready(*named) if named else _nothing()


@cache
def _nothing() -> Taught:
    """Where nobody corrected anything yet; the same object each time."""
    return Taught(None, category_words())


def newest_lesson(area: int) -> Lesson | None:
    """The lesson that holds in an area, without its model's bytes."""
    return Lesson.objects.filter(scope_id=area).defer("model").order_by("-made_at", "-pk").first()


@lru_cache(KEPT)
def _ready(number: int, made_at: datetime) -> Taught:  # noqa: ARG001 - tells installations apart
    lesson = Lesson.objects.select_related("model_of").get(pk=number)
    words = category_words().with_words(lesson.words) if lesson.words else category_words()
    rules = tuple(
        PlaceRule(one["place"], one["from"], one["to"], one["n"], one["of"], one.get("from_name", ""))
        for one in lesson.places
    )
    return Taught(number, words, rules, _machine(lesson.model_of if lesson.model is None else lesson))


def _machine(source: Lesson | None) -> Machine | None:
    if source is None or source.model is None:
        return None
    from .machine import Machine  # numpy and scipy load only where a model is used

    return Machine.read(bytes(source.model), source.card.get("bands", []))
