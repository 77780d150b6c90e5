"""A program sends requests: once each, into its own scopes, in exact shapes."""

from __future__ import annotations

import base64
import io
import uuid
from datetime import datetime, timedelta

import pytest
from PIL import Image

from huiyin.casework.casefile.models import Attachment, Case, Requester
from huiyin.ground.clock import now
from huiyin.ground.ids import is_valid
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as

pytestmark = pytest.mark.django_db


def cases() -> list[Case]:
    with seen_as(SYSTEM):
        return list(Case.objects.all())


def refused(answer, status: int, code: str) -> None:
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), (
        answer.content
    )
    body = answer.json()
    assert body["code"] == code
    assert body["title"]
    assert body["detail"]


def test_a_request_gets_a_receipt(community):
    answer = community.filer.post("/cases", {
        "place_id": community.place.pk, "content": "厨房下水返水，地上都是脏水", "category": "0204",
        "phone": "138 0013 8000", "name": "李女士", "source": "hotline", "source_ref": "H-1", "channel": "H",
    })  # fmt: skip
    assert answer.status_code == 201, answer.content
    receipt = answer.json()
    assert is_valid(receipt["number"])
    assert receipt["number"].split("-")[2] == "H"
    (case,) = cases()
    assert (case.number, case.place_id, case.category) == (receipt["number"], community.place.pk, "0204")
    with seen_as(SYSTEM):
        assert b"13800138000" not in bytes(Requester.objects.get(case=case).phone_sealed)


@pytest.mark.parametrize("days", [-3652, 3652])
def test_a_program_with_a_wrong_clock_moves_no_promise(community, days):
    """S-36: when it happened is kept as said; received is when it came, and limits count from there."""
    said = (now() + timedelta(days=days)).isoformat()
    body = {"place_id": community.place.pk, "content": "厨房漏水", "category": "0204", "occurred_at": said}
    before = now()
    answer = community.filer.post("/cases", body, date=said, **{"x-client-time": said})
    assert answer.status_code == 201, answer.content
    (case,) = cases()
    assert before <= case.received_at <= now()
    assert case.occurred_at.isoformat() == datetime.fromisoformat(said).isoformat()
    with seen_as(SYSTEM):
        assert {clock.started_at for clock in case.clocks.all()} == {case.received_at}


def test_the_code_on_the_door_is_enough(community):
    answer = community.filer.post("/cases", {"place_code": "a7k2m9", "content": "灯坏了"})
    assert answer.status_code == 201
    assert cases()[0].place_id == community.place.pk


def test_the_same_key_gives_the_same_receipt_and_another_content_is_refused(community):
    key, body = str(uuid.uuid4()), {"scope_id": community.estate.pk, "content": "灯坏了"}
    first, again = (community.filer.post("/cases", body, key=key) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert (first.headers["Huiyin-Outcome"], again.headers["Huiyin-Outcome"]) == ("accepted", "repeated")
    assert len(cases()) == 1
    refused(community.filer.post("/cases", body | {"content": "别的"}, key=key), 422, "key_reused")


def test_a_key_is_needed(community):
    body = {"scope_id": community.estate.pk, "content": "灯"}
    refused(community.filer.post("/cases", body, **{"idempotency-key": ""}), 400, "key_missing")


def test_an_outside_number_comes_in_once_and_says_nothing_about_other_programs(community):
    body = {"scope_id": community.estate.pk, "content": "灯坏了", "source": "12345", "source_ref": "77"}
    first, second = community.filer.post("/cases", body), community.filer.post("/cases", body)
    assert second.headers["Huiyin-Outcome"] == "duplicate"
    assert first.json()["number"] == second.json()["number"]
    foreign = community.stranger.post("/cases", body | {"scope_id": community.other.pk})
    assert foreign.headers["Huiyin-Outcome"] == "accepted"
    assert foreign.json()["number"] != first.json()["number"]


@pytest.mark.parametrize("where", ["scope", "place"])
def test_a_foreign_place_answers_like_a_missing_one(community, where):
    theirs = {"scope": {"scope_id": community.other.pk}, "place": {"place_id": community.foreign_place.pk}}[
        where
    ]
    missing = {"scope": {"scope_id": 987654}, "place": {"place_id": 987654}}[where]
    answers = [community.filer.post("/cases", body | {"content": "灯"}) for body in (theirs, missing)]
    assert [a.status_code for a in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert cases() == []


def test_two_places_or_none_are_refused(community):
    refused(community.filer.post("/cases", {"content": "灯"}), 422, "place_missing")
    two = {"content": "灯", "place_id": community.place.pk, "scope_id": community.other.pk}
    refused(community.filer.post("/cases", two), 422, "place_missing")
    refused(community.filer.post("/cases", {"content": "灯", "place_code": "B7K2M9"}), 410, "code_revoked")


@pytest.mark.parametrize("extra", [
    "state", "number", "received_at", "urgency", "danger", "history", "answer", "answered_at", "entered_by",
    "actor", "role", "tenant_id", "status", "points", "due_at", "author", "created_at", "link",
    "version", "id",
])  # fmt: skip
def test_fields_of_the_program_itself_cannot_be_set(community, extra):
    refused(
        community.filer.post("/cases", {"scope_id": community.estate.pk, "content": "灯", extra: "x"}),
        422,
        "invalid",
    )
    assert cases() == []


@pytest.mark.parametrize("channel", ["Q", "C", "V", "X", "", None])
def test_a_program_cannot_speak_as_a_door_or_a_counter(community, channel):
    body = {"scope_id": community.estate.pk, "content": "灯", "channel": channel}
    refused(community.filer.post("/cases", body), 422, "invalid")


EVIL = [
    ('{"scope_id": %d, "content": "a\\u0000b"}', "invalid"),
    ('{"scope_id": %d, "content": "a\\ud800b"}', "invalid"),
    ('{"scope_id": 99999999999999999999999, "content": "x%d"}', "invalid"),
    ('{"scope_id": -%d, "content": "x"}', "invalid"),
    ('{"scope_id": %d, "content": 5}', "invalid"),
    ('{"scope_id": %d, "content": "x", "occurred_at": "0001-01-01T00:00:00Z"}', "invalid"),
    ('{"scope_id": %d, "content": "x", "occurred_at": "9999-12-31T23:59:59+00:00"}', "invalid"),
    ('{"scope_id": %d, "content": "x", "kind": "\\u0000"}', "invalid"),
    ('{"scope_id": %d, "content": "x", "a\\u0000\\ud800": 1}', "invalid"),
    ("[%d]", "invalid"),
    ("null", "invalid"),
    ("{%d", "malformed"),
    ("", "invalid"),
    ("[" * 100_000, "malformed"),
    ('{"scope_id": ' + "9" * 5000 + "}", "malformed"),
    ('{"scope_id": %d, "content": "x", "photos": [{"base64": "@@@"}]}', "image_damaged"),
    ('{"scope_id": %d, "content": "   "}', "nothing_said"),
    ('{"scope_id": %d, "content": "x", "phone": "12"}', "phone_unreadable"),
]


@pytest.mark.parametrize(("text", "code"), EVIL)
def test_bad_bodies_get_a_problem_document(community, text, code):
    text = text % community.estate.pk if "%d" in text else text
    answer = community.filer.post("/cases", text)
    assert answer.json()["code"] == code
    assert 400 <= answer.status_code < 500
    assert cases() == []


def test_bytes_that_are_no_text_and_other_formats_are_refused(community):
    refused(community.filer.post("/cases", b'{"content": "\xb5\xc6"}'), 400, "malformed")
    from django.test import Client

    headers = {"authorization": f"Bearer {community.filer.token}", "idempotency-key": "k"}
    refused(Client(headers=headers).post("/api/v1/cases", {"content": "x"}), 415, "not_json")
    refused(community.filer.post("/cases", {"content": "x" * 2_200_000}), 413, "body_too_large")


def test_a_photo_loses_its_metadata(community):
    picture, plain = Image.new("RGB", (40, 30), "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "secret camera"
    picture.save(plain, "JPEG", exif=exif)
    photo = {"name": "a.jpg", "base64": base64.b64encode(plain.getvalue()).decode()}
    answer = community.filer.post("/cases", {"scope_id": community.estate.pk, "photos": [photo]})
    assert answer.status_code == 201, answer.content
    with seen_as(SYSTEM):
        assert b"secret camera" not in bytes(Attachment.objects.get().body)


def test_intake_is_one_round_trip_once_the_token_is_known(community, django_assert_num_queries):
    body = {"place_id": community.place.pk, "content": "灯坏了", "category": "0302", "phone": "13800138000"}
    assert community.filer.post("/cases", body).status_code == 201
    with django_assert_num_queries(1):
        assert community.filer.post("/cases", body).status_code == 201
