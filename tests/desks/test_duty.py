"""The duty room's board: what it shows to whom, the cheap poll, one tap for each step."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.words import State
from huiyin.casework.s4_handling import regrade
from huiyin.casework.s4_handling.reads import board_tag, jobs_of
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation
from huiyin.registers.people.models import Account, Device, RoleGrant
from huiyin.registers.people.viewers import viewer_of_device
from huiyin.registers.people.words import Role
from tests.desks.signed_in import at_desk, send
from tests.town import SINCE, WATER, case_of, plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def given(town):
    """A leak in the building, handed to the company by the catalogue."""
    receipt = town.take_in(place_id=town.building.pk, content="厨房下水返水，地上都是脏水")
    fire_due()
    return receipt


def rows(client):
    page = client.get("/duty/").content.decode()
    return page, re.findall(r'<li class="job', page)


def test_a_case_of_the_company_stands_on_the_board_with_two_clocks_and_an_alarm(town, given) -> None:
    page, jobs = rows(at_desk(town.people["duty"]))
    assert len(jobs) == 1
    assert "E 1号楼" in page
    assert "厨房下水返水" in page
    assert given.number in page
    assert page.count("clock-board") == 2
    assert "data-alarm" in page
    assert "13800138000" not in page
    assert 'http-equiv="refresh"' in page.split("<noscript>")[1].split("</noscript>")[0]


@pytest.mark.parametrize(
    ("voice", "told"), [("off", "the manager, by message"), ("aliyun", "the manager is called")]
)
def test_the_board_says_how_the_manager_is_told(town, given, settings, voice, told) -> None:
    """ux D2: where nothing telephones the duty room reads that the step goes by message."""
    settings.VOICE = voice
    page, _jobs = rows(at_desk(town.people["duty"]))
    assert re.search(rf"; at \d\d:\d\d:\d\d {told}", page)


def test_who_is_on_duty_is_told(town, given) -> None:
    page, _jobs = rows(at_desk(town.people["duty"]))
    told = page.split('id="on-duty"')[1]
    for rank, name in (("On duty", "duty"), ("Deputy", "deputy"), ("Manager on call", "manager")):
        assert re.search(rf"{rank} · E</dt><dd>{name} ", told)


def test_a_second_company_sees_nothing_and_cannot_act(town, given) -> None:
    with seen_as(SYSTEM):
        rival = Organisation.objects.create(scope=town.community, kind="company", name="别家")
        account = Account.objects.create(username="rival", display_name="rival")
        RoleGrant.objects.create(
            account=account, role=Role.DUTY, scope=town.estate, organisation=rival, since=SINCE
        )
    client = at_desk(account)
    page, jobs = rows(client)
    assert jobs == []
    assert "No open job" in page
    assert send(client, f"/duty/{given.number}/accept").status_code == 404
    assert client.get(f"/field/{given.number}").status_code == 404
    assert case_of(given).state == State.DISPATCHED


@pytest.mark.parametrize("name", ["clerk", "field", "contact", "leader", "auditor"])
def test_the_board_is_the_duty_rooms(town, name) -> None:
    assert at_desk(town.people[name]).get("/duty/").status_code == 404
    assert at_desk(town.people[name]).get("/duty/poll").status_code == 404


def test_the_poll_answers_304_until_something_happens(town, given) -> None:
    client = at_desk(town.people["duty"])
    first = client.get("/duty/poll")
    assert first.status_code == 200
    assert given.number in first.content.decode()
    again = client.get("/duty/poll", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    for step in ("acknowledge", "accept", "arrive", "done"):
        tag = client.get("/duty/poll")["ETag"]
        assert send(client, f"/duty/{given.number}/{step}").status_code == 303
        assert client.get("/duty/poll", headers={"if-none-match": tag}).status_code == 200, step
    tag = client.get("/duty/poll")["ETag"]
    town.take_in(place_id=town.building.pk)
    fire_due()
    assert client.get("/duty/poll", headers={"if-none-match": tag}).status_code == 200


def test_the_page_carries_the_tag_of_its_own_board(town, given) -> None:
    client = at_desk(town.people["duty"])
    tag = re.search(r'data-etag="&quot;(\w+)&quot;"', client.get("/duty/").content.decode())
    assert tag
    assert client.get("/duty/poll", headers={"if-none-match": f'"{tag[1]}"'}).status_code == 304


def test_board_and_tag_cost_the_same_however_many_cases(town, given) -> None:
    viewer = town.viewer("duty")

    def cost() -> tuple[int, int]:
        with seen_as(viewer):
            at = now()
            with CaptureQueriesContext(connection) as board:
                jobs_of(viewer, at)
            with CaptureQueriesContext(connection) as tag:
                board_tag(viewer)
        return len(board), len(tag)

    cost()  # rule packs and the scope tree are read once per process
    one = cost()
    for _ in range(5):
        town.take_in(place_id=town.building.pk)
    fire_due()
    assert cost() == one == (6, 1), "the sixth asks what waits"


def test_each_tap_does_its_step_and_says_the_next(town, given) -> None:
    client = at_desk(town.people["duty"])
    seen = []
    for step in ("acknowledge", "accept", "arrive", "done"):
        page, _jobs = rows(client)
        seen.append(re.findall(rf"/duty/{given.number}/(\w+)", page))
        send(client, f"/duty/{given.number}/{step}")
    assert seen == [
        ["accept", "acknowledge", "arrive"],
        ["accept", "arrive"],
        ["arrive", "done", "undo"],
        ["done", "undo"],
    ]
    page, _jobs = rows(client)
    assert "work done, write the answer" in page
    assert '<li class="job" >' in page
    assert case_of(given).state == State.ARRIVED


def test_a_tap_that_came_second_changes_nothing_and_says_so(town, given) -> None:
    first, second = at_desk(town.people["duty"]), at_desk(town.people["deputy"])
    assert send(first, f"/duty/{given.number}/accept").status_code == 303
    before = case_of(given).version
    response = send(second, f"/duty/{given.number}/accept")
    assert response.status_code == 303
    assert "that step is not possible now" in second.get("/duty/").content.decode()
    assert case_of(given).version == before


def test_a_tap_sent_twice_is_done_once(town, given) -> None:
    client = at_desk(town.people["duty"])
    for _ in range(3):
        assert client.post(f"/duty/{given.number}/accept", {"key": "one-key"}).status_code == 303
    with seen_as(SYSTEM):
        assert case_of(given).events.filter(verb="accepted").count() == 1


@pytest.mark.parametrize(
    "path", ["/duty/x/accept", "/duty/%00/accept", "/duty/{n}/explode", "/duty/regrade/99"]
)
def test_wrong_addresses_are_answered_not_broken(town, given, path) -> None:
    response = send(at_desk(town.people["duty"]), path.format(n=given.number))
    assert response.status_code in (303, 400, 404)
    assert case_of(given).state == State.DISPATCHED


def test_a_change_of_class_is_decided_by_a_second_person_on_the_board(town, given) -> None:
    asker = town.viewer("deputy")
    with seen_as(asker):
        asked = regrade.ask_regrade(case_id=given.case_id, tier="major", reason="主管爆裂", by=asker)
    own = at_desk(town.people["deputy"]).get("/duty/").content.decode()
    assert "A second person decides." in own
    assert f"/duty/regrade/{asked.pk}" not in own
    refused = send(at_desk(town.people["deputy"]), f"/duty/regrade/{asked.pk}", grant="yes")
    assert refused.status_code == 303
    client = at_desk(town.people["duty"])
    page = client.get("/duty/").content.decode()
    assert f"/duty/regrade/{asked.pk}" in page
    assert "主管爆裂" in page
    send(client, f"/duty/regrade/{asked.pk}", grant="yes")
    with seen_as(SYSTEM):
        asked.refresh_from_db()
    assert asked.granted is True
    assert asked.decided_by == town.viewer("duty").actor


def test_a_registered_screen_sees_the_board_of_its_company(town, given) -> None:
    with seen_as(SYSTEM):
        device = Device.objects.create(
            label="值班屏", scope=town.estate, organisation=town.company, made_by=town.people["steward"]
        )
    viewer = viewer_of_device(device)
    with seen_as(viewer):
        (job,) = jobs_of(viewer, now())
    assert job.case.number == given.number


def test_danger_is_marked(town) -> None:
    receipt = town.take_in(content="二楼煤气泄漏，味道很大", category="0101", place_id=town.building.pk)
    fire_due()
    page, _jobs = rows(at_desk(town.people["duty"]))
    assert receipt.number in page
    assert "Gas leak" in page


def test_the_case_disappears_with_the_answer(town, given) -> None:
    client = at_desk(town.people["duty"])
    response = send(client, f"/field/{given.number}/answer", answer="主管已疏通")
    assert response.status_code == 303
    assert response["Location"] == "/duty/"
    page, jobs = rows(client)
    assert jobs == []
    assert "The answer was sent" in page
    assert case_of(given).state == State.PROPOSED
    assert case_of(given).category == WATER


def test_what_sounds_stands_above_what_is_late_for_hours(town, given) -> None:
    client = at_desk(town.people["duty"])
    send(client, f"/duty/{given.number}/accept")
    fresh = town.take_in(place_id=town.building.pk, category="0901", content="门口路灯不亮")
    fire_due()
    page, jobs = rows(client)
    assert len(jobs) == 2
    assert page.index(fresh.number) < page.index(given.number)
