"""How what came in spreads: each number is its list, few are not told, nothing is sorted by merit."""

from datetime import date, datetime, timedelta

import pytest

from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight import spread
from huiyin.insight.periods import ZONE, last_days
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from tests.insight.rows import hand_over, put_case
from tests.town import plant_town

HOUR = timedelta(hours=1)


@pytest.fixture
def town(db):
    town, at = plant_town(), now()
    with seen_as(SYSTEM):
        home = Place.objects.create(
            scope=town.estate, parent=town.building, kind=PlaceKind.HOME, name="101", label="E 1-101"
        )
        for channel, category, reopened in (("Q", "0204", 1), ("Q", "0204", 0), ("H", "0901", 0)):
            put_case(
                town.estate, at - HOUR, channel=channel, category=category, reopened=reopened, place=home
            )
        put_case(town.sister, at - HOUR, channel="H", place=town.sister_building)
        put_case(town.estate, at - 40 * 24 * HOUR, channel="C")
    return town


def ids(town, key, which, scopes=None):
    viewer, at = town.viewer("leader"), now()
    with seen_as(viewer):
        return spread.cases_spread(key, viewer, which, last_days(30, at), scopes)


def told(town, read, scopes=None):
    viewer, at = town.viewer("leader"), now()
    with seen_as(viewer):
        return read(viewer, last_days(30, at), scopes)


def test_channels_and_matters_are_their_lists(town):
    channels = told(town, spread.by_channel)
    assert [(one.key, one.n) for one in channels] == [("H", 2), ("Q", 2)], "in the order of the words"
    for one in channels:
        assert len(ids(town, spread.CHANNEL_KEY, one.key)) == one.n
    matters = told(town, spread.by_category)
    assert matters[0].key == "0204"
    for one in matters:
        code = one.key or spread.NOT_SORTED
        assert len(ids(town, spread.CATEGORY_KEY, code)) == one.n
        assert len(ids(town, spread.CATEGORY_KEY, f"{code}:again")) == one.again
    assert sum(one.n for one in matters) == sum(one.n for one in channels)
    assert len(ids(town, spread.AGAIN_KEY, "n")) == 1


def test_places_stand_in_the_order_of_the_tree_the_empty_ones_too(town):
    lines = told(town, spread.by_scope)
    assert len(lines) == 6
    assert {one.key: one.n for one in lines}[str(town.sister.pk)] == 1
    assert {one.key: one.n for one in lines}[str(town.other_estate.pk)] == 0


def test_a_party_has_its_complaints_of_all_it_had_last(town):
    at = now()
    with seen_as(SYSTEM):
        other = Organisation.objects.create(scope=town.community, kind="company", name="乙")
        for kind in ("complaint", "help"):
            case = put_case(town.estate, at - HOUR, kind=kind)
            hand_over(case, other)
            case.assignments.update(ended_at=at, made_at=at - 2 * HOUR)
            hand_over(case, town.company)
        hand_over(put_case(town.estate, at - HOUR, kind="complaint"), other)
    found = {unit.name: line for unit, line in told(town, spread.by_party)}
    assert (found["富友"].n, found["富友"].whole) == (1, 2)
    assert (found["乙"].n, found["乙"].whole) == (1, 1)
    for line in found.values():
        assert len(ids(town, spread.PARTY_KEY, line.key)) == line.whole
        assert len(ids(town, spread.COMPLAINT_KEY, line.key)) == line.n


def test_buildings_of_an_estate_and_few_are_not_told(town):
    estates = dict(told(town, spread.by_building))
    assert [(place.name, n) for place, n in estates[town.estate.pk]] == [("1号楼", 3)]
    (sister,) = estates[town.sister.pk]
    assert sister[1] == 1
    assert [spread.shown(n) for n in (0, 1, 2, 3)] == [0, None, None, 3]


def test_months_are_those_of_the_place(town):
    with seen_as(SYSTEM):
        for at in (datetime(2025, 1, 31, 23, 59, tzinfo=ZONE), datetime(2025, 2, 1, 0, 0, tzinfo=ZONE)):
            put_case(town.estate, at)
    viewer = town.viewer("leader")
    months = [date(2024, 12, 1), date(2025, 1, 1), date(2025, 2, 1)]
    with seen_as(viewer):
        assert [n for _month, n in spread.by_month(viewer, months)] == [0, 1, 1]


@pytest.mark.parametrize(
    ("key", "which"),
    [("channel", "x"), ("party", "x"), ("party", "9" * 30), ("again", "x"), ("nothing", "n")],
)
def test_what_is_no_line_is_not_there(town, key, which):
    with pytest.raises(NotThere):
        ids(town, key, which)


def test_nobody_reads_another_area(town):
    viewer, at = town.viewer("other clerk"), now()
    with seen_as(viewer):
        assert spread.by_channel(viewer, last_days(30, at)) == []
        assert spread.cases_spread(spread.CHANNEL_KEY, viewer, "Q", last_days(30, at)) == []
