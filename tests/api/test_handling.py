"""From a program's request to its answer, with the acts the pages use."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(community) -> str:
    answer = community.clerk.post(
        "/cases", {"place_id": community.place.pk, "content": "厨房返水", "phone": "13800138000"}
    )
    return answer.json()["number"]


def test_a_case_runs_from_the_door_to_the_answer(community, number):
    steps = [
        (community.clerk, "triage", {"category": "0204"}, "received"),
        (community.clerk, "dispatch", None, "dispatched"),
        (community.worker, "accept", None, "accepted"),
        (community.worker, "contact", {"note": "在家"}, "accepted"),
        (community.worker, "arrive", None, "arrived"),
        (community.worker, "undo-step", None, "accepted"),
        (community.worker, "arrive", None, "arrived"),
        (community.worker, "pause",
         {"until": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}, "arrived"),
        (community.worker, "resume", None, "arrived"),
        (community.worker, "regrade", {"tier": "major", "reason": "主管"}, "arrived"),
        (community.clerk, "decide-regrade", {"grant": True, "by_phone": True}, "arrived"),
        (community.worker, "plan",
         {"steps": "换管", "owner": "老周", "done_by": "2099-12-01", "cost_fen": 120000}, "arrived"),
        (community.worker, "note", {"note": "缺件"}, "arrived"),
        (community.worker, "done", None, "arrived"),
        (community.worker, "propose", {"answer": "已换管"}, "proposed"),
    ]  # fmt: skip
    for program, act, body, state in steps:
        answer = program.post(f"/cases/{number}/{act}", body)
        assert (answer.status_code, answer.json().get("state")) == (200, state), (act, answer.content)
    read = community.clerk.get(f"/cases/{number}").json()
    assert read["requester"]["phone"] == "138****8000"
    assert [line["verb"] for line in read["timeline"]][:4] == [
        "taken_in",
        "triaged",
        "dispatched",
        "accepted",
    ]
    assert {clock["state"] for clock in read["clocks"]} <= {"met", "regraded", "cancelled"}
    assert community.filer.get(f"/cases/{number}").json()["requester"] is None


def test_repeating_an_act_does_it_once(community, number):
    key = str(uuid.uuid4())
    first = community.clerk.post(f"/cases/{number}/note", {"note": "打过电话"}, key=key)
    again = community.clerk.post(f"/cases/{number}/note", {"note": "打过电话"}, key=key)
    assert first.content == again.content
    assert (first.headers["Idempotent-Replayed"], again.headers["Idempotent-Replayed"]) == ("false", "true")
    assert len(community.clerk.get(f"/cases/{number}").json()["timeline"]) == 2
    assert (
        community.clerk.post(f"/cases/{number}/note", {"note": "别的"}, key=key).json()["code"]
        == "key_reused"
    )
    assert (
        community.clerk.post(f"/cases/{number}/note", {"note": "x"}, **{"idempotency-key": ""}).status_code
        == 400
    )


def test_refusals_are_problem_documents(community, number):
    problems = [
        (community.clerk, "triage", {"category": "9999"}, 422, "unknown_category"),
        (community.clerk, "triage", {"category": "0204", "version": 99}, 409, "outdated"),
        (community.clerk, "triage", {"category": "0204", "place_id": community.foreign_place.pk},
         404, "not_there"),
        (community.clerk, "dispatch", None, 409, "nobody_there"),
        (community.clerk, "dispatch", {"organisation_id": 98765}, 404, "not_there"),
        (community.clerk, "dispatch",
         {"organisation_id": community.company.pk, "account_id": community.clerk.account.pk},
         404, "not_there"),
        (community.clerk, "propose", {"answer": " "}, 422, "answer_missing"),
        (community.clerk, "undo-dispatch", None, 409, "not_now"),
        (community.clerk, "call", {"reached": True, "solved": True}, 409, "not_now"),
        (community.clerk, "propose", None, 422, "invalid"),
        (community.worker, "accept", None, 404, "not_there"),
    ]  # fmt: skip
    for program, act, body, status, code in problems:
        answer = program.post(f"/cases/{number}/{act}", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code), act


def test_not_accepting_needs_a_second_program(community, number):
    declined = community.clerk.post(
        f"/cases/{number}/decline", {"outcome": "beyond_duty", "answer": "属于另一部门"}
    )
    assert declined.json()["state"] == "declining"
    assert community.clerk.post(f"/cases/{number}/review", {"uphold": True}).json()["code"] == "second_person"
    assert (
        community.second.post(f"/cases/{number}/review", {"uphold": False, "note": "应当办理"}).json()[
            "state"
        ]
        == "received"
    )


def test_lists_go_on_from_their_cursor(community):
    sent = [
        community.filer.post("/cases", {"scope_id": community.estate.pk, "content": f"第{i}件"}).json()[
            "number"
        ]
        for i in range(7)
    ]
    seen, cursor = [], ""
    while True:
        page = community.filer.get(f"/cases?limit=3&cursor={cursor}").json()
        seen += [case["number"] for case in page["cases"]]
        cursor = page["next"]
        if not cursor:
            break
    assert seen == sent
    assert community.filer.get("/cases?state=dispatched").json()["cases"] == []
    assert community.filer.get("/cases?since=2200-01-01T00:00:00Z").status_code == 422
    for bad in ("?limit=0", "?limit=x", "?state=nope", "?colour=red", "?since=yesterday"):
        assert community.filer.get(f"/cases{bad}").status_code == 422, bad
    for bad in ("?cursor=zzz", "?cursor=%FF%FE", "?cursor=MjAyNg==", "?cursor=%00"):
        assert community.filer.get(f"/cases{bad}").status_code == 400, bad


def test_registers_for_programs(community):
    places = community.filer.get("/places").json()
    assert [place["label"] for place in places] == ["小区 3号楼"]
    assert community.filer.get(f"/places?kind=home&scope_id={community.estate.pk}").json() == []
    codes = {row["code"] for row in community.filer.get(f"/categories?scope_id={community.estate.pk}").json()}
    assert "0204" in codes
    assert community.filer.get(f"/categories?scope_id={community.other.pk}").status_code == 404
    assert community.filer.get("/places?kind=%00").status_code == 400
    for bad in (
        "/categories?scope_id=0",
        "/categories",
        "/places?after=-1",
        "/places?after=1e99",
    ):
        assert community.filer.get(bad).status_code == 422, bad
