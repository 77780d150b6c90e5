"""The desk of shared problems: who sees what, the list and its filters, the words, the way to a proposal."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from huiyin.casework.s6_topics.models import Membership, Topic
from huiyin.commons.c1_proposals.models import Proposal
from huiyin.ground.outbox.models import Notice
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account, RoleGrant
from tests.casework.s6_topics.stairs import Stairs
from tests.desks.signed_in import at_desk, send
from tests.town import SINCE, plant_town


@pytest.fixture
def stairs(db) -> Stairs:
    return Stairs.built(plant_town())


@pytest.fixture
def topic(stairs) -> Topic:
    stairs.leaks(3)
    (found,) = stairs.sort()
    return found


@pytest.fixture
def clerk(stairs):
    return at_desk(stairs.town.people["clerk"])


def text(answer) -> str:
    return answer.content.decode()


def test_it_is_there_for_those_of_the_community_and_for_nobody_else(stairs, topic) -> None:
    one = f"/topics/{topic.pk}"
    for name, list_, page, work in (
        ("clerk", 200, 200, 200), ("leader", 200, 200, 404), ("other clerk", 200, 404, 404),
        ("duty", 404, 404, 404), ("contact", 404, 404, 404),
    ):  # fmt: skip
        client = at_desk(stairs.town.people[name])
        asked = ("/topics/", one, f"{one}/confirm")
        assert [client.get(path).status_code for path in asked] == [list_, page, work], name
    stranger = at_desk(stairs.town.people["other clerk"])
    assert send(stranger, f"{one}/confirm").status_code == 404
    assert str(topic.pk) not in text(stranger.get("/topics/"))
    assert at_desk(stairs.town.people["clerk"]).get(f"/topics/{uuid4()}").status_code == 404


def test_whoever_may_read_no_cases_sees_how_many_there_are(stairs, topic) -> None:
    with seen_as(SYSTEM):
        account = Account.objects.create(username="organiser", display_name="o")
        RoleGrant.objects.create(account=account, role="organiser", scope=stairs.town.community, since=SINCE)
    page = text(at_desk(account).get(f"/topics/{topic.pk}"))
    assert "3 more you may not see." in page
    assert "/case/" not in page


def test_the_list_is_narrowed_and_leaves_as_a_table(stairs, topic, clerk) -> None:
    assert str(topic.pk) in text(clerk.get("/topics/", {"place": topic.place_words, "category": "0204"}))
    for other in ({"state": "settled"}, {"state": "confirmed"}):
        assert str(topic.pk) not in text(clerk.get("/topics/", other))
    for odd in ({"place": "?"}, {"category": "\x01"}, {"state": "x"}, {"page": "x"}):
        assert clerk.get("/topics/", odd).status_code in (200, 400)
    sheet = load_workbook(io.BytesIO(clerk.get("/topics/table.xlsx").content)).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(rows) == 2
    assert rows[1][2] == "下水堵塞返水"
    assert (rows[1][6], rows[1][7]) == (3, 3)


def test_many_problems_cost_as_many_queries_as_one(stairs, topic, clerk) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert clerk.get("/topics/").status_code == 200
        return len(asked)

    queries()  # what is read once a process
    few = queries()
    with seen_as(SYSTEM):
        Topic.objects.bulk_create(
            Topic(scope_id=topic.scope_id, no=no, title="x", came="alike", made_at=topic.made_at)
            for no in range(50, 70)
        )
    assert queries() <= few


def test_the_page_says_why_and_the_case_leads_there(stairs, topic, clerk) -> None:
    page = text(clerk.get(f"/topics/{topic.pk}"))
    assert "3 of this kind within 90 days: E 1号楼 1单元" in page
    number = min(stairs.members(topic))
    assert f"/case/{number}" in page
    case = text(clerk.get(f"/case/{number}"))
    assert f"/topics/{topic.pk}" in case
    assert "Shared problem 1" in text(clerk.get("/clerk/"))


def test_what_is_wrong_is_said_beside_the_form(stairs, topic, clerk) -> None:
    one = f"/topics/{topic.pk}"
    for path, fields, said in (
        ("rename", {"name": " "}, "Something has to be written here."),
        ("split", {"name": "x"}, "None of its requests is chosen."),
        ("in", {"number": "nothing"}, "There is no request nothing in this community."),
        ("join", {"into": str(uuid4())}, "Select a valid choice"),
        ("up", {"why": "x"}, "that is not possible now"),
    ):  # fmt: skip
        answer = send(clerk, f"{one}/{path}", **fields)
        assert answer.status_code == 422, path
        assert said in text(answer), path


def test_a_word_is_kept_and_shown(stairs, topic, clerk) -> None:
    one = f"/topics/{topic.pk}"
    with seen_as(SYSTEM):
        cases = list(Membership.objects.filter(topic=topic).values_list("case_id", flat=True))
    assert send(clerk, f"{one}/out", cases=[str(cases[0])], why="别的管子").status_code == 303
    assert send(clerk, f"{one}/settle", why="换了立管").status_code == 303
    page = text(clerk.get(one))
    assert "别的管子" in page
    assert "换了立管" in page
    assert "Take it up again" in page


def test_the_message_leads_to_the_problem(stairs, topic, clerk) -> None:
    with seen_as(SYSTEM):
        account = stairs.town.people["clerk"]
        notice = Notice.objects.get(template="topic-recurs", recipient=f"account:{account.pk}")
    assert "Comes again in one place: shared problem 1" in text(clerk.get("/inbox/"))
    assert send(clerk, f"/inbox/{notice.pk}").headers["Location"] == f"/topics/{topic.pk}"


def test_a_problem_becomes_a_proposal_that_knows_where_it_came_from(stairs, topic, clerk) -> None:
    address = f"/proposals/from-topic/{topic.pk}"
    assert "下水堵塞返水" in text(clerk.get(address))
    told = {
        "place": stairs.places["1"].pk, "title": "换立管", "words": "返水三次", "origin": "topic",
        "origin_words": "", "raised_by": "E小区党支部", "council": "three", "matter": "none",
    }  # fmt: skip
    assert send(clerk, address, **told).status_code == 303
    with seen_as(SYSTEM):
        proposal = Proposal.objects.get()
        assert (proposal.origin_kind, proposal.origin_id) == ("topic", str(topic.pk))
    assert "换立管" in text(clerk.get(f"/topics/{topic.pk}"))
    work = f"/proposals/{proposal.pk}"
    assert f"/topics/{topic.pk}" in text(clerk.get(work))
    assert send(clerk, f"{work}/change", **told | {"title": "换污水立管"}).status_code == 303
    with seen_as(SYSTEM):
        assert Proposal.objects.get().origin_id == str(topic.pk)
    stranger = at_desk(stairs.town.people["other clerk"])
    assert send(stranger, address, **told).status_code == 404
