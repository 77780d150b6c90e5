"""Pages of those at work leave compressed; residents' pages, papers and pictures as they are."""

from __future__ import annotations

import gzip
import re
from typing import Any

import pytest
from django.test import Client

from huiyin.bridges.timers import fire_due
from tests.desks.signed_in import at_desk
from tests.town import case_of, plant_town

ZIPPED = {"accept-encoding": "gzip, deflate, br"}
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


@pytest.fixture
def town(db: None) -> Any:
    return plant_town()


@pytest.fixture
def worker(town: Any) -> Client:
    for n in range(20):
        town.take_in(place_id=town.building.pk, content=f"厨房下水返水，第{n}处")
    fire_due()
    return at_desk(town.people["field"])


def test_todays_list_is_a_fraction_of_what_it_was(worker: Client) -> None:
    plain, small = worker.get("/field/"), worker.get("/field/", headers=ZIPPED)
    assert "Content-Encoding" not in plain
    assert small["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small["Vary"]
    assert int(small["Content-Length"]) == len(small.content) < len(plain.content) / 5
    assert "厨房下水返水，第19处" in gzip.decompress(small.content).decode()
    assert worker.get("/field/keeper.js", headers=ZIPPED)["Content-Encoding"] == "gzip"


def test_lengths_tell_no_single_byte_and_the_word_of_forms_is_another_each_time(worker: Client) -> None:
    """BREACH: each answer carries random bytes, and what could be guessed is masked anew."""
    answers = [worker.get("/field/", headers=ZIPPED).content for _ in range(8)]
    tokens = [TOKEN.findall(gzip.decompress(one).decode()) for one in answers]
    assert len({one[0] for one in tokens}) == len(answers)
    assert all(len(set(one)) == 1 for one in tokens), "one word in all forms of a page"
    assert len({len(one) for one in answers}) > 1


def test_residents_pages_and_the_door_stay_as_they_are(town: Any, worker: Client) -> None:
    receipt = town.take_in(place_id=town.building.pk, content="灯不亮")
    assert case_of(receipt)
    for path in ("/", "/sign-in", "/find"):
        assert "Content-Encoding" not in Client().get(path, headers=ZIPPED), path


def test_a_paper_is_not_compressed_twice(town: Any) -> None:
    answer = at_desk(town.people["clerk"]).get("/clerk/list.xlsx", headers=ZIPPED)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
