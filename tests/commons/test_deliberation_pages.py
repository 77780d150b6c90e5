"""Proposals and meetings as people meet them: pages of organisers, public ones, papers; no script needed."""

from __future__ import annotations

import io
import re
import uuid
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from huiyin.commons.c1_proposals.four_steps.links import slip_of
from huiyin.commons.c1_proposals.four_steps.ratings import ratings_of
from huiyin.commons.c1_proposals.meetings.links import room_of
from huiyin.commons.c1_proposals.models import Meeting, Opinion, Proposal
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import QrCode
from tests.commons.room import SEATED, Room
from tests.desks.signed_in import at_desk, send
from tests.office import keeps_the_form, needs_office, printed_by_office

pytestmark = pytest.mark.django_db
CODE = "7KQ2MX"


@pytest.fixture
def clerk(room: Room) -> Client:
    return at_desk(room.hall.town.people["clerk"])


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def write(client: Client, path: str, **fields: Any) -> Any:
    return client.post(path, {"key": str(uuid.uuid4()), **fields})


def test_an_organiser_takes_a_proposal_through_the_four_steps_by_pages(room: Room, clerk: Client) -> None:
    place = room.hall.town.building.pk
    told = {
        "place": place, "title": "楼道堆物", "words": "常年堆物", "origin": "topic",
        "origin_words": "五件诉求", "raised_by": "E小区党支部", "council": "three",
    }  # fmt: skip
    wrong = send(clerk, "/proposals/new", **told)
    assert wrong.status_code == 422, "whether the owners have to vote is not assumed"
    assert send(clerk, "/proposals/new", matter="none", **told).status_code == 303
    with seen_as(SYSTEM):
        room.proposal = Proposal.objects.get()
    one = f"/proposals/{room.proposal.pk}"
    assert send(clerk, f"{one}/choice", words="装柜", cost="3200.50", bearer="物业").status_code == 303
    assert send(clerk, f"{one}/do/raise").status_code == 303
    refused = send(clerk, f"{one}/choose", no="1")
    assert "No quorate meeting" in text(refused)
    room.again().talked_over()
    assert send(clerk, f"{one}/choose", no="1").status_code == 303
    assert send(clerk, f"{one}/ask", unit=room.hall.town.company.pk).status_code == 303
    with seen_as(SYSTEM):
        answer = room.proposal.answers.get().pk
    duty = at_desk(room.hall.town.people["duty"])
    assert "楼道堆物" in text(duty.get("/proposals/")), "the unit that is asked finds it"
    day = (now() + timedelta(days=9)).date().isoformat()
    empty = send(duty, f"{one}/answer", answer=answer, says="yes", measure="", owner="", until=day)
    assert "names the measure" in text(empty)
    assert send(
        duty, f"{one}/answer", answer=answer, says="yes", measure="装柜", owner="王", until=day, cost="3200"
    ).status_code == 303  # fmt: skip
    assert send(clerk, f"{one}/do/close-answers").status_code == 303
    assert send(duty, f"{one}/done", answer=answer, words="装好了").status_code == 303
    assert send(clerk, f"{one}/do/post").status_code == 303
    assert (
        send(clerk, f"{one}/rate", door="1-101", way="paper", solved="yes", satisfied="yes").status_code
        == 303
    )
    page = text(clerk.get(one))
    assert "3,200.50 yuan" in page
    assert "1/8" in page
    assert send(clerk, f"{one}/do/settle").status_code == 422, "everybody can rate until its day"


def test_what_is_near_a_code_and_an_opinion_in_one_tap(room: Room) -> None:
    room.raised().called()
    browser = Client(headers={"Accept-Language": "en"})
    with seen_as(SYSTEM):
        place, estate = room.hall.town.building, room.hall.town.estate
        QrCode.objects.create(place=place, scope=estate, code=CODE, made_at=now())
    page = text(browser.get(f"/near/{CODE}"))
    assert "楼道堆物" in page
    assert "议事会" in page
    one = f"/p/{room.proposal.code}"
    page = text(browser.get(one))
    assert 'name="stance" value="for"' in page
    said = write(browser, one, stance="doubt", words="放哪")
    assert said.status_code == 303
    assert "Your opinion is in" in text(browser.get(said.url))
    assert "放哪" not in text(browser.get(one)), "what single people write is read by who keeps it"
    assert write(browser, one, stance="x").status_code == 422
    with seen_as(SYSTEM):
        assert Opinion.objects.count() == 1
    assert browser.get("/p/P0000-XXXXXX").status_code == 404
    assert browser.get("/near/XXXXXX").status_code == 404


def test_a_home_rates_by_its_slip_without_an_account(room: Room) -> None:
    room.in_rating()
    home = room.hall.homes["101"]
    path = f"/p/{room.proposal.code}/{slip_of(room.proposal, home.pk)}"
    browser = Client(headers={"Accept-Language": "en"})
    assert 'name="solved"' in text(browser.get(path))
    assert write(browser, path, solved="yes").status_code == 422
    for satisfied in ("no", "yes"):
        assert write(browser, path, solved="yes", satisfied=satisfied).status_code == 303
    with seen_as(SYSTEM):
        assert (ratings_of(room.proposal).rated, ratings_of(room.proposal).satisfied) == (1, 1)
    assert browser.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 404


def test_a_meeting_by_pages_and_its_code_in_the_room(room: Room, clerk: Client) -> None:
    room.raised()
    starts = (now() + timedelta(days=5)).astimezone().strftime("%Y-%m-%dT%H:%M")
    told = {
        "scope": room.hall.town.estate.pk, "kind": "council", "council": "three", "title": "议事会",
        "venue": "活动室", "called_by": "居委会", "starts_at": starts,
    }  # fmt: skip
    assert send(clerk, "/meetings/new", **told).status_code == 303
    with seen_as(SYSTEM):
        room.meeting = Meeting.objects.get()
    one = f"/meetings/{room.meeting.pk}"
    room.everybody()
    assert send(clerk, f"{one}/item", proposal=room.proposal.pk).status_code == 303
    assert send(clerk, f"{one}/do/notice").status_code == 303
    room.hall.hands.move(days=5, minutes=1)
    assert send(clerk, f"{one}/open", chair="社区张").status_code == 303
    assert "Not quorate yet" in text(clerk.get(one))
    browser = Client(headers={"Accept-Language": "en"})
    door = f"/m/{room.meeting.code}/{room_of(room.meeting.code)}"
    assert "社区张" in text(browser.get(door))
    for name in SEATED[:2]:
        assert write(browser, door, seat=room.seats[name]).status_code == 303
    assert write(browser, door, seat=f"{room.seats['物业王']}.s").status_code == 303
    page = text(clerk.get(one))
    assert "<h2>Quorate</h2>" in page
    assert "代物业王" in page
    send(clerk, f"{one}/decide", no="1", outcome="vote", decision="装柜", agree="2", against="1")
    send(clerk, f"{one}/dissent", no="1", seat=room.seats["业委会李"], words="应先公示")
    send(clerk, f"{one}/task", no="1", words="量尺寸", owner="王")
    send(clerk, f"{one}/minutes", words="谈了装柜。")
    assert send(clerk, f"{one}/do/close").status_code == 303
    assert "应先公示" not in text(browser.get(f"/m/{room.meeting.code}")), "minutes are public once posted"
    assert send(clerk, f"{one}/do/post").status_code == 303
    page = text(browser.get(f"/m/{room.meeting.code}"))
    for words in (
        "装柜",
        "应先公示",
        "谈了装柜。",
        "量尺寸",
        "In favour 2, against 1, abstained 0, of 3 voices.",
    ):
        assert words in page, words
    assert "业委会李" not in page
    assert "量尺寸" in text(clerk.get("/meetings/"))
    assert browser.get(f"/m/{room.meeting.code}/{'A' * 16}").status_code == 404


def test_papers_come_as_pdf_as_docx_and_as_text(room: Room, clerk: Client) -> None:
    room.raised().talked_over()
    meeting, proposal = f"/meetings/{room.meeting.pk}/print", f"/proposals/{room.proposal.pk}/print"
    for path in (f"{meeting}/notice", f"{meeting}/minutes", f"{meeting}/decisions", f"{proposal}/notice"):
        pdf = clerk.get(f"{path}.pdf")
        assert pdf.content.startswith(b"%PDF"), path
        told = clerk.get(f"{path}.txt").content.decode()
        assert "楼道堆物" in told
        file = zipfile.ZipFile(io.BytesIO(clerk.get(f"{path}.docx").content))
        body = ET.fromstring(file.read("word/document.xml"))  # noqa: S314 - the program's own file
        words = "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))
        assert "楼道堆物" in words
    for path in (f"{meeting}/list.pdf", f"{proposal}/slips.pdf"):
        assert clerk.get(path).content.startswith(b"%PDF"), path
    minutes = clerk.get(f"{meeting}/minutes.txt").content.decode()
    assert "社区张" in minutes
    assert "社区张" not in clerk.get(f"{meeting}/decisions.txt").content.decode()
    for path in (f"{meeting}/minutes.exe", f"{meeting}/nothing.pdf", f"{proposal}/nothing.pdf"):
        assert clerk.get(path).status_code == 404


@needs_office
@pytest.mark.parametrize(
    ("path", "title"),
    [("meetings/{}/print/notice", "会议通知"), ("meetings/{}/print/minutes", "会议纪要"),
     ("meetings/{}/print/decisions", "议定事项公告"), ("proposals/{}/print/notice", "议题公示")],
)  # fmt: skip
def test_papers_for_offices_keep_the_margins_of_official_documents(
    room: Room, clerk: Client, tmp_path: Path, path: str, title: str
) -> None:
    room.raised().talked_over()
    held = room.meeting if path.startswith("meetings") else room.proposal
    answer = clerk.get(f"/{path.format(held.pk)}.docx", headers={"accept-language": "zh-hans"})
    keeps_the_form(printed_by_office(answer.content, tmp_path), title)


def test_names_never_become_markup(room: Room, clerk: Client) -> None:
    evil = '</w:t><script>#panic("x")\x00\x0b &'
    room.raised(title="x", words=evil.replace("\x00", "").replace("\x0b", ""))
    path = f"/proposals/{room.proposal.pk}/print/notice"
    assert clerk.get(f"{path}.pdf").content.startswith(b"%PDF")
    file = zipfile.ZipFile(io.BytesIO(clerk.get(f"{path}.docx").content))
    body = ET.fromstring(file.read("word/document.xml"))  # noqa: S314 - the program's own file
    assert not [node for node in body.iter() if "script" in node.tag]
