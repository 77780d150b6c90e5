"""Every building is in exactly one governance unit at every moment, with its history (mission M18)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.acts import add_place, close_place, reopen_place
from huiyin.registers.places.models import Place
from huiyin.registers.places.units.acts import make_permanent, merge_units, split_unit
from huiyin.registers.places.units.models import GovernanceUnit, UnitBuilding
from huiyin.registers.places.units.reads import buildings_of, coverage_of, unit_at, units_of
from huiyin.registers.places.units.refusals import NotTemporary, TooFewUnits, UnitOver, WrongBuildings
from huiyin.registers.places.words import PlaceKind
from tests.town import all_seen, plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def hands(clock, town):
    clock.set(now())
    return clock


def add_buildings(town, steward, n=3):
    return [
        add_place(parent=town.building.parent, kind=PlaceKind.BUILDING, name=f"{k}号楼", by=steward)
        for k in range(2, n + 1)
    ]


def live(estate):
    with all_seen():
        return list(UnitBuilding.objects.filter(scope=estate, until=None).values_list("unit_id", flat=True))


def test_a_building_belongs_from_its_first_moment_however_it_came(town):
    steward = town.viewer("steward")
    with seen_as(steward):
        add_buildings(town, steward)
        Place.objects.bulk_create([
            Place(scope=town.estate, parent=town.building.parent, kind="building", name="9号楼", label="9")
        ])  # fmt: skip
        assert coverage_of(steward) == (5, 5)
    assert len(set(live(town.estate))) == 1
    assert len(live(town.estate)) == 4


def test_two_units_at_once_are_refused_by_the_database(town):
    with all_seen():
        other = GovernanceUnit.objects.create(scope=town.estate, kind="zone", name="x", since=now())
        with pytest.raises(IntegrityError, match="places_one_unit_at_a_time"), transaction.atomic():
            UnitBuilding.objects.create(unit=other, building=town.building, scope=town.estate, since=now())


def test_merged_and_split_the_history_tells_where_a_building_was(town, hands):
    steward = town.viewer("steward")
    with seen_as(steward):
        first = now()
        units = [unit_at(place.pk, now()) for place in (town.building, town.sister_building)]
        more = add_buildings(town, steward)
        hands.move(days=1)
        zone = merge_units(unit_ids=[unit.pk for unit in units], name="东片", temporary=True, by=steward,
                           reason="弃管小区合并")  # fmt: skip
        assert (zone.scope_id, zone.temporary) == (town.community.pk, True)
        assert {row.building_id for row in buildings_of(zone)} == {
            town.building.pk, town.sister_building.pk, *(place.pk for place in more)
        }  # fmt: skip
        hands.move(days=1)
        make_permanent(unit_id=zone.pk, by=steward, reason="街道批复")
        with pytest.raises(NotTemporary):
            make_permanent(unit_id=zone.pk, by=steward, reason="x")
        part = split_unit(unit_id=zone.pk, name="西片", building_ids=[more[0].pk], temporary=False,
                          by=steward, reason="业主要求")  # fmt: skip
        assert unit_at(more[0].pk, now()) == part
        assert unit_at(more[0].pk, first + timedelta(days=1, hours=2)) == zone
        assert unit_at(town.building.pk, first + timedelta(hours=1)) == units[0]
        assert coverage_of(steward) == (4, 4)
        with pytest.raises(UnitOver):
            merge_units(unit_ids=[units[0].pk, zone.pk], name="x", temporary=False, by=steward, reason="x")


def test_new_buildings_follow_their_neighbours_and_closed_ones_leave(town):
    steward = town.viewer("steward")
    with seen_as(steward):
        units = [unit_at(place.pk, now()) for place in (town.building, town.sister_building)]
        zone = merge_units(unit_ids=[unit.pk for unit in units], name="东片", temporary=False, by=steward,
                           reason="x")  # fmt: skip
        (new,) = add_buildings(town, steward, 2)
        assert unit_at(new.pk, now()) == zone
        close_place(place=new, by=steward, reason="拆除")
        assert unit_at(new.pk, now()) is None
        assert coverage_of(steward) == (2, 2)
        new.refresh_from_db()
        reopen_place(place=new, by=steward)
        assert unit_at(new.pk, now()) == zone


def test_who_keeps_no_registers_there_changes_nothing(town):
    steward, clerk, other = (town.viewer(name) for name in ("steward", "clerk", "other clerk"))
    with seen_as(steward):
        unit = unit_at(town.building.pk, now())
        add_buildings(town, steward)
        far = UnitBuilding.objects.filter(building=town.other_building)
        assert not far.exists()
        with pytest.raises(TooFewUnits):
            merge_units(unit_ids=[unit.pk], name="x", temporary=False, by=steward, reason="x")
        for chosen in ([], [town.building.pk, 999_999], [town.sister_building.pk]):
            with pytest.raises(WrongBuildings):
                split_unit(unit_id=unit.pk, name="x", building_ids=chosen, temporary=False, by=steward,
                           reason="x")  # fmt: skip
    for viewer in (clerk, other):
        with seen_as(viewer), pytest.raises(NotThere):
            make_permanent(unit_id=unit.pk, by=viewer, reason="x")
    with seen_as(other):
        assert not units_of(other).filter(pk=unit.pk).exists()


@given(st.lists(st.tuples(st.sampled_from(["merge", "split"]), st.integers(0, 30)), max_size=6))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_after_any_run_of_merging_and_splitting_nothing_is_lost_and_nothing_double(town, hands, run):
    steward = town.viewer("steward")
    with seen_as(steward):
        if Place.objects.filter(scope=town.estate, kind="building").count() < 4:
            add_buildings(town, steward, 5)
        for what, number in run:
            hands.move(minutes=1)
            units = list(units_of(steward).filter(until=None, held__gt=0).order_by("pk"))
            if what == "merge" and len(units) > 1:
                merge_units(unit_ids=[units[number % len(units)].pk, units[number - 1 % len(units)].pk]
                            if number % len(units) != (number - 1) % len(units) and number < len(units)
                            else [units[0].pk, units[1].pk],
                            name="并", temporary=False, by=steward, reason="x")  # fmt: skip
            elif what == "split":
                wide = next((unit for unit in units if unit.held > 1), None)
                if wide:
                    held = [row.building_id for row in buildings_of(wide) if row.until is None]
                    split_unit(unit_id=wide.pk, name="分", building_ids=held[: 1 + number % (len(held) - 1)],
                               temporary=False, by=steward, reason="x")  # fmt: skip
            n, whole = coverage_of(steward)
            assert n == whole
        buildings = Place.objects.filter(kind="building", scope__in=[town.estate, town.sister])
        for place in buildings:
            spans = sorted(UnitBuilding.objects.filter(building=place).values_list("since", "until"))
            assert [end for _start, end in spans[:-1]] == [start for start, _end in spans[1:]]
            assert spans[-1][1] is None
