"""Programs of departments: called, they report in and deliver; a return is asked for and decided."""

from __future__ import annotations

import pytest

from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.organisations.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(community) -> str:
    filed = community.clerk.post(
        "/cases", {"place_id": community.place.pk, "content": "厨房返水", "phone": "13800138000"}
    )
    number = filed.json()["number"]
    community.clerk.post(f"/cases/{number}/triage", {"category": "0901"})
    community.clerk.post(f"/cases/{number}/dispatch")
    return number


@pytest.fixture
def water(community) -> Organisation:
    with seen_as(SYSTEM):
        return Organisation.objects.create(scope=community.estate.parent, kind="utility", name="供水")


def call(community, number, **more):
    body = {"kind": "street", "ground": "request", "reason": "要一起去",
            "units": [{"organisation_id": community.company.pk, "task": "关阀"}]}  # fmt: skip
    return community.clerk.post(f"/cases/{number}/whistle", body | more)


def test_a_called_unit_answers_through_its_program(community, number):
    assert community.worker.post(f"/cases/{number}/report-in").json()["code"] == "not_called"
    assert call(community, number).status_code == 200
    assert call(community, number).json()["code"] == "called_already"
    for act, body in (("report-in", {"note": "马上"}), ("present", None), ("progress", {"note": "等料"}),
                      ("deliver", {"result": "已关阀"})):  # fmt: skip
        answer = community.worker.post(f"/cases/{number}/{act}", body)
        assert (answer.status_code, answer.json().get("state")) == (200, "dispatched"), (act, answer.content)
    assert community.worker.post(f"/cases/{number}/deliver", {"result": "x"}).json()["code"] == "not_called"
    verbs = [line["verb"] for line in community.clerk.get(f"/cases/{number}").json()["timeline"]]
    assert verbs[-5:] == ["whistled", "reported_in", "call_present", "call_progress", "delivered"]


def test_the_same_key_blows_once(community, number):
    body = {"kind": "street", "ground": "request", "reason": "x",
            "units": [{"organisation_id": community.company.pk}]}  # fmt: skip
    first, second = (community.clerk.post(f"/cases/{number}/whistle", body, key="one") for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert second.headers["Idempotent-Replayed"] == "true"


def test_wrong_bodies_are_refused_in_words(community, number):
    assert call(community, number, units=[]).json()["code"] == "nobody_called"
    assert call(community, number, kind="party").status_code == 422
    assert call(community, number, units=[{"organisation_id": 999_999}]).status_code == 404
    assert community.worker.post(f"/cases/{number}/whistle", {}).status_code in (404, 422)
    assert community.stranger.post(f"/cases/{number}/dispute", {"grounds": "x"}).status_code == 404


def test_return_and_dispute(community, number, water):
    no = community.worker.post(f"/cases/{number}/return", {"legal_basis": "条例"})
    assert no.json()["code"] == "owner_missing"
    yes = {"legal_basis": "条例", "suggested_id": water.pk}
    assert community.worker.post(f"/cases/{number}/return", yes).status_code == 200
    assert community.clerk.post(f"/cases/{number}/decide-return", {"grant": False}).status_code == 200
    assert community.worker.post(f"/cases/{number}/dispute", {"grounds": "红线外"}).status_code == 200
    barred = community.clerk.post(f"/cases/{number}/review-dispute", {"grant": True, "to_id": water.pk})
    assert barred.json()["code"] == "not_by_you"
    done = community.second.post(f"/cases/{number}/review-dispute", {"grant": True, "to_id": water.pk})
    assert done.status_code == 200
    assert community.worker.post(f"/cases/{number}/accept").status_code == 404
