"""How many alike a list shows: by building, likely category and telephone, within the viewer's rights."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.casework.casefile.models import Case
from huiyin.casework.s2_triage.listed import counted_alike
from huiyin.casework.s2_triage.near import MOST_LISTED
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from tests.town import LAMP


@pytest.fixture
def homes(town):
    """Two homes of the building: one behind an entrance, one at the building itself."""
    with seen_as(SYSTEM):
        entrance = _inside(town.building, PlaceKind.ENTRANCE, "2单元")
        return _inside(entrance, PlaceKind.HOME, "501"), _inside(town.building, PlaceKind.HOME, "101")


def _inside(parent: Place, kind: PlaceKind, name: str) -> Place:
    label = f"{parent.label} {name}"
    return Place.objects.create(scope=parent.scope, parent=parent, kind=kind, name=name, label=label)


def counted(town, person="clerk"):
    with seen_as(SYSTEM):
        cases = list(Case.objects.order_by("received_at"))
    viewer = town.viewer(person)
    with seen_as(viewer):
        found = counted_alike(viewer, cases)
    return [found.get(case.pk, 0) for case in cases]


def test_homes_and_entrances_are_of_their_building(town, homes) -> None:
    for place in (town.building, *homes):
        town.take_in(place_id=place.pk, phone=None)
    town.take_in(place_id=town.sister_building.pk, scope_id=town.sister.pk, phone=None)
    town.take_in(place_id=town.building.pk, category=LAMP, phone=None)
    with seen_as(SYSTEM):
        assert set(Case.objects.values_list("building_id", flat=True)) == {
            town.building.pk,
            town.sister_building.pk,
        }
    assert counted(town) == [2, 2, 2, 0, 0]


def test_unsorted_ones_of_a_list_are_alike_by_what_their_words_suggest(town, homes) -> None:
    for place, content in zip(
        (*homes, town.building), ("厨房下水返水", "楼道下水返水", "路灯坏了"), strict=True
    ):
        town.take_in(place_id=place.pk, category="", content=content, phone=None)
    assert counted(town) == [1, 1, 0]


def test_a_telephone_is_enough_and_the_number_ends_at_the_most_that_is_looked_for(town) -> None:
    for _ in range(MOST_LISTED + 2):
        town.take_in(place_id=None, phone="13900139000")
    assert counted(town) == [MOST_LISTED] * (MOST_LISTED + 2)


def test_what_a_viewer_does_not_see_is_not_counted(town) -> None:
    for _ in range(2):
        town.take_in(place_id=town.building.pk)
    assert counted(town) == [1, 1]
    assert counted(town, "other clerk") == [0, 0]


def test_the_questions_do_not_grow_with_the_list(town) -> None:
    cases = [town.take_in(place_id=town.building.pk).case_id for _ in range(6)]
    viewer, asked = town.viewer("clerk"), []
    for some in (cases[:2], cases):
        with seen_as(viewer):
            rows = list(Case.objects.filter(pk__in=some))
            with CaptureQueriesContext(connection) as captured:
                counted_alike(viewer, rows)
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_a_case_that_gets_another_place_gets_its_building(town, homes) -> None:
    one = town.take_in(place_id=None)
    with seen_as(SYSTEM):
        Case.objects.filter(pk=one.case_id).update(place=homes[0])
        assert Case.objects.get(pk=one.case_id).building_id == town.building.pk
        Case.objects.filter(pk=one.case_id).update(building_id=7)
        assert Case.objects.get(pk=one.case_id).building_id == town.building.pk, "it follows from the place"
