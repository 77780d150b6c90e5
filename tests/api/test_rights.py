"""Tokens open what their account may do, and nothing else."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.api.handling import ACTS
from huiyin.api.urls import api, urlpatterns
from huiyin.registers.people.models import Account, ApiToken, RoleGrant
from huiyin.registers.people.tokens import issue_token, revoke_token
from huiyin.registers.people.words import Permission, Role
from tests.matrix.hands import HANDS

pytestmark = pytest.mark.django_db


def operations():
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                yield path, operation


def test_every_operation_names_its_permissions_and_every_address_is_marked():
    found = list(operations())
    assert len(found) == 10 + len(ACTS)
    for path, operation in found:
        assert operation.view_func.permissions, path
        assert set(operation.view_func.permissions) <= set(Permission)
        assert operation.auth_callbacks, path
    assert all(hasattr(pattern.callback, "permission") for pattern in urlpatterns)


def test_nothing_lets_a_program_give_the_residents_verdict():
    assert not {"verdict", "judge", "confirm", "reopen"} & {act.word for act in ACTS}


def test_without_a_token_there_is_nothing(community):
    for path, operation in operations():
        for method in operation.methods:
            url = "/api/v1" + path.replace("{number}", "X-1").replace("{topic_id}", str(UUID(int=1)))
            for headers in ({}, {"authorization": "Bearer nobody"}, {"authorization": "Basic eDp5"}):
                answer = Client(headers=headers).generic(method, url, "{}", content_type="application/json")
                assert answer.status_code == 401, url
                assert answer.json()["code"] == "no_token"
                assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_opens_nothing_here(community):
    client = Client()
    client.force_login(community.clerk.account, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/cases").status_code == 401


def test_a_program_without_the_right_finds_nothing(community):
    number = community.clerk.post("/cases", {"scope_id": community.estate.pk, "content": "灯"}).json()[
        "number"
    ]
    bodies = {"triage": {"category": "0204"}, "propose": {"answer": "好"},
              "decline": {"outcome": "secret", "answer": "a"},
              "review": {"uphold": True}, "call": {"reached": False}, "decide-regrade": {"grant": True},
              "regrade": {"tier": "major", "reason": "r"}, "hand-back": {"reason": "r"},
              "pause": {"until": "2026-01-01T10:00:00+08:00"},
              "plan": {"steps": "a", "owner": "b", "done_by": "2099-12-01"},
              "merge": {"main": number}, "split": {"content": "灯"}, "extend": {"reason": "r"},
              "suspend": {"reason": "funds", "why": "w", "plan": "p", "review_on": "2099-12-01"},
              "decide-rest": {"approve": True}, "decide-time": {"grant": True},
              **{name.replace("_", "-"): body for name, body in HANDS.items()}}  # fmt: skip
    for act in ACTS:
        allowed = Permission.CASE_READ in act.who  # the filer may read, and so write a note
        answer = community.filer.post(
            f"/cases/{number}/{act.word}", bodies.get(act.word, {"note": "n"} if allowed else {})
        )
        assert (answer.status_code == 404) is not allowed, (act.word, answer.content)


def test_another_communitys_case_answers_like_a_missing_one(community):
    number = community.clerk.post("/cases", {"scope_id": community.estate.pk, "content": "灯"}).json()[
        "number"
    ]
    for path in (f"/cases/{number}", "/cases/990101-20260101-Q-000001-A"):
        assert community.stranger.get(path).status_code == 404
        assert community.stranger.post(f"{path}/triage", {"category": "0204"}).status_code == 404
    assert community.stranger.get("/cases").json()["cases"] == []
    assert len(community.clerk.get("/cases").json()["cases"]) == 1


def test_a_revoked_token_a_dead_account_and_an_ended_role_open_nothing(community, monkeypatch):
    from huiyin.api import gate

    assert community.filer.get("/cases").status_code == 200
    monkeypatch.setattr(gate, "LIFETIME", 0.0)
    revoke_token(token_id=ApiToken.objects.get(account=community.filer.account).pk)
    assert community.filer.get("/cases").status_code == 401
    Account.objects.filter(pk=community.clerk.account.pk).update(is_active=False)
    assert community.clerk.get("/cases").status_code == 401
    RoleGrant.objects.filter(account=community.second.account).update(until="2025-01-01T00:00:00Z")
    assert community.second.get("/cases").status_code == 404


def test_a_token_is_trusted_for_two_seconds_at_most():
    from huiyin.api import gate

    assert gate.LIFETIME <= 2.0


def test_a_persons_office_roles_do_not_work_through_a_token(community):
    person = Account.objects.create(username="wang", display_name="王")
    person.set_password("correct horse battery")
    person.save()
    RoleGrant.objects.create(
        account=person, role=Role.CLERK, scope=community.estate, since="2024-01-01T00:00:00Z"
    )
    community.clerk.token = issue_token(account=person, label="mine")
    assert community.clerk.get("/cases").status_code == 404


def test_the_description_is_open_and_names_no_other_host(community):
    answer = Client().get("/api/v1/openapi.json")
    document = answer.json()
    assert document["openapi"].startswith("3.1")
    assert b"http://" not in answer.content
    assert b"https://" not in answer.content
    posts = [path["post"] for path in document["paths"].values() if "post" in path]
    assert all(any(p["name"] == "Idempotency-Key" for p in post["parameters"]) for post in posts)
    assert reverse("api-openapi") == "/api/v1/openapi.json"


@pytest.mark.parametrize("path", ["/api", "/api/v1/", "/api/v2/cases", "/api/v1/cases/x/y", "/api/v1/docs"])
def test_other_addresses_answer_as_problem_documents(community, path):
    answer = (
        community.filer.get(path.removeprefix("/api/v1"))
        if path.startswith("/api/v1")
        else Client().get(path)
    )
    assert answer.status_code == 404
