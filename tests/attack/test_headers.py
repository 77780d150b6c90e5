"""S-89, S-90, S-78: every answer carries its headers, a stranger's have no effect, foreign forms fail."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from huiyin.project.instance.proxy import TrustedProxy
from huiyin.project.wsgi import application
from tests.attack.heads import lacking
from tests.attack.walking import opened
from tests.matrix.world import NEAR, build

pytestmark = pytest.mark.django_db
ODD_ONES = (
    ("GET", "/nowhere", 404), ("GET", "/api/v1/nowhere", 404), ("POST", "/clerk/", 403),
    ("DELETE", "/ask", 403), ("PUT", "/api/v1/cases", 405),
    ("GET", "/ask?x=%00", 400), ("GET", "/c/%00", 400), ("GET", "/%ff%fe", 404), ("TRACE", "/", 404),
    ("GET", "/static/../settings.py", 404),
    ("GET", "/static/huiyin/desk.js", 200), ("GET", "/.git/config", 404), ("GET", "/admin/", 404),
    ("POST", "/api/v1/cases", 401),
)  # fmt: skip
"""Answers beside those of pages: refusals, mistakes, files of our own."""
IDENTITIES = (
    "X_REMOTE_USER", "REMOTE_USER", "X_FORWARDED_USER", "X_AUTHENTICATED_USER", "X_USER", "X_SSO_USER",
    "X_WEBAUTH_USER", "X_CLIENT_CERT",
    "X_ORIGINAL_USER", "X_AUTH_REQUEST_USER", "X_ACCOUNT_ID", "X_VIEWER", "X_ROLE", "X_SCOPE", "AUTH_USER",
    "X_SSL_CLIENT_S_DN",
)  # fmt: skip
"""Headers under which other systems believe who somebody is."""


@pytest.fixture
def world(db):
    return build()


@pytest.mark.parametrize(("method", "path", "status"), ODD_ONES)
def test_every_other_answer_carries_its_headers(db, under_https, method, path, status):
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    answer = client.generic(method, path, secure=True)
    assert answer.status_code == status
    missing = lacking(answer)
    assert missing == (["Cache-Control"] if status == 200 else []), missing


def test_an_answer_to_a_forged_host_carries_them_too(db, under_https):
    answer = Client(raise_request_exception=False).get("/", HTTP_HOST="evil.example", secure=True)
    assert answer.status_code == 400
    assert set(lacking(answer)) <= {"Cache-Control"}


@pytest.mark.parametrize("value", ["clerk", "steward", "CN=steward"])
def test_no_header_says_who_somebody_is(world, value):
    """S-90: the door stays shut, and a signed-in person stays who he is."""
    told = {f"{form}{header}": value for header in IDENTITIES for form in ("HTTP_", "")}
    assert Client().get("/clerk/", **told).status_code in (302, 303)
    assert opened(world, "field", "/steward/", **told).status_code == 404


def test_forwarded_headers_are_gone_before_the_program_sees_them(db):
    """S-90, through the real entrance: an unnamed proxy's word does nothing."""
    assert isinstance(application, TrustedProxy)
    heard = {}

    def start(status, headers, *_rest):
        heard.update(status=status, headers=dict(headers))

    environ = Client()._base_environ(path="/sign-in") | {
        "REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_FOR": "127.0.0.1", "HTTP_FORWARDED": "host=evil.example",
        "HTTP_X_FORWARDED_PORT": "1",
    }  # fmt: skip
    body = b"".join(application(environ, start))
    assert heard["status"].startswith("200")
    assert b"evil.example" not in body
    assert environ["REMOTE_ADDR"] == "203.0.113.9"
    assert environ["wsgi.url_scheme"] == "http"


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example", "http://testserver:81"]
)
def test_a_right_token_from_another_site_is_refused(world, origin):
    """S-78: the token of the form itself, sent by a page elsewhere."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies = world.clients["clerk"].cookies
    number = world.values[NEAR]["number"]
    page = client.get(f"/case/{number}/note")
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/clerk/new").content.decode())
    assert page.status_code in (200, 302)
    told = {"csrfmiddlewaretoken": token[1], "key": str(uuid.uuid4()), "text": "x"}
    path = reverse("case-note", args=[number])
    assert client.post(path, told, HTTP_ORIGIN=origin).status_code == 403
    assert client.post(path, told, HTTP_ORIGIN="http://testserver").status_code == 303
