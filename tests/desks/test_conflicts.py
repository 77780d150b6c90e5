"""C5: two workers on one job, one of them without network: both are kept, and one screen settles it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from huiyin.bridges.timers import fire_due
from huiyin.casework.casefile.models import Attachment
from huiyin.casework.casefile.reads import timeline
from huiyin.casework.casefile.words import State
from huiyin.casework.s4_handling.models import Conflict, RegradeRequest
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from tests.desks.signed_in import at_desk, send
from tests.desks.test_outbox import send_kept
from tests.matrix.writes import photo
from tests.town import case_of, plant_town

ANSWERED, WRAPPED = "阀门已换，恢复供水", "管子裂了，只是包住"


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def given(town):
    receipt = town.take_in(place_id=town.building.pk, content="厨房下水返水")
    fire_due()
    return receipt


@pytest.fixture
def worker(town):
    return at_desk(town.people["field"])


@pytest.fixture
def duty(town):
    return at_desk(town.people["duty"])


@pytest.fixture
def clerk(town):
    return at_desk(town.people["clerk"])


@pytest.fixture
def answered(given, duty):
    """The duty room took the job and answered while the worker had no network."""
    send(duty, f"/field/{given.number}/accept")
    assert send(duty, f"/field/{given.number}/answer", answer=ANSWERED).status_code == 303
    return given


def late_lines(given: Any) -> list[dict[str, Any]]:
    with seen_as(SYSTEM):
        return [line.data for line in case_of(given).events.filter(verb="came_late").order_by("seq")]


def the_conflict(given: Any) -> Conflict:
    with seen_as(SYSTEM):
        return Conflict.objects.get(case_id=given.case_id)


def test_both_are_kept_the_state_is_settled_by_rule_and_one_screen_settles_the_rest(
    town, answered, worker, duty, clerk
) -> None:
    way, key = f"/field/{answered.number}/answer", str(uuid.uuid4())
    first, again = (send_kept(worker, way, key=key, answer=WRAPPED).json() for _ in range(2))
    assert first == again, "who lost the first answer reads the same again"
    assert [one["level"] for one in first["told"]] == ["warning"]
    assert "kept on the case, beside theirs" in first["told"][0]["text"]
    assert worker.get(first["location"]).status_code == 200
    case = case_of(answered)
    assert (case.state, case.answer) == (State.PROPOSED, ANSWERED), "what was there first stands"
    [line] = late_lines(answered)
    assert (line["step"], line["text"], line["after_verb"]) == ("answer", WRAPPED, "proposed")
    assert line["made_at"], "when it was written, by the telephone"

    shown = clerk.get(f"/case/{answered.number}").content.decode()
    assert WRAPPED in shown
    assert "by the telephone; received later" in shown
    assert "Two at one job: 1 to settle" in shown
    for desk, page in ((clerk, "/clerk/"), (duty, "/duty/"), (worker, "/field/")):
        assert "Two at one job: 1 to settle" in desk.get(page).content.decode(), page
    screen = clerk.get("/conflicts/").content.decode()
    assert ANSWERED in screen
    assert WRAPPED in screen

    settle = f"/conflicts/{answered.number}/{the_conflict(answered).pk}"
    assert clerk.get(settle).status_code == 302
    assert "Please choose which" in send(clerk, settle).content.decode()
    unsaid = send(clerk, settle, holds="late", words=" ")
    assert unsaid.status_code == 422
    assert "A reason is missing" in unsaid.content.decode()
    assert send(clerk, settle, holds="late", words="去看过：只是包住，另派人换").status_code == 303
    assert "Nothing to settle" in clerk.get("/conflicts/").content.decode()
    assert send(clerk, settle, holds="first").status_code == 404, "settled once"
    after = clerk.get(f"/case/{answered.number}").content.decode()
    assert "Two at one job" not in after
    for words in (ANSWERED, WRAPPED, "去看过：只是包住，另派人换", "What came later holds"):
        assert words in after
    with seen_as(SYSTEM):
        public = [line.verb for line in timeline(case_of(answered), public=True)]
    assert not {"came_late", "conflict_settled"} & set(public), "the resident reads none of it"


def test_who_has_no_right_there_keeps_it_on_the_telephone(town, answered, worker) -> None:
    way = f"/field/{answered.number}/answer"
    assert send(worker, way, answer=WRAPPED).status_code == 404, "nothing was kept on a telephone"
    assert send_kept(at_desk(town.people["contact"]), way, answer=WRAPPED).status_code == 404
    assert send_kept(worker, way, answer="").status_code == 404, "no words, nothing to keep"
    assert late_lines(answered) == []


def test_nothing_is_kept_of_a_job_that_went_to_somebody_else(given, worker, clerk) -> None:
    assert send(clerk, f"/case/{given.number}/undo", reason="派错了").status_code == 303
    assert send_kept(worker, f"/field/{given.number}/note", text="到了").status_code == 404
    assert send_kept(worker, f"/field/{given.number}/arrive").status_code == 404
    assert late_lines(given) == []


def test_a_note_and_a_photo_fit_whatever_the_state_is(answered, worker) -> None:
    for step, said in (("note", {"text": "缺配件"}), ("photo", {"photo": photo(), "stage": "after"})):
        answer = send_kept(worker, f"/field/{answered.number}/{step}", **said).json()
        assert [one["level"] for one in answer["told"]] == ["success"]
        assert answer["location"] == f"/case/{answered.number}"
    same = send_kept(worker, f"/field/{answered.number}/photo", photo=photo(), stage="after").json()
    assert [one["level"] for one in same["told"]] == ["warning"], "the very same photo is there already"
    with seen_as(SYSTEM):
        assert case_of(answered).events.filter(verb="noted").count() == 1
        assert Attachment.objects.filter(case_id=answered.case_id).count() == 1
        assert not Conflict.objects.exists()


def test_a_tap_that_came_too_late_is_a_line_and_somebody_looks_at_it(answered, worker) -> None:
    told = send_kept(worker, f"/field/{answered.number}/arrive", back="job").json()["told"]
    assert "not possible now" in told[0]["text"]
    assert "is kept on the case" in told[0]["text"]
    assert late_lines(answered)[0]["step"] == "arrive"
    assert the_conflict(answered).settled_at is None
    assert case_of(answered).state == State.PROPOSED


def test_two_who_take_a_job_leave_nothing_to_settle(given, worker, duty) -> None:
    send(duty, f"/field/{given.number}/accept")
    send_kept(worker, f"/field/{given.number}/accept")
    assert [line["step"] for line in late_lines(given)] == ["accept"]
    with seen_as(SYSTEM):
        assert not Conflict.objects.exists()


def test_every_field_of_a_form_is_kept_under_its_label(answered, worker) -> None:
    said = {"step_1": "换管", "by_1": "2029-12-30", "owner": "王工", "done_by": "2030-01-01", "cost": "12.50"}
    assert send_kept(worker, f"/field/{answered.number}/plan", **said).status_code == 200
    [line] = late_lines(answered)
    assert all(text in line["text"] for text in said.values())


def test_the_second_reason_for_a_higher_class_stands_beside_the_first(given, worker, duty) -> None:
    send(duty, f"/field/{given.number}/accept")
    for desk, reason in ((duty, "主管破裂"), (worker, "墙里也在漏")):
        assert (
            send_kept(desk, f"/field/{given.number}/regrade", tier="major", reason=reason).status_code == 200
        )
    with seen_as(SYSTEM):
        assert RegradeRequest.objects.get(case_id=given.case_id).reason == "主管破裂"
        asked = case_of(given).events.filter(verb="regrade_asked").order_by("seq")
        assert [line.data["reason"] for line in asked] == ["主管破裂", "墙里也在漏"]


def test_who_wrote_both_has_nothing_to_settle(given, worker) -> None:
    """Two telephones of one person: the words are kept, nobody is asked which holds."""
    send(worker, f"/field/{given.number}/accept")
    send(worker, f"/field/{given.number}/answer", answer=ANSWERED)
    assert send_kept(worker, f"/field/{given.number}/answer", age=20, answer=WRAPPED).status_code == 200
    assert [line["text"] for line in late_lines(given)] == [WRAPPED]
    with seen_as(SYSTEM):
        assert not Conflict.objects.exists()


def test_who_only_reads_does_not_settle_and_neighbours_see_none_of_it(town, answered, worker) -> None:
    send_kept(worker, f"/field/{answered.number}/answer", answer=WRAPPED)
    leader = at_desk(town.people["leader"])
    screen = leader.get("/conflicts/").content.decode()
    assert WRAPPED in screen, "who may read the case reads both sides"
    assert "Settle it" not in screen, "and does not settle"
    settle = f"/conflicts/{answered.number}/{the_conflict(answered).pk}"
    assert send(leader, settle, holds="first").status_code == 404
    contact = at_desk(town.people["contact"])
    assert WRAPPED not in contact.get("/conflicts/").content.decode()
    assert send(contact, settle, holds="first").status_code == 404
