"""The field worker's day and the page of a job: every act by a small form, mistakes said (and rule R-1)."""

from __future__ import annotations

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Attachment
from huiyin.casework.casefile.words import State, Verb
from huiyin.casework.s4_handling.models import Plan, RegradeRequest
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.signed_in import at_desk, send
from tests.town import case_of, plant_town


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
    """Somebody of the company who has accepted the case."""
    client = at_desk(town.people["field"])
    assert send(client, f"/field/{given.number}/accept").status_code == 303
    return client


def verbs(given) -> list[str]:
    with seen_as(SYSTEM):
        return list(case_of(given).events.values_list("verb", flat=True))


def test_today_lists_the_organisations_jobs_the_least_time_left_first(town, given) -> None:
    later = town.take_in(place_id=town.building.pk, content="门口路灯不亮", category="0901")
    fire_due()
    page = at_desk(town.people["field"]).get("/field/").content.decode()
    assert page.index(given.number) < page.index(later.number)
    assert page.count('<li class="job') == 2


def test_the_page_of_a_job_is_for_its_handlers_only(town, given) -> None:
    assert at_desk(town.people["field"]).get(f"/field/{given.number}").status_code == 200
    assert at_desk(town.people["duty"]).get(f"/field/{given.number}").status_code == 200
    for name in ("contact", "sister contact"):
        assert at_desk(town.people[name]).get(f"/field/{given.number}").status_code == 404


def test_the_page_asks_for_no_position_no_check_in_and_no_photo(town, given, worker) -> None:
    page = worker.get(f"/field/{given.number}").content.decode()
    assert not re.search("geolocation|latitude|check-in|capture=", page)
    answer = page.split('id="answer"')[1].split("</form>")[0]
    assert "file" not in answer
    assert "13800138000" not in page


def test_steps_of_one_tap_come_back_to_the_job(town, given, worker) -> None:
    response = send(worker, f"/field/{given.number}/arrive", back="job")
    assert response.status_code == 303
    assert response["Location"] == f"/field/{given.number}"
    assert send(worker, f"/field/{given.number}/done")["Location"] == "/field/"
    assert verbs(given)[-2:] == [Verb.ARRIVED, Verb.DONE]


def test_pausing_and_going_on(town, given, worker) -> None:
    assert send(worker, f"/field/{given.number}/pause", how_long="60").status_code == 303
    page = worker.get(f"/field/{given.number}").content.decode()
    assert "clock-paused" in page
    assert "The resident is there again" in page
    assert "until " in page.split("clock-paused")[1].split("</span></span>")[0]
    assert f"/field/{given.number}/pause" not in page
    send(worker, f"/field/{given.number}/resume", back="job")
    assert verbs(given)[-2:] == [Verb.PAUSED, Verb.RESUMED]


def test_speaking_to_the_resident_a_note_and_a_plan_are_written_down(town, given, worker) -> None:
    send(worker, f"/field/{given.number}/contacted", note="下午三点在家")
    send(worker, f"/field/{given.number}/note", text="带长管疏通机")
    plan = {
        "step_1": "关阀停水", "by_1": "2098-12-23", "step_2": "更换主管", "owner": "陈师傅",
        "done_by": "2098-12-24", "cost": "300.50",
    }  # fmt: skip
    assert send(worker, f"/field/{given.number}/plan", **plan).status_code == 303
    assert verbs(given)[-3:] == [Verb.CONTACTED, Verb.NOTED, Verb.PLAN_TOLD]
    with seen_as(SYSTEM):
        told = Plan.objects.get()
        assert told.cost_fen == 30050
        assert told.steps == "1. 关阀停水 (until 12-23)\n2. 更换主管"


def test_asking_for_a_higher_class(town, given, worker) -> None:
    page = worker.get(f"/field/{given.number}").content.decode()
    assert 'value="major"' in page
    assert 'value="normal"' not in page
    send(worker, f"/field/{given.number}/regrade", tier="major", reason="主管爆裂")
    with seen_as(SYSTEM):
        assert RegradeRequest.objects.get().tier == "major"
    page = worker.get(f"/field/{given.number}").content.decode()
    assert "A second person decides." in page
    assert 'value="major"' not in page


def test_a_photo_is_cleaned_and_kept(town, given, worker) -> None:
    body = io.BytesIO()
    Image.new("RGB", (64, 48), "navy").save(body, "PNG")
    photo = SimpleUploadedFile("现场.png", body.getvalue(), "image/png")
    assert send(worker, f"/field/{given.number}/photo", photo=photo, stage="after").status_code == 303
    with seen_as(SYSTEM):
        kept = Attachment.objects.get(stage="after")
        assert kept.mime == "image/jpeg"
        assert bytes(kept.body)[:2] == b"\xff\xd8"


WRONG = [
    ("answer", {"answer": "  "}),
    ("answer", {"answer": "x\x00y" * 3000}),
    ("regrade", {"tier": "normal", "reason": "x"}),
    ("regrade", {"tier": "major", "reason": ""}),
    ("plan", {"step_1": "换管", "owner": "", "done_by": "明天"}),
    ("plan", {"step_1": "换管", "owner": "a", "done_by": "2098-12-24", "cost": "-1"}),
    ("plan", {"step_1": "换管", "owner": "a", "done_by": "2020-12-24"}),
    ("plan", {"step_1": "换管", "by_1": "2098-12-25", "owner": "a", "done_by": "2098-12-24"}),
    ("plan", {"step_1": "换管", "by_2": "2098-12-23", "owner": "a", "done_by": "2098-12-24"}),
    ("pause", {"how_long": "other"}),
    ("pause", {"how_long": "other", "until": "2020-01-01T10:00"}),
    ("pause", {"how_long": "99999"}),
    ("pause", {}),
    ("hand-back", {"reason": " "}),
    ("note", {"text": ""}),
    ("photo", {"stage": "after"}),
]


@pytest.mark.parametrize(("step", "fields"), WRONG)
def test_a_mistake_is_said_and_what_was_typed_stays(town, given, worker, step, fields) -> None:
    before = verbs(given)
    response = send(worker, f"/field/{given.number}/{step}", **fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'role="alert"' in page
    assert "<title>Error: " in page
    if step == "plan":
        assert "换管" in page
    assert verbs(given) == before


def test_an_evil_photo_is_refused_with_what_to_do(town, given, worker) -> None:
    evil = SimpleUploadedFile("x.jpg", b"<script>alert(1)</script>", "image/jpeg")
    response = send(worker, f"/field/{given.number}/photo", photo=evil, stage="after")
    assert response.status_code == 422
    with seen_as(SYSTEM):
        assert not Attachment.objects.exists()


def test_an_answer_sends_the_case_to_the_resident(town, given, worker) -> None:
    response = send(worker, f"/field/{given.number}/answer", answer="主管已疏通，地面冲洗。")
    assert response["Location"] == "/field/"
    case = case_of(given)
    assert case.state == State.PROPOSED
    assert case.answer == "主管已疏通，地面冲洗。"
    assert worker.get(f"/field/{given.number}").status_code == 404


def test_the_list_costs_the_same_however_many_jobs(town, given, worker) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            worker.get("/field/")
        return len(queries)

    worker.get("/field/")
    one = cost()
    for _ in range(4):
        town.take_in(place_id=town.building.pk)
    fire_due()
    assert cost() == one
