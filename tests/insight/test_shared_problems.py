"""Shared problems in the weekly agenda and the monthly report: which are in, in what words, for whom."""

from datetime import datetime, timedelta

import pytest

from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.periods import ZONE, month_of
from huiyin.insight.reports.telling import report_for
from huiyin.insight.weekly.agenda import agenda_of, week_of
from tests.insight.rows import put_topic
from tests.town import plant_town

DAY = timedelta(days=1)


@pytest.fixture
def town(db):
    return plant_town()


def test_the_agenda_takes_the_standing_ones_hottest_first_in_words_for_papers(town):
    at = now()
    with seen_as(SYSTEM):
        mild, _cases = put_topic(town, [at - DAY, at - DAY], no=1, heat=2.0, people=2, first_at=at - DAY)
        hot, cases = put_topic(
            town, [at - 3 * DAY, at - DAY], no=2, heat=9.0, people=2, recent=2, before=0,
            name="2单元下水", place=town.building, state="confirmed", first_at=at - 3 * DAY,
        )  # fmt: skip
        put_topic(town, [at - DAY], no=3, heat=99.0, state="settled")
        put_topic(town, [at - DAY], no=1, heat=99.0, scope=town.other_community, estate=town.other_estate)
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        (part,) = [one for one in agenda_of(week_of(viewer, town.community.pk, now())) if one.key == "topics"]
    assert [row.target for row in part.rows] == [("topic", hot.pk), ("topic", mild.pk)]
    first, second = part.rows
    assert first.case_ids == tuple(case.pk for case in cases)
    assert "2单元下水" in first.words
    assert "E 1号楼" in first.words
    assert "2 人" in first.words
    assert "近30天 2 件，前30天 0 件" in first.why
    assert "张三" not in second.words, "the program's title is a resident's words: not for papers"


def test_the_report_says_what_grew_hot_and_what_cooled(town):
    today = now().astimezone(ZONE).date()
    this = month_of(month_of(today) - DAY)
    before = month_of(this - DAY)
    moment, earlier = (datetime(day.year, day.month, 9, 8, tzinfo=ZONE) for day in (this, before))
    with seen_as(SYSTEM):
        put_topic(town, [moment, moment, earlier], no=1, name="热的")
        put_topic(town, [moment, earlier, earlier], no=2, name="冷的", state="settled")
        put_topic(town, [earlier - 90 * DAY], no=3, name="旧的")
        put_topic(town, [moment], no=4, name="不是", state="rejected")
    viewer = town.viewer("leader")
    with seen_as(viewer):
        report = report_for(viewer, town.community.pk, this, now())
    (section,) = [one for one in report.sections if one.key == "topics"]
    assert [row[:2] + row[3:] for row in section.rows] == [
        ("升温", "热的", 2, 1, "系统发现，待确认"), ("降温", "冷的", 1, 2, "已解决"),
    ]  # fmt: skip
