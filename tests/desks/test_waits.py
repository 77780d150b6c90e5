"""A wait on the screens (ux D7): the job, the duty board, the leader's list, and the resident's own page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils.formats import date_format
from django.utils.timezone import localtime

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Requester
from huiyin.casework.s4_handling.rules import plan_ends
from huiyin.ground.clock import now
from tests.desks.door import stranger
from tests.desks.signed_in import at_desk, send
from tests.town import all_seen, case_of, plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def given(town):
    receipt = town.take_in(place_id=town.building.pk, content="厨房下水返水，地上都是脏水")
    fire_due()
    return receipt


@pytest.fixture
def worker(town, given):
    client = at_desk(town.people["field"])
    assert send(client, f"/field/{given.number}/accept").status_code == 303
    return client


def in_days(days: int) -> date:
    return localtime(now()).date() + timedelta(days=days)


def wait(client, given, **more):
    said = {"what": "part", "until": in_days(3).isoformat(), "note": "角阀，明天到货"} | more
    return send(client, f"/field/{given.number}/wait", **said)


def own_page(given) -> str:
    with all_seen():
        link = Requester.objects.get(case=case_of(given)).link
    return stranger().get("/" + link.split("/", 3)[3], headers={"accept-language": "en"}).content.decode()


def test_what_waits_is_said_on_the_job_the_board_and_the_leaders_list(town, given, worker) -> None:
    before = worker.get(f"/field/{given.number}").content.decode()
    assert "Waiting for a part" in before, "the form offers it"
    assert wait(worker, given).status_code == 303
    day = date_format(in_days(3), "n-j")
    words = f"Waiting for a part until {day}, the clocks run on"
    job = worker.get(f"/field/{given.number}").content.decode()
    assert words in job
    assert "角阀，明天到货" in job
    assert words in at_desk(town.people["duty"]).get("/duty/").content.decode()
    leader = at_desk(town.people["leader"])
    today = leader.get("/leader/").content.decode()
    assert "Waits for a part or works" in today
    listed = leader.get("/leader/list?what=awaits").content.decode()
    assert given.number in listed
    assert words in listed


def test_the_resident_reads_the_wait_and_the_sums(town, given, worker, clock) -> None:
    """For what, until when, that the limits run on; afterwards how long in all, beside the sum of pauses."""
    assert "What it waits for" not in own_page(given)
    wait(worker, given)
    page = own_page(given)
    assert "Waiting for a part" in page
    assert f"to be there by {date_format(in_days(3), 'Y-n-j')}" in page
    assert "角阀，明天到货" in page
    assert "waiting for this is no pause" in page
    clock.set(plan_ends(in_days(3)) + timedelta(hours=9))
    while fire_due():
        pass
    assert "they were told" in own_page(given)
    assert send(worker, f"/field/{given.number}/wait-end").status_code == 303
    send(worker, f"/field/{given.number}/pause", how_long="60")
    clock.move(hours=2)
    while fire_due():
        pass
    page = own_page(given)
    assert "waiting for this is no pause" not in page, "nothing is waited for any more"
    assert "Days waited in all: 5" in page
    assert "The clock stood still for" in page


@pytest.mark.parametrize(
    "wrong", [{"until": ""}, {"until": "2020-01-01"}, {"until": "9999-12-31"}, {"what": ""}, {"what": "rain"}]
)
def test_a_mistake_is_said_and_what_was_typed_stays(town, given, worker, wrong) -> None:
    answer = wait(worker, given, **wrong)
    assert answer.status_code == 422
    assert "角阀，明天到货" in answer.content.decode()
