"""A community's table of homes becomes the place tree, once, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.ground.tenancy.models import Scope
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.acts import close_place
from huiyin.registers.places.models import GovernanceUnit, Home, Place
from huiyin.registers.places.words import PlaceKind
from huiyin.registers.rosters.tree import plain, proper
from huiyin.registers.rosters.words import Outcome, RosterKind

KIND = RosterKind.PLACES
ROWS = [
    {"estate": "象城", "building": "3", "entrance": "2", "home": "501室", "floor": "5层", "area": "89.5㎡"},
    {"estate": "象城", "building": "3栋", "entrance": "2单元", "home": "502", "floor": "5", "area": "1,060"},
    {"estate": "象城", "building": "", "entrance": "", "home": "3-1-101", "area": ""},
    {"estate": "象城", "gate": "北门"},
    {"estate": "象城", "building": "3号楼", "facility": "1号电梯"},
]


def labels(kind=None):
    with seen_as(SYSTEM):
        rows = Place.objects.order_by("label")
        return [place.label for place in (rows.filter(kind=kind) if kind else rows)]


def test_rows_become_a_tree(send):
    result = send(KIND, ROWS)
    assert result.problems == []
    assert result.outcomes == {Outcome.ADDED: 5}
    assert labels(PlaceKind.HOME) == ["象城 3号楼 1单元 101", "象城 3号楼 2单元 501", "象城 3号楼 2单元 502"]
    assert labels(PlaceKind.GATE) == ["象城 北门"]
    assert labels(PlaceKind.FACILITY) == ["象城 3号楼 1号电梯"]
    with seen_as(SYSTEM):
        home = Home.objects.select_related("place", "scope").get(place__short="3-2-501")
        assert (home.floor, home.area, home.scope.name) == (5, 8950, "象城")
        assert Home.objects.get(place__short="3-2-502").area == 106_000
        assert Scope.objects.get(name="象城").path.count("/") == 4
        told = home.place.events.get().pgh_context.metadata
    assert (told["label"], told["reason"]) == ("管", "表.xlsx")
    assert any("象城" in note for note in result.notes), "a new estate is worth a second look"


def test_a_new_building_belongs_to_a_governance_unit(send):
    send(KIND, ROWS)
    with seen_as(SYSTEM):
        assert GovernanceUnit.objects.filter(until=None, buildings__building__name="3号楼").count() == 1


def test_the_same_table_again_changes_nothing(send):
    send(KIND, ROWS)
    before = labels()
    again = send(KIND, ROWS)
    assert (again.outcomes, dict(again.new), again.problems) == ({Outcome.SAME: 5}, {}, [])
    assert labels() == before


def test_what_differs_is_changed_and_what_is_left_blank_stays(send):
    send(KIND, ROWS)
    changed = send(KIND, [ROWS[0] | {"area": "90", "floor": ""}])
    assert changed.outcomes == {Outcome.CHANGED: 1}
    with seen_as(SYSTEM):
        home = Home.objects.get(place__short="3-2-501")
        assert (home.floor, home.area) == (5, 9000)


def test_a_trial_leaves_nothing(send):
    before, scopes = labels(), Scope.objects.count()
    result = send(KIND, ROWS, dry=True)
    assert result.outcomes == {Outcome.ADDED: 5}
    assert result.new[str(PlaceKind.HOME.label)] == 3
    assert (labels(), Scope.objects.count()) == (before, scopes)


@pytest.mark.parametrize(
    "row",
    [
        {"estate": "象城", "home": "501"},
        {"estate": "象城", "entrance": "2"},
        {"building": "3"},
        {"estate": "象城", "building": "3", "home": "501", "area": "很大"},
        {"estate": "象城", "building": "3", "home": "501", "area": "0"},
        {"estate": "象城", "building": "3", "home": "501", "floor": "顶"},
        {"estate": "象" * 61, "building": "3"},
        {"estate": "象" * 60, "building": "长" * 60, "entrance": "长" * 40, "home": "1"},
        {},
    ],
)
def test_a_row_that_cannot_be_is_returned_and_the_others_are_taken(send, row):
    result = send(KIND, [row, ROWS[3]])
    assert [row_no for row_no, _words in result.problems] == [2]
    assert all(words.strip() for _row_no, words in result.problems)
    assert labels(PlaceKind.GATE) == ["象城 北门"]
    assert labels(PlaceKind.BUILDING) == []


def test_numbers_too_long_to_be_spoken_have_no_short_form(send):
    assert send(KIND, [{"estate": "象城", "building": "7" * 41, "entrance": "1", "home": "2"}]).problems == []
    with seen_as(SYSTEM):
        assert set(Place.objects.filter(kind="home").values_list("short", flat=True)) == {""}


def test_a_figure_is_rounded_as_people_do(send):
    send(KIND, [{"estate": "象城", "building": "1", "home": "1", "area": "89.005"}])
    with seen_as(SYSTEM):
        assert Home.objects.get().area == 8901


def test_a_closed_building_is_not_filled(send, steward):
    send(KIND, ROWS)
    by = steward()
    with seen_as(by):
        close_place(place=Place.objects.get(name="3号楼"), by=by, reason="x")
    result = send(KIND, [{"estate": "象城", "building": "3", "entrance": "9"}])
    assert len(result.problems) == 1
    assert "象城 3号楼 9单元" not in labels()


def test_two_estates_need_their_name(send):
    send(KIND, [{"estate": "象城", "building": "1"}, {"estate": "梓林", "building": "1"}])
    assert len(send(KIND, [{"building": "2"}]).problems) == 1
    assert send(KIND, [{"estate": "梓林", "building": "2"}]).problems == []


@given(st.integers(1, 999))
def test_a_number_is_one_building_however_it_is_written(n):
    forms = {plain(f"{n}{ending}") for ending in ("", "#", "号楼", "栋", "幢", "座", "号", " 号 楼")}
    assert forms == {str(n)}
    assert proper(PlaceKind.BUILDING, f"{n}#") == f"{n}号楼"


def test_letters_and_names_are_kept_apart():
    assert len({plain(name) for name in ("A3栋", "3栋", "B3", "北门", "门", "综合楼")}) == 6
    assert plain("三号楼") == plain("3栋")
    assert proper(PlaceKind.HOME, "501室") == "501"
    assert proper(PlaceKind.BUILDING, "综合楼") == "综合楼"
