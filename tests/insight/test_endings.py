"""Every request stands in one line; the lines are their lists, also after cases have moved."""

import pytest

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import State
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.endings import LINES, cases_standing, standing_in
from huiyin.insight.periods import Period, last_days
from huiyin.insight.remembering import forget_counts
from tests.insight.rows import HOUR, put_case
from tests.town import plant_town


@pytest.fixture
def town(db):
    forget_counts()
    town = plant_town()
    with seen_as(SYSTEM):
        for scope in (town.estate, town.estate, town.sister, town.other_estate):
            put_case(scope, now() - HOUR)
        put_case(town.estate, now() - 40 * 24 * HOUR)
    return town


def told(viewer, **wishes):
    at = now()
    with seen_as(viewer):
        return {state: n for state, n in standing_in(viewer, last_days(30, at), at, **wishes).items() if n}


def test_the_lines_add_up_to_what_came_in_the_own_area(town):
    assert told(town.viewer("leader")) == {State.RECEIVED: 4}
    assert told(town.viewer("leader"), scope_ids=[town.estate.pk]) == {State.RECEIVED: 2}
    assert told(town.viewer("contact")) == {}


def test_each_number_is_its_list(town):
    viewer, period = town.viewer("leader"), last_days(30, now())
    with seen_as(viewer):
        numbers = standing_in(viewer, period, now())
        assert {state: len(cases_standing(viewer, state, period)) for state in LINES} == numbers
        with pytest.raises(NotThere):
            cases_standing(viewer, State.HISTORY, period)


def test_a_case_that_moves_changes_its_day_though_days_are_remembered(town):
    leader = town.viewer("leader")
    assert told(leader) == {State.RECEIVED: 4}
    town.take_in()
    assert told(leader) == {State.RECEIVED: 5}


def test_a_period_within_a_day_is_counted_at_once(town):
    viewer, at = town.viewer("leader"), now()
    with seen_as(viewer):
        assert sum(standing_in(viewer, Period(at - 2 * HOUR, at), at).values()) == 4
        assert sum(standing_in(viewer, Period(at - HOUR / 2, at), at).values()) == 0
    with seen_as(SYSTEM):
        assert Case.objects.count() == 5
