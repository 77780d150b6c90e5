"""The homes add up to what the reports state."""

import pytest

from huiyin.project.demo.blueprint import communities, estates, place_keys, subdistrict


def _figure(facts, key):
    return next(row for row in facts if row["key"] == key)["value"]


def _estate(key):
    return next(estate for estate in estates() if estate.key == key)


@pytest.mark.parametrize(("key", "homes"), [("xiangcheng", 238), ("qingyin", 157)])
def test_estates_have_the_stated_number_of_homes(key, homes):
    assert _estate(key).home_count == _figure(_estate(key).facts, "homes") == homes


def test_five_old_estates_have_2385_homes_together():
    changrun = next(community for community in communities() if community.key == "changrun")
    assert len(changrun.estates) == _figure(changrun.facts, "estates") == 5
    assert changrun.home_count == _figure(changrun.facts, "homes") == 2385


def test_the_zone_joins_five_buildings_with_more_than_300_homes():
    zone = _estate("jinding")
    assert zone.zone
    assert len(zone.buildings) == _figure(zone.facts, "buildings") == 5
    assert zone.home_count > _figure(zone.facts, "homes_over") == 300


def test_every_stated_number_of_homes_is_met():
    stated = [(e, row["value"]) for e in estates() for row in e.facts if row["key"] == "homes"]
    assert stated
    assert all(estate.home_count == value for estate, value in stated)


def test_home_numbers_are_unique_within_an_entrance_and_areas_are_plausible():
    for estate in estates():
        for building in estate.buildings:
            homes = list(building.homes())
            assert len({home.number for home in homes}) == len(homes)
            assert len(homes) * building.entrances == building.home_count
            assert all(2000 <= home.area <= 20000 for home in homes)


def test_codes_belong_to_no_real_place_and_are_unique():
    codes = [community.code for community in communities()]
    assert len(set(codes)) == len(codes)
    assert all(code.startswith(subdistrict()["code"]) for code in codes)
    assert subdistrict()["code"].startswith("99")


def test_facilities_in_a_building_name_an_existing_entrance():
    keys = place_keys()
    for estate in estates():
        for spot in estate.facilities:
            if "building" in spot:
                assert f"{estate.key}/{spot['building']}/{spot['entrance']}" in keys
