"""Hot shared problems: n of N with people counted once, the days before beside, few told as one sum."""

from datetime import timedelta

import pytest

from huiyin.casework.casefile.models import Requester
from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.hot import cases_of_topic, cases_scattered, hot_topics
from huiyin.insight.periods import last_days, period_before
from tests.insight.rows import put_case, put_topic
from tests.town import plant_town

DAY = timedelta(days=1)


@pytest.fixture
def town(db):
    town, at = plant_town(), now()
    with seen_as(SYSTEM):
        town.hot, town.cases = put_topic(town, [at] * 3 + [at - 40 * DAY] * 2, no=1)
        town.hotter, _cases = put_topic(town, [at] * 4, no=2, state="settled")
        town.thin, _cases = put_topic(town, [at] * 2, no=3)
        put_topic(town, [at] * 9, no=4, state="rejected")
        put_topic(town, [at] * 9, no=1, scope=town.other_community, estate=town.other_estate)
        put_case(town.estate, at)
    return town


def asked(town, read, *arguments, who="clerk"):
    viewer = town.viewer(who)
    with seen_as(viewer):
        return read(viewer, *arguments)


def test_every_number_is_its_list_the_days_before_too(town):
    period = last_days(30, now())
    heat = asked(town, hot_topics, period)
    assert [(one.topic.pk, one.n, one.before) for one in heat.hot] == [
        (town.hotter.pk, 4, 0), (town.hot.pk, 3, 2),
    ]  # fmt: skip
    assert (heat.few, heat.few_requests, heat.left) == (1, 2, 0)
    for one in heat.hot:
        assert len(asked(town, cases_of_topic, str(one.topic.pk), period)) == one.n
        assert len(asked(town, cases_of_topic, str(one.topic.pk), period_before(period))) == one.before
    assert len(asked(town, cases_scattered, "n", period)) == heat.few_requests


def test_a_person_counts_once(town):
    with seen_as(SYSTEM):
        for case in town.cases[:2]:
            Requester.objects.create(
                case=case, scope_id=case.scope_id, name="王", phone_index=b"1" * 16, link_digest=case.pk.bytes
            )
    heat = asked(town, hot_topics, last_days(30, now()))
    assert {one.topic.pk: one.people for one in heat.hot} == {town.hot.pk: 2, town.hotter.pk: 4}


def test_an_estate_asked_for_has_its_part_only(town):
    with seen_as(SYSTEM):
        put_topic(town, [now()] * 3, no=9, estate=town.sister)
    heat = asked(town, hot_topics, last_days(30, now()), {town.sister.pk})
    assert [(one.topic.no, one.n) for one in heat.hot] == [(9, 3)]
    assert not heat.few


def test_another_areas_topics_are_not_there(town):
    period = last_days(30, now())
    heat = asked(town, hot_topics, period, who="other clerk")
    assert [(one.topic.scope_id, one.n) for one in heat.hot] == [(town.other_community.pk, 9)]
    for which in (str(town.hot.pk), "x", ""):
        with pytest.raises(NotThere):
            asked(town, cases_of_topic, which, period, who="other clerk")
    with pytest.raises(NotThere):
        asked(town, cases_scattered, "x", period)
