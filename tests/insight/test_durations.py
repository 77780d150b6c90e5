"""How long it took: nearest rank over classes of minutes, silent on small numbers, each n with its list."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.casework.casefile.models import Case, Event
from huiyin.casework.casefile.words import State
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.durations import LEAST, Step, cases_that_took, rank_of, took_in
from huiyin.insight.periods import Period, last_days
from huiyin.insight.remembering import forget_counts
from tests.insight.rows import HOUR, put_case, put_line
from tests.town import plant_town

MINUTE = timedelta(minutes=1)


@pytest.fixture
def town(db):
    forget_counts()
    return plant_town()


def told(viewer, **wishes):
    at = now()
    with seen_as(viewer):
        return {one.step: one for one in took_in(viewer, last_days(30, at), at, **wishes)}


def contacted(scope, minutes, *, verb="contacted"):
    with seen_as(SYSTEM):
        case = put_case(scope, now() - 3 * 24 * HOUR)
        put_line(case, verb, case.received_at + minutes * MINUTE)
    return case


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=60), st.sampled_from([50, 90]))
def test_the_rank_is_the_smallest_value_that_covers_the_share(values, share):
    counts = {value: values.count(value) for value in values}
    found = rank_of(counts, share)
    assert sum(value <= found for value in values) * 100 >= share * len(values)
    assert sum(value < found for value in values) * 100 < share * len(values)


def test_half_and_nine_in_ten_with_their_n(town):
    for minutes in (5, 10, 15, 20, 25, 30, 35, 40, 45, 600):
        contacted(town.estate, minutes)
    found = told(town.viewer("leader"))[Step.CONTACT]
    assert (found.n, found.median, found.p90) == (10, 25, 45)
    assert told(town.viewer("leader"))[Step.ARRIVE].n == 0


def test_few_cases_have_an_n_and_nothing_else(town):
    for _one in range(LEAST - 1):
        contacted(town.estate, 4)
    found = told(town.viewer("leader"))[Step.CONTACT]
    assert (found.n, found.median, found.p90) == (LEAST - 1, None, None)


def test_the_list_behind_n_begins_with_the_slowest(town):
    cases = [contacted(town.estate, minutes) for minutes in (30, 700, 2)]
    viewer = town.viewer("leader")
    with seen_as(viewer):
        ids = cases_that_took(viewer, Step.CONTACT, last_days(30, now()))
        assert ids == [cases[1].pk, cases[0].pk, cases[2].pk]
        assert cases_that_took(viewer, Step.ANSWER, last_days(30, now())) == []
        with pytest.raises(NotThere):
            cases_that_took(viewer, "nothing", last_days(30, now()))


def test_an_arrival_is_a_contact_and_one_taken_back_is_neither(town):
    came = contacted(town.estate, 20, verb="arrived")
    gone = contacted(town.estate, 20, verb="arrived")
    with seen_as(SYSTEM):
        put_line(gone, "step_undone", now(), seqs=[Event.objects.get(case=gone).seq])
    viewer = town.viewer("leader")
    with seen_as(viewer):
        period = last_days(30, now())
        assert cases_that_took(viewer, Step.ARRIVE, period) == [came.pk]
        assert cases_that_took(viewer, Step.CONTACT, period) == [came.pk]


def test_the_answer_that_stands_counts_and_old_records_do_not(town):
    with seen_as(SYSTEM):
        at = now() - 24 * HOUR
        put_case(town.estate, at, answered_at=at + 7 * HOUR, answer="a")
        put_case(town.estate, at, answered_at=at + HOUR, answer="a", state=State.HISTORY, ended_at=at)
    assert told(town.viewer("leader"))[Step.ANSWER].n == 1


def test_only_the_own_area_and_the_period_asked_for(town):
    contacted(town.other_estate, 5)
    contacted(town.estate, 5)
    assert told(town.viewer("clerk"))[Step.CONTACT].n == 1
    assert told(town.viewer("leader"), scope_ids=[town.sister.pk])[Step.CONTACT].n == 0
    viewer, at = town.viewer("leader"), now()
    with seen_as(viewer):
        early = Period(at - 2 * HOUR, at)
        assert [one.n for one in took_in(viewer, early, at)] == [0, 0, 0]


def test_a_case_that_is_answered_changes_its_day_though_days_are_remembered(town):
    receipt = town.take_in()
    leader = town.viewer("leader")
    assert told(leader)[Step.CONTACT].n == 0
    with seen_as(SYSTEM):
        case = Case.objects.get(pk=receipt.case_id)
        put_line(case, "contacted", case.received_at + MINUTE)
    assert told(leader)[Step.CONTACT].n == 1
