"""A worker scans a printed code: the jobs of that place, one tap for the arrival, a new case in two."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import Channel, State
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place, QrCode
from huiyin.registers.places.words import PlaceKind
from tests.desks.door import DOOR, OLD, WHEN, plant_door
from tests.desks.signed_in import at_desk, send
from tests.town import case_of


@pytest.fixture
def town(db):
    return plant_door()


@pytest.fixture
def home(town):
    with seen_as(SYSTEM):
        return Place.objects.create(
            scope=town.estate, parent=town.building, kind=PlaceKind.HOME, name="501", label="E 1号楼 501",
            short="1-501",
        )  # fmt: skip


@pytest.fixture
def elsewhere(town):
    """A second building of the same estate with its own code."""
    with seen_as(SYSTEM):
        other = Place.objects.create(
            scope=town.estate, parent=town.building.parent, kind=PlaceKind.BUILDING, name="2号楼",
            label="E 2号楼", short="2",
        )  # fmt: skip
        QrCode.objects.create(code="CD34E5", scope_id=other.scope_id, place=other, made_at=WHEN)
    return "CD34E5"


@pytest.fixture
def worker(town):
    return at_desk(town.people["field"])


@pytest.fixture
def given(town, home):
    receipt = town.take_in(place_id=home.pk, content="厨房下水返水")
    fire_due()
    return receipt


def test_scanning_leads_a_worker_to_the_jobs_of_that_building(town, given, worker) -> None:
    answer = worker.get(f"/q/{DOOR}")
    assert (answer.status_code, answer["Location"]) == (302, f"/field/at/{DOOR}")
    page = worker.get(answer["Location"]).content.decode()
    assert given.number in page
    assert f"/field/at/{DOOR}/{given.number}/arrive" in page
    assert f"/field/at/{DOOR}/new/leak" in page
    assert not re.search("geolocation|capture=|<input[^>]*type=.file", page)


@pytest.mark.parametrize("name", ["contact", "leader", "auditor", "other clerk"])
def test_others_get_the_residents_page(town, given, name) -> None:
    answer = at_desk(town.people[name]).get(f"/q/{DOOR}")
    assert answer.status_code == 200
    assert at_desk(town.people[name]).get(f"/field/at/{DOOR}").status_code == 404


def test_a_worker_may_be_a_resident_too(town, given, worker) -> None:
    page = worker.get(f"/field/at/{DOOR}").content.decode()
    assert f"/q/{DOOR}?as=resident" in page
    assert worker.get(f"/q/{DOOR}?as=resident").status_code == 200


def test_the_code_in_the_hand_is_the_proof_of_arrival(town, given, worker) -> None:
    answer = send(worker, f"/field/at/{DOOR}/{given.number}/arrive")
    assert answer["Location"] == f"/field/{given.number}"
    assert case_of(given).state == State.ARRIVED
    with seen_as(SYSTEM):
        assert case_of(given).events.get(verb="arrived").data["scanned"] == town.building.label
    assert (
        "code scanned: E 1号楼" in at_desk(town.people["clerk"]).get(f"/case/{given.number}").content.decode()
    )
    assert "Undo" in worker.get(answer["Location"]).content.decode()


def test_a_code_of_another_building_proves_nothing(town, given, worker, elsewhere) -> None:
    page = worker.get(f"/field/at/{elsewhere}").content.decode()
    assert given.number not in page
    answer = send(worker, f"/field/at/{elsewhere}/{given.number}/arrive")
    assert answer.status_code == 303
    assert "hangs somewhere else" in worker.get(answer["Location"]).content.decode()
    assert case_of(given).state == State.DISPATCHED


@pytest.mark.parametrize("code", [OLD, "NOSUCH", "x", "%00"])
def test_unknown_withdrawn_and_foreign_codes_are_not_there(town, given, worker, code) -> None:
    assert worker.get(f"/field/at/{code}").status_code in (400, 404)
    assert send(worker, f"/field/at/{code}/{given.number}/arrive").status_code in (400, 404)
    assert case_of(given).state == State.DISPATCHED


def test_a_new_case_is_two_taps_away(town, home, worker) -> None:
    page = worker.get(f"/field/at/{DOOR}/new/leak").content.decode()
    assert f'<option value="{town.building.pk}" selected>' in page, "the place is filled in"
    answer = send(worker, f"/field/at/{DOOR}/new/leak", place=home.pk, phrase="back", phone="13900139000")
    assert answer["Location"] == f"/field/at/{DOOR}"
    with seen_as(SYSTEM):
        case = Case.objects.get()
    assert (case.channel, case.place_id, case.category) == (Channel.GRID, home.pk, "0204")
    assert case.entered_by == town.viewer("field").actor
    assert case.number in worker.get(f"/field/at/{DOOR}").content.decode(), "number and code are told"


@pytest.mark.parametrize("fields", [{}, {"place": "999"}, {"place": "home", "phone": "abc"}])
def test_a_mistake_is_said_and_nothing_is_filed(town, home, worker, fields) -> None:
    given = {name: home.pk if value == "home" else value for name, value in fields.items()}
    answer = send(worker, f"/field/at/{DOOR}/new/leak", **given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    with seen_as(SYSTEM):
        assert not Case.objects.exists()
    assert worker.get(f"/field/at/{DOOR}/new/nothing").status_code == 404


def test_the_page_costs_the_same_however_many_jobs(town, home, given, worker) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            worker.get(f"/field/at/{DOOR}")
        return len(queries)

    cost()
    one = cost()
    for _case in range(4):
        town.take_in(place_id=home.pk)
    fire_due()
    assert cost() == one


def test_todays_list_goes_on_paper_with_a_code_for_each_job(town, given, worker) -> None:
    page = worker.get("/field/print").content.decode()
    assert given.number in page
    assert page.count('class="paper-code"') == 1
    assert "13800138000" not in page


def test_the_list_walks_building_by_building(town, worker) -> None:
    """Equal time left: 2号楼 stands before 10号楼."""
    with seen_as(SYSTEM):
        places = [
            Place.objects.create(
                scope=town.estate, parent=town.building.parent, kind=PlaceKind.BUILDING, name=f"{n}号楼",
                label=f"E {n}号楼",
            )
            for n in (10, 2)
        ]  # fmt: skip
        numbers = [town.take_in(place_id=place.pk).number for place in places]
    fire_due()
    with seen_as(SYSTEM):
        first = Case.objects.order_by("received_at").first()
        Case.objects.update(next_due_at=first.next_due_at)
    page = worker.get("/field/").content.decode()
    assert page.index(numbers[1]) < page.index(numbers[0])
