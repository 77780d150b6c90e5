"""A meeting from its notice to its posted minutes: quorum watched, decisions, dissent, tasks with clocks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import Error, transaction

from huiyin.bridges.meeting_tasks import press_tasks
from huiyin.commons.c1_proposals.meetings import agenda, calling, minutes, sitting, tasks
from huiyin.commons.c1_proposals.meetings import refusals as no
from huiyin.commons.c1_proposals.meetings.links import must_be_in_room, reader_of, room_of
from huiyin.commons.c1_proposals.meetings.quorum import quorum_of
from huiyin.commons.c1_proposals.meetings.reads import items_of, near, public_meeting
from huiyin.commons.c1_proposals.models import AgendaItem, Meeting, Seat, Task
from huiyin.ground.clock import now
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.commons.room import SEATED, Room

pytestmark = pytest.mark.django_db
YES = sitting.Voices(3, 0, 0)


def quorum(room: Room) -> Any:
    with seen_as(SYSTEM):
        return quorum_of(room.meeting, room.meeting.seats.all())


def test_notice_is_given_in_time_with_agenda_and_seats(room: Room) -> None:
    call = calling.Call("council", "three", "议事会", "活动室", "居委会", now() + timedelta(days=2))
    meeting = room.do(calling.plan_meeting, scope_id=room.hall.town.estate.pk, call=call)
    room.meeting = meeting
    with pytest.raises(no.AgendaEmpty):
        room.sit(calling.give_notice)
    room.everybody()
    room.sit(agenda.put_item, words="环境整治")
    with pytest.raises(no.NoticeTooShort):
        room.sit(calling.give_notice)
    later = calling.Call("council", "three", "议事会", "活动室", "居委会", now() + timedelta(days=3))
    room.sit(calling.change_meeting, call=later).sit(calling.give_notice)
    assert room.meeting.state == "noticed"
    with pytest.raises(no.MeetingNotNow):
        room.sit(agenda.put_item, words="临时加一件")
    with pytest.raises(no.TooEarly):
        room.sit(sitting.open_meeting, chair="张")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"kind": "nothing"}, no.MeetingKindUnknown), ({"council": "open"}, no.MeetingKindUnknown),
        ({"title": " "}, no.MeetingWordsMissing), ({"days": -3}, no.MeetingTimeWrong),
        ({"days": 400}, no.MeetingTimeWrong),
    ],
)  # fmt: skip
def test_a_meeting_that_the_rules_do_not_know(room: Room, given: dict[str, Any], refusal: Any) -> None:
    plain: dict[str, Any] = {
        "kind": "council",
        "council": "three",
        "title": "议事会",
        "venue": "室",
        "called_by": "居委会",
    }
    starts = now() + timedelta(days=given.pop("days", 5))
    with pytest.raises(refusal):
        room.do(
            calling.plan_meeting, scope_id=room.hall.town.estate.pk,
            call=calling.Call(**plain | given, starts_at=starts),
        )  # fmt: skip


def test_the_registers_fill_the_seats(room: Room) -> None:
    call = calling.Call("council", "three", "议事会", "室", "居委会", now() + timedelta(days=5))
    meeting = room.do(calling.plan_meeting, scope_id=room.hall.town.estate.pk, call=call)
    with seen_as(SYSTEM):
        named = dict(meeting.seats.values_list("party", "holder"))
    assert named["company"] == room.hall.town.company.name
    assert set(named) == {"committee", "owners", "company", "residents"}


def test_nothing_is_decided_without_quorum(room: Room) -> None:
    room.opened("社区张", "居民赵", "居民钱", about=False)
    found = quorum(room)
    assert (found.present, found.voices, found.least) == (3, 5, 3)
    assert found.missing == ("owners", "company"), "enough voices, and two needed parties are not there"
    decision = {"no": 1, "decision": "整治", "talk": "x", "voices": YES}
    with pytest.raises(no.NotQuorate):
        room.sit(sitting.decide, **decision)
    room.sit(sitting.sign_in, no=room.seats["业委会李"])
    with pytest.raises(no.SeatUnknown):
        room.sit(sitting.sign_in, no=room.seats["居民赵"] + 40)
    room.sit(sitting.sign_in, no=room.seats["物业王"], substitute=True)
    room.sit(sitting.decide, **decision)
    room.sit(sitting.leave, no=room.seats["业委会李"])
    assert not quorum(room).holds, "who leaves is no longer here"
    with seen_as(SYSTEM):
        assert Seat.objects.get(meeting=room.meeting, party="company").sitting == "代物业王"


def test_voices_are_counted_of_those_present(room: Room) -> None:
    room.opened(*SEATED, about=False)
    for voices in (sitting.Voices(4, 1, 1), sitting.Voices(6, 0, 0)):
        with pytest.raises(no.VoicesWrong):
            room.sit(sitting.decide, no=1, decision="整治", talk="", voices=voices)
    for agree, result in ((2, "failed"), (3, "passed")):
        room.sit(sitting.decide, no=1, decision="整治", talk="", voices=sitting.Voices(agree, 2, 0))
        with seen_as(SYSTEM):
            assert AgendaItem.objects.get(meeting=room.meeting).result == result, "more than half of five"


def test_a_meeting_that_is_not_quorate_fails_and_decides_nothing(room: Room) -> None:
    room.opened("社区张", about=False)
    room.sit(sitting.fail_meeting)
    assert (room.meeting.state, room.meeting.present, room.meeting.voices) == ("failed", 1, 5)


def test_a_quorate_meeting_does_not_fail(room: Room) -> None:
    room.opened(*SEATED, about=False)
    with pytest.raises(no.QuorateStill):
        room.sit(sitting.fail_meeting)
    room.sit(sitting.strike, no=room.seats["居民钱"])
    assert quorum(room).present == 4


def test_dissent_stands_in_the_minutes_and_posted_minutes_stay(room: Room) -> None:
    room.opened(*SEATED, about=False)
    room.sit(sitting.decide, no=1, decision="整治", talk="谈了", voices=YES)
    with pytest.raises(no.MeetingWordsMissing):
        room.sit(sitting.dissent, no=1, seat_no=room.seats["居民赵"], words=" ")
    room.sit(sitting.dissent, no=1, seat_no=room.seats["居民赵"], words="应先问一楼住户")
    room.sit(sitting.close_meeting)
    with pytest.raises(no.MinutesMissing):
        room.sit(minutes.post_minutes)
    room.sit(minutes.write_minutes, words="会议……").sit(minutes.post_minutes)
    _pk, reader = reader_of(room.meeting.code)
    with seen_as(reader):
        (item,) = items_of(public_meeting(room.meeting.pk))
        assert [one.words for one in item.dissents.all()] == ["应先问一楼住户"]
        assert not Seat.objects.exists(), "who sat there is told by the minutes, not by the table"
    for change in ({"minutes": "改了"}, {"present": 9}):
        with seen_as(SYSTEM), pytest.raises(Error), transaction.atomic():
            Meeting.objects.filter(pk=room.meeting.pk).update(**change)
    with seen_as(SYSTEM), pytest.raises(Error), transaction.atomic():
        AgendaItem.objects.filter(meeting=room.meeting).update(agree=0)


def test_every_item_needs_an_outcome(room: Room) -> None:
    room.opened(*SEATED, about=False)
    with pytest.raises(no.DecisionMissing):
        room.sit(sitting.close_meeting)
    room.sit(sitting.note_item, no=1, talk="下次再议", put_off=True).sit(sitting.close_meeting)
    assert room.meeting.state == "held"


def test_a_decision_becomes_a_task_with_a_clock(room: Room) -> None:
    room.opened(*SEATED, about=False)
    room.sit(sitting.decide, no=1, decision="整治", talk="", voices=YES)
    given = {"meeting_id": room.meeting.pk, "no": 1, "owner": "王经理"}
    usual = room.do(tasks.give_task, words="清理楼道", **given)
    assert usual.due_at.astimezone().date() == date(2025, 10, 31), "10 working days from Saturday, 18 October"
    assert usual.warn_at is not None
    assert usual.warn_at < usual.due_at
    day = now().astimezone().date() + timedelta(days=3)
    own = room.do(tasks.give_task, words="贴通知", until=day, **given)
    assert own.due_at.astimezone().date() == day
    for wrong in (-1, 400):
        with pytest.raises(no.TaskDayWrong):
            room.do(tasks.give_task, words="x", until=day + timedelta(days=wrong * 10), **given)
    with pytest.raises(no.MeetingWordsMissing):
        room.do(tasks.finish_task, task_id=own.pk, words="")
    for words in ("贴好了", "又贴"):
        room.do(tasks.finish_task, task_id=own.pk, words=words)
    with seen_as(SYSTEM):
        assert Task.objects.get(pk=own.pk).done_words == "贴好了", "the first report stays"
    with pytest.raises(NotThere):
        room.do(tasks.finish_task, room.hall.town.viewer("other clerk"), task_id=usual.pk, words="x")


def test_the_code_in_the_room_signs_in(room: Room) -> None:
    room.opened(about=False)
    _pk, reader = reader_of(room.meeting.code)
    with seen_as(reader):
        meeting = public_meeting(room.meeting.pk)
        must_be_in_room(meeting, room_of(meeting.code))
        for guess in ("", "A" * 16, room_of("M0000-XXXXXX"), "中"):
            with pytest.raises(NotThere):
                must_be_in_room(meeting, guess)
        seat = sitting.sign_in_here(meeting=meeting, no=room.seats["居民赵"], substitute=False, by=reader)
        assert (seat.signed_way, seat.is_here) == ("qr", True)
        with pytest.raises(no.SeatUnknown):
            sitting.sign_in_here(meeting=meeting, no=room.seats["居民钱"], substitute=True, by=reader)
    room.sit(sitting.strike, no=room.seats["居民赵"])
    assert quorum(room).present == 0


def test_an_owners_talk_is_the_same_room_with_other_rules(room: Room) -> None:
    call = calling.Call("owners_talk", "open", "业主恳谈会", "广场", "物业", now() + timedelta(days=4))
    room.meeting = room.do(calling.plan_meeting, scope_id=room.hall.town.estate.pk, call=call)
    room.sit(calling.fill_seat, party="chair", holder="社区张", substitute="")
    room.sit(agenda.put_item, words="停车").sit(calling.give_notice)
    room.hall.hands.move(days=4, minutes=1)
    room.sit(sitting.open_meeting, chair="社区张")
    with seen_as(SYSTEM):
        chair = room.meeting.seats.get(party="chair").no
    room.sit(sitting.sign_in, no=chair).sit(sitting.note_item, no=1, talk="业主提了三条", put_off=False)
    room.sit(sitting.close_meeting)
    assert room.meeting.state == "held"
    assert quorum(room).holds, "the chair alone has a voice here"


def test_what_is_near_is_announced_and_not_called_off(room: Room) -> None:
    room.called(about=False)
    _pk, reader = reader_of(room.meeting.code)
    estate = room.hall.town.estate.pk
    with seen_as(reader):
        assert [one.pk for one in near([estate])] == [room.meeting.pk]
    with pytest.raises(no.MeetingWordsMissing):
        room.sit(calling.call_off, reason="")
    room.sit(calling.call_off, reason="改期")
    with seen_as(reader):
        assert not near([estate])


def test_a_task_warns_once_and_is_late_once(room: Room) -> None:
    room.opened(*SEATED, about=False)
    room.sit(sitting.decide, no=1, decision="整治", talk="", voices=YES)
    given = {
        "meeting_id": room.meeting.pk,
        "no": 1,
        "owner": "王",
        "organisation_id": room.hall.town.company.pk,
    }
    task = room.do(tasks.give_task, words="清理楼道", **given)
    done = room.do(tasks.give_task, words="量尺寸", **given)
    room.do(tasks.finish_task, task_id=done.pk, words="量好了")
    assert press_tasks() == 0
    for moment, template in (
        (task.warn_at, "task-warning"),
        (task.due_at + timedelta(seconds=1), "task-overdue"),
    ):
        room.hall.hands.set(moment)
        assert [press_tasks(), press_tasks()] == [1, 0], "each once"
        with seen_as(SYSTEM):
            told = set(Notice.objects.filter(template=template).values_list("recipient", flat=True))
        people = {f"account:{room.hall.town.people[name].pk}" for name in ("clerk", "duty")}
        assert people <= told
    with seen_as(SYSTEM):
        assert not Notice.objects.filter(subject_id=done.pk).exists(), "what is done presses nobody"
