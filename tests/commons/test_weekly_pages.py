"""本周研判会 as a clerk meets it: a draft one strikes from, a meeting like any other, plain papers."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import docx
import pypdf
import pytest
from django.test import Client

from huiyin.commons.c1_proposals.meetings import minutes, sitting, tasks
from huiyin.commons.c1_proposals.meetings.links import room_of
from huiyin.commons.c1_proposals.models import Meeting
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.commons.room import Room
from tests.desks.signed_in import at_desk, send
from tests.insight.rows import put_case

pytestmark = pytest.mark.django_db
WEEKLY = "/meetings/weekly"
DAY = timedelta(days=1)


@pytest.fixture
def clerk(room: Room) -> Client:
    return at_desk(room.hall.town.people["clerk"])


@pytest.fixture
def late(room: Room) -> Any:
    """Two overdue requests, the title of one names somebody."""
    at = now()
    with seen_as(SYSTEM):
        return [
            put_case(room.hall.town.estate, at - 9 * DAY, title=title, next_due_at=at - 2 * DAY)
            for title in ("王大爷家返水", "楼道灯不亮")
        ]


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def call(room: Room, client: Client, **given: Any) -> Any:
    plain: dict[str, Any] = {
        "scope": room.hall.town.community.pk, "title": "第42周研判会", "venue": "会议室",
        "called_by": "社区居委会", "starts_at": (now() + DAY).astimezone().strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    return send(client, WEEKLY, **plain | given)


def test_a_draft_is_struck_and_added_to_then_called_held_and_printed(room, clerk, late) -> None:
    page = text(clerk.get(WEEKLY))
    assert f'value="overdue:{late[0].pk}" checked' in page
    assert "王大爷家返水" in page, "the clerk reads what it is about"
    assert call(room, clerk, rows=[], own="").status_code == 422
    refused = call(room, clerk, rows=[], own="请联系 13900000001")
    assert refused.status_code == 422
    assert "13900000001" in text(refused), "what was written stays in the field"
    assert (
        call(
            room, clerk, rows=[f"overdue:{late[0].pk}", "overdue:gone"], own="充电桩选址\n\n扫雪"
        ).status_code
        == 303
    )
    with seen_as(SYSTEM):
        room.meeting = Meeting.objects.get()
        items = list(room.meeting.items.all())
    assert [(one.source, list(one.about)) for one in items] == [("overdue", [late[0].pk]), ("", []), ("", [])]
    one = f"/meetings/{room.meeting.pk}"
    assert send(clerk, f"{one}/strike", no="2").status_code == 303
    page = text(clerk.get(one))
    assert "充电桩选址" not in page.split("Record")[0]
    assert f"/case/{late[0].number}" in page
    for party, holder in (("party", "书记"), ("committee", "主任"), ("company", "经理")):
        assert send(clerk, f"{one}/seat", party=party, holder=holder, substitute="").status_code == 303
    assert send(clerk, f"{one}/do/notice").status_code == 303
    hold(room)
    for form, read in (("docx", from_docx), ("pdf", from_pdf), ("txt", bytes.decode)):
        paper = read(clerk.get(f"{one}/print/minutes.{form}").content).replace("\n", "")
        assert late[0].number in paper.replace(" ", ""), form
        assert "疏通主管" in paper, form
        assert "王大爷" not in paper, form
        assert "13900000001" not in paper, form


def hold(room: Room) -> None:
    """Three sit down, decide on the first item, give a task, talk over the second."""
    room.hall.hands.move(days=1, minutes=1)
    room.sit(sitting.open_meeting, chair="书记")
    with seen_as(SYSTEM):
        seats = [one.no for one in room.meeting.seats.all()]
    for no in seats:
        room.sit(sitting.sign_in, no=no)
    voices = sitting.Voices(3, 0, 0)
    room.sit(sitting.decide, no=1, decision="疏通主管", talk="住户 13900000001 说三天没水", voices=voices)
    room.do(tasks.give_task, meeting_id=room.meeting.pk, no=1, words="疏通主管", owner="经理")
    room.sit(sitting.note_item, no=2, talk="备好扫雪工具", put_off=False)
    room.sit(sitting.close_meeting).sit(minutes.write_minutes, words="逐件研判。")
    room.sit(minutes.post_minutes)


def from_docx(data: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)


def from_pdf(data: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def test_its_tasks_come_back_the_next_week_and_residents_do_not_read_it(room, clerk, late) -> None:
    call(room, clerk, rows=[f"overdue:{late[0].pk}"], own="扫雪")
    with seen_as(SYSTEM):
        room.meeting = Meeting.objects.get()
        for seat in room.meeting.seats.all():
            seat.holder = seat.holder or "某人"
            seat.save()
    send(clerk, f"/meetings/{room.meeting.pk}/do/notice")
    public = Client(headers={"Accept-Language": "en"})
    assert public.get(f"/m/{room.meeting.code}").status_code == 404
    assert public.get(f"/m/{room.meeting.code}/{room_of(room.meeting.code)}").status_code == 200
    room.hall.hands.move(days=1, minutes=1)
    room.sit(sitting.open_meeting, chair="书记")
    room.do(tasks.give_task, meeting_id=room.meeting.pk, no=1, words="疏通主管", owner="经理")
    page = text(clerk.get(WEEKLY))
    assert "疏通主管" in page
    assert 'name="rows" value="tasks:' in page


def test_others_do_not_get_it(room, late) -> None:
    town = room.hall.town
    assert at_desk(town.people["field"]).get(WEEKLY).status_code == 404
    other = at_desk(town.people["other clerk"])
    assert other.get(f"{WEEKLY}?scope={town.community.pk}").status_code == 404
    assert "返水" not in text(other.get(WEEKLY))
    assert call(room, other, rows=[], own="扫雪").status_code == 404


def test_an_agenda_made_for_inside_never_hangs_outside(room, clerk, late) -> None:
    assert call(room, clerk, rows=[f"overdue:{late[0].pk}"], own="").status_code == 303
    with seen_as(SYSTEM):
        meeting = Meeting.objects.get()
    assert meeting.inner
    plain = {
        "scope": meeting.scope_id, "kind": "council", "council": "three", "title": "议事会", "venue": "v",
        "called_by": "c", "starts_at": (now() + 9 * DAY).astimezone().strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    assert "another kind of meeting" in text(send(clerk, f"/meetings/{meeting.pk}/change", **plain))
    with seen_as(SYSTEM):
        assert Meeting.objects.get().inner
