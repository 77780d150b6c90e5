"""A storm of kept writes leaves threads free for whoever is on line: a few at a time, others come again."""

from __future__ import annotations

import uuid
from contextlib import ExitStack
from typing import Any

import pytest
from django.test import RequestFactory

from huiyin.bridges.timers import fire_due
from huiyin.ground.refusals import Busy
from huiyin.ground.web.turns import AT_A_TIME, turn
from huiyin.project.instance.bodies import THREADS
from tests.desks.signed_in import at_desk
from tests.desks.test_outbox import send_kept
from tests.town import plant_town


@pytest.fixture
def town(db: None) -> Any:
    return plant_town()


def late() -> Any:
    return RequestFactory().post("/field/new", headers={"huiyin-kept": "600"})


def test_who_comes_while_all_turns_are_taken_is_told_when_to_come_again(town: Any) -> None:
    receipt = town.take_in(place_id=town.building.pk, content="厨房下水返水")
    fire_due()
    worker, key, path = at_desk(town.people["field"]), uuid.uuid4().hex, f"/field/{receipt.number}/note"
    with ExitStack() as others:
        for _n in range(AT_A_TIME):
            others.enter_context(turn(late()))
        told = send_kept(worker, path, key=key, text="缺配件")
        assert (told.status_code, told.json()["code"]) == (503, "busy")
        assert int(told["Retry-After"]) > 0
        on_line = send_kept(worker, path, age=2, text="现在写的")
        assert on_line.status_code == 200, "whoever is on line needs no turn"
    assert send_kept(worker, path, key=key, text="缺配件").status_code == 200, "its key was free"


def test_a_turn_is_given_back_whatever_happens() -> None:
    for _n in range(3 * AT_A_TIME):
        with pytest.raises(ValueError, match="x"), turn(late()):
            raise ValueError("x")
    with ExitStack() as others:
        for _n in range(AT_A_TIME):
            others.enter_context(turn(late()))
        with pytest.raises(Busy), turn(late()):
            pass
    assert AT_A_TIME <= THREADS / 2, "half of a process is left to others"
