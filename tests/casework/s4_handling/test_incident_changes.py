"""An incident changes while it lasts: a line in every case, few messages, and what it said before is kept."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from huiyin.casework.casefile.models import Event
from huiyin.casework.casefile.words import Verb
from huiyin.casework.s4_handling.incident_changes import change_incident, changes_of
from huiyin.casework.s4_handling.incidents import Opening, absorb, end_incident, open_incident, release
from huiyin.casework.s4_handling.models import Incident, IncidentChange
from huiyin.casework.s4_handling.refusals import (
    ExpectedPast,
    IncidentOver,
    NothingChanged,
    ReasonMissing,
)
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere, Outdated
from tests.casework.doing import do, drain
from tests.town import WATER, all_seen


@pytest.fixture
def cases(town, hands):
    found = [town.take_in(place_id=town.building.pk, phone=f"1390013900{n}") for n in range(3)]
    drain()
    hands.move(minutes=2)
    return found


@pytest.fixture
def incident(town, hands, cases):
    opening = Opening(category=WATER, title="主管爆裂", told="正在抢修", begun_at=now())
    opened = do(
        town.viewer("clerk"), open_incident, place=town.building, opening=opening,
        case_ids=[case.case_id for case in cases[:2]],
    )  # fmt: skip
    drain()
    return opened


def change(town, incident, told="阀门已关，正在换管", hours=None, by="clerk", **more):
    expected = now() + timedelta(hours=hours) if hours else None
    do(town.viewer(by), change_incident, incident_id=incident.pk, told=told, expected_at=expected, **more)
    drain()


def lines(case):
    with all_seen():
        return list(Event.objects.filter(case_id=case.case_id, verb=Verb.INCIDENT_CHANGED).order_by("seq"))


def messages(case):
    with all_seen():
        found = Notice.objects.filter(subject_id=case.case_id, template="incident", recipient="requester")
        return found.count()


def test_every_case_gets_a_line_with_the_new_words_and_end(town, hands, cases, incident) -> None:
    change(town, incident, hours=3)
    for case in cases[:2]:
        (line,) = lines(case)
        assert line.data["words"] == "阀门已关，正在换管"
        assert line.data["expected_at"] == (now() + timedelta(hours=3)).isoformat()
        assert line.data["who"] == "clerk"
    assert lines(cases[2]) == []
    with all_seen():
        changed = Incident.objects.get()
        assert (changed.told, changed.expected_at) == ("阀门已关，正在换管", now() + timedelta(hours=3))


def test_messages_come_at_most_once_in_the_time_of_the_rules_and_with_the_newest(
    town, hands, cases, incident
):
    case = cases[0]
    assert messages(case) == 1, "that it belongs to the incident"
    for minute in range(5):
        hands.move(minutes=5)
        change(town, incident, told=f"第 {minute} 次更新")
    assert [line.data["told"] for line in lines(case)] == ["later"] * 5
    assert messages(case) == 1
    hands.move(minutes=36)
    drain()
    assert messages(case) == 2
    hands.move(minutes=61)
    drain()
    assert messages(case) == 2, "told once for all five"
    change(town, incident, told="快好了")
    assert lines(case)[-1].data["told"] is True
    assert messages(case) == 3


def test_the_four_messages_of_a_case_are_never_passed(town, hands, cases, incident) -> None:
    for hour in range(4):
        hands.move(minutes=61)
        change(town, incident, told=f"第 {hour} 小时")
    with all_seen():
        sent = Notice.objects.filter(subject_id=cases[0].case_id, channel="sms", recipient="requester")
        assert sent.count() == 4
    assert [line.data["told"] for line in lines(cases[0])][-1] is False


def test_what_it_said_before_is_kept_for_good(town, hands, incident) -> None:
    change(town, incident, hours=3)
    change(town, incident, told="换管完成，正在冲洗", hours=1)
    with all_seen():
        before = [(one.told_before, one.expected_before) for one in changes_of(incident)]
        assert before == [("阀门已关，正在换管", now() + timedelta(hours=3)), ("正在抢修", None)]
        with pytest.raises(DatabaseError), transaction.atomic():
            IncidentChange.objects.update(told_before="x")


def test_who_comes_later_hears_only_of_later_changes_and_who_left_of_none(
    town, hands, cases, incident
) -> None:
    change(town, incident)
    do(town.viewer("clerk"), absorb, incident_id=incident.pk, case_ids=[cases[2].case_id])
    do(town.viewer("clerk"), release, case_id=cases[1].case_id, why="另一件事")
    change(town, incident, told="换管完成")
    assert [line.data["words"] for line in lines(cases[2])] == ["换管完成"]
    assert len(lines(cases[1])) == 1


def test_what_cannot_be_is_refused(town, hands, incident) -> None:
    for told, hours, no in (
        ("  ", None, ReasonMissing),
        ("正在抢修", None, NothingChanged),
        ("好了", -1, ExpectedPast),
    ):
        with pytest.raises(no):
            change(town, incident, told=told, hours=hours)
    for stranger in ("duty", "leader", "other clerk"):
        with pytest.raises(NotThere):
            change(town, incident, by=stranger)
    change(town, incident, seen=0)
    with pytest.raises(Outdated):
        change(town, incident, told="别的话", seen=0)
    do(town.viewer("clerk"), end_incident, incident_id=incident.pk, answer="已修好")
    with pytest.raises(IncidentOver):
        change(town, incident, told="又变了")


def test_a_message_that_waited_is_not_sent_after_the_end(town, hands, cases, incident) -> None:
    hands.move(minutes=5)
    change(town, incident)
    do(town.viewer("clerk"), end_incident, incident_id=incident.pk, answer="已修好")
    drain()
    hands.move(minutes=90)
    drain()
    assert messages(cases[0]) == 1
