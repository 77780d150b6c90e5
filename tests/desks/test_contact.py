"""The building head's desk: my building, filing for a neighbour, nothing private and no phone."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.links import query_code
from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.words import Channel, State
from huiyin.casework.s4_handling import acts
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.places.models import Place
from huiyin.registers.places.words import PlaceKind
from tests.desks.signed_in import at_desk, send
from tests.town import case_of, plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def home(town):
    with seen_as(SYSTEM):
        return Place.objects.create(
            scope=town.estate, parent=town.building, kind=PlaceKind.HOME, name="501", label="E 1号楼 501",
            short="1-501",
        )  # fmt: skip


@pytest.fixture
def head(town, home):
    return at_desk(town.people["contact"])


def test_my_building_shows_open_cases_without_phones_in_elder_mode(town, head) -> None:
    receipt = town.take_in(place_id=town.building.pk, content="楼道灯不亮", category="0901")
    fire_due()
    page = head.get("/contact/").content.decode()
    assert receipt.number in page
    assert "楼道灯不亮" in page
    assert "13800138000" not in page
    assert re.search(r'<html[^>]*class="resident elder', page)
    assert "E 1号楼" in page


def test_private_cases_and_other_buildings_are_not_there(town, head) -> None:
    private = town.take_in(place_id=town.building.pk, private=True, content="家里有人喝醉打人")
    elsewhere = town.take_in(scope_id=town.other_estate.pk, place_id=town.other_building.pk)
    page = head.get("/contact/").content.decode()
    assert "Nothing is open" in page
    for receipt in (private, elsewhere):
        assert receipt.number not in page
        assert head.get(f"/contact/{receipt.number}").status_code == 404


def test_filing_for_a_neighbour_gives_number_and_query_code(town, head, home) -> None:
    body = io.BytesIO()
    Image.new("RGB", (40, 30)).save(body, "JPEG")
    fields = {
        "place": home.pk,
        "phrase": ["back"],
        "words": "厨房返水",
        "name": "王奶奶",
        "phone": "13900139000",
    }
    response = send(
        head, "/contact/new/leak", photo=SimpleUploadedFile("a.jpg", body.getvalue(), "image/jpeg"), **fields
    )
    assert response.status_code == 303
    number = response["Location"].rsplit("/", 1)[1]
    with seen_as(SYSTEM):
        case = Case.objects.select_related("requester").get(number=number)
        assert case.attachments.count() == 1
    assert (case.channel, case.category, case.place_id) == (Channel.VISIT, "0204", home.pk)
    assert "厨房返水" in case.content
    assert case.entered_by == town.viewer("contact").actor
    assert (case.requester.name, case.requester.whose_home) == ("王奶奶", "E 1号楼 501")
    page = head.get(response["Location"]).content.decode()
    assert number in page
    assert query_code(case.pk) in page
    assert "13900139000" not in page
    assert number in head.get("/contact/").content.decode().split('id="filed"')[1]


def test_the_query_code_is_shown_to_nobody_else(town, head) -> None:
    receipt = town.take_in(place_id=town.building.pk)
    page = head.get(f"/contact/{receipt.number}").content.decode()
    assert receipt.number in page
    assert receipt.query_code not in page


def test_filing_twice_with_one_key_is_one_case(town, head, home) -> None:
    fields = {"key": "one-key", "place": home.pk, "words": "漏水"}
    places = {head.post("/contact/new/leak", fields)["Location"] for _ in range(3)}
    assert len(places) == 1
    with seen_as(SYSTEM):
        assert Case.objects.count() == 1


def test_a_private_matter_filed_for_a_neighbour_stays_with_who_filed_it(town, head, home) -> None:
    response = send(head, "/contact/new/help", place=home.pk, words="老人独自在家", private="on")
    assert head.get(response["Location"]).status_code == 200
    page = head.get("/contact/").content.decode()
    assert "老人独自在家" not in page.split('id="open"')[1].split('id="filed"')[0]


WRONG = [
    ("leak", {"place": "999999"}),
    ("leak", {}),
    ("leak", {"place": "home", "phone": "abc"}),
    ("other", {"place": "home"}),
    ("leak", {"place": "home", "words": "水" * 3000}),
]


@pytest.mark.parametrize(("tile", "fields"), WRONG)
def test_a_mistake_is_said_and_nothing_is_filed(town, head, home, tile, fields) -> None:
    given = {name: str(home.pk) if value == "home" else value for name, value in fields.items()}
    response = send(head, f"/contact/new/{tile}", **given)
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    with seen_as(SYSTEM):
        assert not Case.objects.exists()


def test_an_unknown_tile_is_not_there(head) -> None:
    assert head.get("/contact/new/nothing").status_code == 404


def test_the_answer_is_shown(town, head) -> None:
    receipt = town.take_in(place_id=town.building.pk)
    fire_due()
    worker = town.viewer("duty")
    with seen_as(worker):
        acts.propose(case_id=receipt.case_id, by=worker, answer="主管已疏通")
    assert "主管已疏通" in head.get(f"/contact/{receipt.number}").content.decode()
    assert case_of(receipt).state == State.PROPOSED


@pytest.mark.parametrize("name", ["duty", "field"])
def test_the_desk_is_the_building_heads(town, name) -> None:
    assert at_desk(town.people[name]).get("/contact/").status_code == 404


def test_the_page_costs_the_same_however_many_cases(town, head) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            head.get("/contact/")
        return len(queries)

    town.take_in(place_id=town.building.pk)
    head.get("/contact/")
    one = cost()
    for _ in range(4):
        town.take_in(place_id=town.building.pk)
    assert cost() == one
