"""The monthly report: written once when the month is told, the same ever after, with the figures told."""

import json
from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from django.db import Error, transaction

from huiyin.ground.clock import now
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.durations import LEAST
from huiyin.insight.models import MonthReport
from huiyin.insight.months import freeze_due
from huiyin.insight.periods import ZONE, month_of
from huiyin.insight.refusals import MonthNotOver
from huiyin.insight.reports import drawing
from huiyin.insight.reports.content import as_json, from_json
from huiyin.insight.reports.telling import keep_report, report_for, reports_due
from tests.insight.rows import put_case, put_limit
from tests.town import plant_town

DAY = timedelta(days=1)


@pytest.fixture
def last():
    """The first day of the last month that the job tells by now."""
    today = now().astimezone(ZONE).date()
    month = month_of(month_of(today) - DAY)
    return month if today.day >= 5 else month_of(month - DAY)


@pytest.fixture
def town(db, last):
    town = plant_town()
    at = datetime(last.year, last.month, 9, 8, tzinfo=ZONE)
    with seen_as(SYSTEM):
        for n in range(4):
            case = put_case(town.estate, at + n * DAY, category="0204", place=town.building, reopened=n % 2)
            put_limit(case, at + n * DAY, outcome="late")
        put_case(town.sister, at, category="0901", place=town.sister_building, channel="H")
        put_case(town.other_estate, at, category="0901")
    return town


def read(town, month, who="leader", scope=None):
    viewer = town.viewer(who)
    with seen_as(viewer):
        return report_for(viewer, (scope or town.community).pk, month, now())


def section(report, key):
    return next(one for one in report.sections if one.key == key)


def test_a_told_month_gives_the_same_report_again(town, last):
    draft = read(town, last)
    assert not draft.final
    with seen_as(SYSTEM):
        freeze_due(now())
        assert reports_due(now()) == 3, "the street and both communities"
        assert reports_due(now()) == 0
        kept = MonthReport.objects.get(scope=town.community)
    report = read(town, last)
    assert report.final
    assert as_json(report) == kept.content
    assert section(report, "rates").rows == section(draft, "rates").rows, "as told is as known that night"
    with seen_as(SYSTEM):
        put_case(town.estate, datetime(last.year, last.month, 20, 8, tzinfo=ZONE))
        with pytest.raises(Error), transaction.atomic():
            MonthReport.objects.filter(pk=kept.pk).update(content="{}")
    assert as_json(read(town, last)) == kept.content, "what is known later does not change it"
    assert from_json(kept.content) == report


def test_what_a_report_says(town, last):
    report = read(town, last)
    assert section(report, "overview").rows[0] == ("本月", 5), "the other community's is not in it"
    assert sorted(n for _channel, n in section(report, "channels").rows) == [1, 4]
    matters = {row[0]: row[1:] for row in section(report, "matters").rows}
    assert matters["下水堵塞返水"] == (4, 0, 2)
    assert [row[1] for row in section(report, "places").rows] == [0, 4, 1]
    drawn = section(report, "buildings")
    assert drawn.rows == (("E", "1号楼", 4),), "one request of a building is not told"
    assert dict(drawn.picture.estates)["F"] == (("1号楼", None),)
    for row in section(report, "spans").rows:
        assert (row[1:3] == ("太少", "太少")) == (row[3] < LEAST)
    assert section(report, "restated").lines
    street = read(town, last, scope=town.street)
    assert section(street, "overview").rows[0][1] == 6
    assert json.loads(as_json(report))["title"].startswith("C")


def test_who_may_read_it(town, last):
    assert read(town, last, "clerk").sections
    for who, scope in (("other clerk", town.community), ("clerk", town.street), ("leader", town.estate)):
        with pytest.raises(NotThere):
            read(town, last, who, scope)
    with pytest.raises(NotThere):
        read(town, month_of(now().date() + 40 * DAY))


def test_a_month_that_is_not_told_is_not_kept(town):
    with seen_as(SYSTEM), pytest.raises(MonthNotOver):
        keep_report(scope_id=town.community.pk, month=now().date(), by=SYSTEM)


def test_drawings_hold_what_they_draw_and_no_markup_of_names():
    svg = drawing.estate(
        [("<b>&", 0, ""), ("二", None, ""), ("三", 7, "/list?a=1&b=2")], 'x"y', "<3",
        lambda name, n: f"{name} {n}",
    )  # fmt: skip
    root = ET.fromstring(svg)  # noqa: S314 - our own drawing
    words = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ['x"y', "<b>&", "0", "二", "<3", "三", "7"]
    (link,) = root.iter("{http://www.w3.org/2000/svg}a")
    assert link.get("href") == "/list?a=1&b=2"
    assert "style" not in svg
    tall = [
        float(one.get("height"))
        for one in ET.fromstring(drawing.bars([("1", 2), ("2", 4)], "t"))  # noqa: S314 - our own drawing
        if one.get("fill") == "url(#hatch-lines)"
    ]
    assert tall[1] == 2 * tall[0] > 0


def test_a_month_that_was_told_and_not_kept_is_no_draft(town, last):
    with seen_as(SYSTEM):
        freeze_due(now())
    late = read(town, last)
    assert late.final
    assert "草稿" not in late.about
    assert "事后补写" in late.about
    with seen_as(SYSTEM):
        kept = keep_report(scope_id=town.community.pk, month=last, by=SYSTEM)
    assert section(from_json(kept.content), "rates") == section(late, "rates")
