"""Guessers, floods and forged headers before the doors (assurance S-70 to S-74, S-79)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.casework.casefile.links import query_code
from huiyin.casework.casefile.requesters import token_by_code
from huiyin.ground import crypto
from huiyin.ground.models import Notice
from huiyin.ground.refusals import NotThere, Refusal
from huiyin.registers.people import entry
from huiyin.registers.people.models import Account, OneTimeCode
from huiyin.registers.people.refusals import WrongCode
from tests.town import Town, all_seen, plant_town

pytestmark = pytest.mark.django_db
PASSWORD = "seven wooden bridges"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
EVIL = "evil.example"
COMMITTING = pytest.mark.django_db(transaction=True)
"""For floods: a row changed thousands of times in one transaction keeps all its versions, and gets slow."""
_HOSTS = """
    X_FORWARDED_HOST X_HOST X_FORWARDED_SERVER X_ORIGINAL_HOST X_ORIGINAL_URL X_REWRITE_URL
    X_HTTP_HOST_OVERRIDE X_PROXY_HOST X_BACKEND_HOST ORIGIN X_WAP_PROFILE BASE_URL
"""
FORGED = {
    **{f"HTTP_{name}": EVIL for name in _HOSTS.split()},
    "HTTP_FORWARDED": f"host={EVIL};proto=https",
    "HTTP_REFERER": f"https://{EVIL}/",
    "HTTP_VIA": f"1.1 {EVIL}",
    "HTTP_X_FORWARDED_PROTO": f"https://{EVIL}",
    "HTTP_X_FORWARDED_PORT": "8443",
    "HTTP_X_FORWARDED_PREFIX": f"//{EVIL}",
    "HTTP_X_FORWARDED_FOR": "203.0.113.9",
    "HTTP_X_REAL_IP": "203.0.113.9",
}
"""Headers a stranger adds, hoping that links or limits follow them."""


@pytest.fixture
def town() -> Town:
    made = plant_town()
    with all_seen():
        clerk = made.people["clerk"]
        clerk.set_password(PASSWORD)
        clerk.save(update_fields=["password"])
    return made


def by_phone(account: Account) -> str:
    """Let the account sign in by its telephone; the number."""
    phone = f"17{account.pk:09}"
    with all_seen():
        account.by_phone = True
        account.phone_sealed = crypto.seal(phone, aad=account.phone_aad)
        account.phone_index = crypto.blind_index("phone", phone)
        account.save()
    return phone


def try_password(name: str, password: str, address: str) -> HttpResponse:
    return Client().post("/sign-in", {"username": name, "password": password}, REMOTE_ADDR=address)


def _guess(town: Town, tries: int, addresses: int) -> None:
    name = town.people["clerk"].username
    for number in range(tries):
        answer = try_password(name, secrets.token_hex(6), f"198.51.100.{number % addresses + 1}")
        assert answer.status_code in (403, 422, 429)
    for number in range(tries):
        answer = try_password(f"somebody{number}", PASSWORD, f"198.51.100.{number % addresses + 1}")
        assert answer.status_code in (403, 422, 429)
    assert try_password(name, PASSWORD, "192.0.2.7").status_code == 302


def test_guessing_a_password_gets_nowhere_and_locks_nobody_out(town: Town, settings: Any) -> None:
    """S-70, a small one: whoever has the account enters from another address at once."""
    settings.FORM_LIMITS = 1
    _guess(town, tries=12, addresses=3)


@pytest.mark.long
@COMMITTING
def test_ten_thousand_guesses_get_nowhere(town: Town, settings: Any) -> None:
    """S-70."""
    settings.FORM_LIMITS = 1
    _guess(town, tries=10_000, addresses=40)


def work_of(door: Callable[[], HttpResponse], monkeypatch: pytest.MonkeyPatch) -> tuple[Any, ...]:
    """What a try tells and costs: status, length of the page, statements to the database, digests made."""
    counted: list[str] = []
    hasher = type(hashers.get_hasher())
    encode, verify = hasher.encode, hasher.verify
    with (
        monkeypatch.context() as patch,
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        patch.setattr(hasher, "encode", lambda *a, **k: counted.append("x") or encode(*a, **k))
        patch.setattr(hasher, "verify", lambda *a, **k: counted.append("x") or verify(*a, **k))
        answer = door()
    return answer.status_code, len(answer.content), len(queries), len(counted)


def test_a_wrong_password_costs_and_says_what_an_unknown_name_does(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """S-71: the work is the same, so the time is; nothing is measured with a clock here."""
    known, unknown = town.people["clerk"].username, "n" * len(town.people["clerk"].username)
    first = work_of(lambda: try_password(known, "no such words", "192.0.2.1"), monkeypatch)
    second = work_of(lambda: try_password(unknown, "no such words", "192.0.2.2"), monkeypatch)
    assert first == second
    assert first[3] == 1


def test_an_unknown_phone_is_answered_like_a_known_one(town: Town) -> None:
    """S-71: the same page and the same way on, for asking and for a wrong code."""
    known = by_phone(town.people["field"])
    answers = []
    for phone in (known, "17900000001"):
        client = Client()
        asked = client.post("/sign-in/phone", {"phone": phone})
        tried = client.post("/sign-in/code", {"code": "000000"})
        answers.append((asked.status_code, asked.headers["Location"], tried.status_code, len(tried.content)))
    assert answers[0] == answers[1]


@pytest.mark.parametrize("header", FORGED)
def test_no_page_or_message_names_the_host_a_stranger_wrote(town: Town, header: str) -> None:
    """S-72: links are made from PUBLIC_URL alone."""
    known = by_phone(town.people["field"])
    client = Client(raise_request_exception=False, headers={})
    receipt = town.take_in()
    for path in ("/", "/sign-in", "/ask", "/case/x", f"/c/{receipt.token}"):
        answer = client.get(path, **{header: FORGED[header]})
        assert answer.status_code < 500
        assert EVIL not in answer.content.decode() + answer.headers.get("Location", "")
    answer = client.post("/sign-in/phone", {"phone": known}, **{header: FORGED[header]})
    assert EVIL not in answer.headers.get("Location", "")
    with all_seen():
        assert not Notice.objects.filter(params__icontains=EVIL).exists()


def test_another_host_is_refused(town: Town) -> None:
    """S-72: the Host header itself."""
    assert Client(raise_request_exception=False).get("/sign-in", HTTP_HOST=EVIL).status_code == 400


def test_no_header_buys_a_sixth_message(town: Town) -> None:
    """S-73: five an hour for a telephone, whatever else the request says."""
    phone = by_phone(town.people["field"])
    for header, value in FORGED.items():
        Client().post("/sign-in/phone", {"phone": phone}, **{header: value})
    with all_seen():
        assert OneTimeCode.objects.count() == entry.PER_HOUR
        assert Notice.objects.filter(template="sign_in").count() == entry.PER_HOUR


def test_the_installations_budget_ends_a_flood_over_many_phones(town: Town, settings: Any) -> None:
    """S-73: a provider's bill has a ceiling."""
    settings.CODES_PER_HOUR = 12
    for number in range(20):
        Client().post("/sign-in/phone", {"phone": f"179{number:08}"})
    with all_seen():
        assert OneTimeCode.objects.count() == settings.CODES_PER_HOUR


def _codes(town: Town, guesses: int) -> int:
    phone, hits = by_phone(town.people["field"]), 0
    with all_seen():
        entry.send_code(phone=phone)
        for _ in range(guesses):
            try:
                entry.check_code(phone=phone, code=f"{secrets.randbelow(1_000_000):06d}")
                hits += 1
            except WrongCode:
                pass
        assert OneTimeCode.objects.get().tries == entry.MOST_TRIES
    return hits


def test_a_code_is_dead_after_five_guesses(town: Town) -> None:
    """S-74, a small one."""
    assert _codes(town, 50) == 0


@pytest.mark.long
@COMMITTING
def test_a_hundred_thousand_guesses_at_a_code(town: Town) -> None:
    """S-74."""
    assert _codes(town, 100_000) == 0


def _query_codes(town: Town, guesses: int) -> int:
    hits = 0
    for _ in range(guesses):
        try:
            token_by_code("".join(secrets.choice(ALPHABET) for _ in range(10)))
            hits += 1
        except NotThere:
            pass
    return hits


def test_a_query_code_opens_its_case_and_a_number_opens_nothing(town: Town) -> None:
    """S-79: what is printed on notices is the number; it is no key."""
    receipt = town.take_in()
    assert token_by_code(query_code(receipt.case_id)) == receipt.token
    client = Client()
    for said in (receipt.number, receipt.number.replace("-", ""), receipt.number[-10:]):
        assert client.post("/ask", {"code": said}).status_code == 422
    assert client.get(f"/c/{receipt.number}").status_code in (404, 410)
    assert _query_codes(town, 200) == 0


def test_guessing_query_codes_is_slowed_down(town: Town, settings: Any) -> None:
    """S-79: thirty look-ups an hour from one browser, then none, and the page says when to go on."""
    settings.FORM_LIMITS = 1
    client = Client()
    client.get("/ask")
    answers = [client.post("/ask", {"code": "0123456789"}).status_code for _ in range(33)]
    assert answers[:30] == [422] * 30
    assert answers[30:] == [429] * 3


@pytest.mark.long
@COMMITTING
def test_a_hundred_thousand_guesses_at_query_codes_among_many_cases(town: Town) -> None:
    """S-79: a thousand cases stand here; a million would be hit once in 11,000 such floods (50 bits)."""
    for number in range(1000):
        town.take_in(content=f"路灯不亮 {number}")
    assert _query_codes(town, 100_000) == 0


def test_refusals_before_the_doors_say_what_to_do(town: Town, settings: Any) -> None:
    """A refused guesser may be an honest neighbour: the sentence has a way on."""
    settings.CODES_PER_HOUR = 0
    with pytest.raises(Refusal) as no:
        entry.send_code(phone="17900000002")
    assert no.value.advice
