"""An estate building by building: the lines add up to the estate, each number is its list."""

import pytest

from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.buildings import ELSEWHERE, estates_of, lines_in, only_in
from huiyin.insight.endings import OPEN_PART, cases_received
from huiyin.insight.periods import last_days
from huiyin.insight.rates import figures_by_scope
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from tests.insight.rows import HOUR, put_case, put_limit, put_line
from tests.town import plant_town


@pytest.fixture
def town(db):
    town, at = plant_town(), now()
    with seen_as(SYSTEM):
        estate = town.building.parent
        gate = Place.objects.create(
            scope=town.estate, parent=estate, kind=PlaceKind.GATE, name="东门", label="E 东门"
        )
        entrance = Place.objects.create(
            scope=town.estate, parent=town.building, kind=PlaceKind.ENTRANCE, name="1单元", label="E 1-1"
        )
        home = Place.objects.create(
            scope=town.estate, parent=entrance, kind=PlaceKind.HOME, name="501", label="E 1-1-501"
        )
        for place in (home, entrance, town.building, gate, estate, None):
            case = put_case(town.estate, at - HOUR, place=place)
            put_limit(case, at - HOUR / 2, outcome="met")
            put_line(case, "contacted", at - HOUR / 2)
        put_case(town.sister, at - HOUR)
    return town


def test_the_lines_add_up_to_the_estate(town):
    viewer, at = town.viewer("leader"), now()
    period = last_days(30, at)
    with seen_as(viewer):
        lines = lines_in(viewer, town.estate.pk, period, at)
        told = {line.place.pk if line.place else ELSEWHERE: line for line in lines}
        assert told[town.building.pk].received == 3, "home, entrance and the building itself"
        assert told[ELSEWHERE].received == 3, "gate, green and place unknown"
        (whole,) = figures_by_scope(viewer, period, at, [town.estate.pk])
        for place, rate in enumerate(whole.rates):
            assert sum(line.figures.rates[place].n for line in lines) == rate.n
            assert sum(line.figures.rates[place].whole for line in lines) == rate.whole


def test_each_number_is_its_list(town):
    viewer, at = town.viewer("leader"), now()
    period = last_days(30, at)
    with seen_as(viewer):
        for line in lines_in(viewer, town.estate.pk, period, at):
            building = line.place.pk if line.place else ELSEWHERE
            for which, number in (("n", line.received), (OPEN_PART, line.open)):
                ids = cases_received(viewer, which, period, [town.estate.pk])
                assert len(only_in(ids, building)) == number


def test_what_is_no_estate_or_not_ones_own_is_not_there(town):
    viewer, at = town.viewer("clerk"), now()
    with seen_as(viewer):
        assert estates_of(viewer) == [town.estate.pk, town.sister.pk]
        for scope in (town.community.pk, town.other_estate.pk, 0):
            with pytest.raises(NotThere):
                lines_in(viewer, scope, last_days(30, at), at)
