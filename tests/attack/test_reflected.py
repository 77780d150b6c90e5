"""S-83, S-84, S-88: what stands in an address comes back harmless, leads nowhere, is a value."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from django.test import Client

import huiyin
from tests.attack.acting import acting
from tests.attack.payloads import CANARY, EXPRESSIONS, LINES, MARKUP, ODD, ONWARD, SQL
from tests.attack.walking import opened, openers, told_to_the_database
from tests.matrix.routes import Route, operations, pages
from tests.matrix.world import NEAR, build

pytestmark = pytest.mark.django_db
COMMON = [
    "next",
    "page",
    "per_page",
    "sort",
    "order",
    "q",
    "filter",
    "lang",
    "language",
    "callback",
    "redirect",
    "url",
    "format",
    "fields",
    "id",
]
SOURCE = Path(huiyin.__file__).parent
READ = re.compile(r"""(?:GET|query|told)(?:\.get|\.getlist)?[([]\s*["'](\w+)["']""")
ALL = (*MARKUP, *EXPRESSIONS, *LINES, *ODD, *ONWARD)
MIXED = (
    MARKUP[0],
    ONWARD[0],
    LINES[0],
    SQL[7],
    MARKUP[15],
    ONWARD[6],
    SQL[250],
    LINES[3],
    "a\x00b",
    MARKUP[101],
)
"""For the quick test: some of each."""
LISTED = ("q", "state", "after", "scope_id", "limit", "sort", "cursor", "since", "kind")
"""Names of the lists of the API, and some it does not have."""
EACH = int(os.environ.get("HUIYIN_REFLECTED_EACH", "2"))
"""The long test: payloads for a name of a page. Of 140 pages and 86 names each name meets all of them."""
SHARE = 4
"""The quick test takes every fourth page that reads its address."""
ELSEWHERE = {"leave": "away from a private matter at once, to one address of the program's own"}


@pytest.fixture
def world(db):
    return build()


def names() -> list[str]:
    """Every name a view reads from an address, those of forms sent by GET, and what other programs read."""
    found = set(COMMON)
    for path in SOURCE.rglob("*.py"):
        text = path.read_text("utf-8")
        if ".GET" in text or "query.get(" in text:
            found |= set(READ.findall(text))
    for path in SOURCE.rglob("templates/**/*.html"):
        text = path.read_text("utf-8")
        found |= set(re.findall(r"[?&](\w+)=", text))
        if 'method="get"' in text:
            found |= set(re.findall(r'name="(\w+)"', text))
    return sorted(found | {"kind", "since", "until", "actor", "number"})


def test_the_search_for_names_finds_them():
    """It would pass on anything if it found nothing."""
    assert {"q", "what", "scope", "holder", "month", "show", "elder", "next", "template", "actor"} <= set(
        names()
    )


def reading() -> list[Route]:
    """The routes whose views look at the address."""
    return [route for route in pages() if "GET" in route.methods and not route.api and _reads(route.module)]


@cache
def _reads(module: str) -> bool:
    return ".GET" in Path(sys.modules[module].__file__ or "").read_text("utf-8")


def faults(name: str, answer) -> list[str]:
    """What is wrong with an answer to an address that holds anything."""
    wrong = [f"status {answer.status_code}"] if answer.status_code >= 500 else []
    where = answer.headers.get("Location", "")
    if where and name not in ELSEWHERE and not inside(where):
        wrong.append(f"leads to {where}")
    wrong += [
        f"header {key}"
        for key, value in answer.headers.items()
        if key.lower() == "x-evil" or re.search(r"[\r\n]", value)
    ]
    if "html" in answer.headers.get("Content-Type", ""):
        wrong += acting(answer.getvalue().decode())
    return wrong


def inside(where: str) -> bool:
    """Whether a browser that is sent there stays with us, whatever it makes of the letters."""
    plain = re.sub(r"[\x00-\x20]", "", where).replace("\\", "/")
    parts = urlsplit(plain)
    return not parts.scheme and not parts.netloc and not plain.startswith("//")


@pytest.mark.parametrize("where", ONWARD)
def test_the_check_of_redirects_sees_what_browsers_do(where):
    assert not inside(where) or where.replace("/", "").startswith((".", "%09"))
    assert inside("/clerk/?next=//evil.example")


def test_the_address_comes_back_harmless(world):
    """All names at once, each with something else, on every page that reads its address."""
    _none_is_wrong(world, [(route, zip(names(), cycle(MIXED), strict=False)) for route in reading()[::SHARE]])


@pytest.mark.long
def test_every_name_of_every_page_with_every_kind_of_payload(world):
    """Payloads in turn, so that every name meets all; pages that read no address get all names at once."""
    told = cycle(ALL)
    asked = [
        (route, [(name, text)]) for route in reading() for name in names() for text in islice(told, EACH)
    ]
    asked += [
        (route, list(zip(names(), told, strict=False)))
        for route in pages()
        if "GET" in route.methods and not route.api
    ]
    _none_is_wrong(world, asked)


@pytest.mark.long
def test_no_filter_search_or_order_becomes_a_statement(world):
    """S-84: 500 payloads in turn on every name of every page that searches."""
    told = cycle(SQL)
    asked = [(route, [(name, next(told))]) for route in reading() for name in names()]
    _none_is_wrong(world, asked)


def acts(query: str) -> bool:
    """Whether a statement holds what an address said; Django numbers its savepoints, some by that number."""
    numbered = query.startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT"))
    return (str(CANARY) in query or "pg_sleep" in query) and not numbered


def test_the_search_in_statements_finds_what_is_there():
    assert acts(f'SELECT "a" WHERE b = {CANARY}')
    assert acts("SELECT pg_sleep(5)")
    assert acts(f"SELECT '{CANARY}' SAVEPOINT")
    assert not acts(f'RELEASE SAVEPOINT "s1_x{CANARY}"')


def _none_is_wrong(world, asked):
    wrong = []
    with told_to_the_database() as heard:
        for route, query in asked:
            if world.known(route):
                told = urlencode([(name, text.encode("utf-8", "surrogatepass")) for name, text in query])
                answer = opened(
                    world, openers(world, route)[0], f"{world.address(route, NEAR)}?{told}"[:60_000]
                )
                wrong += [(route.name, told[:200], fault) for fault in faults(route.name, answer)]
    assert not wrong, "\n".join(map(str, wrong))
    assert not [query for query in heard if acts(query)]


@pytest.mark.parametrize("texts", [MIXED, pytest.param((*ALL, *SQL), marks=pytest.mark.long)], ids=len)
def test_lists_for_programs_take_values_and_nothing_else(world, texts):
    client, wrong = Client(raise_request_exception=False), []
    headers = {"Authorization": f"Bearer {world.tokens['program']}"}
    with told_to_the_database() as heard:
        for operation in (one for one in operations() if "GET" in one.methods):
            for name, text in zip(cycle(LISTED), texts, strict=False):
                told = urlencode({name: text.encode("utf-8", "surrogatepass")})
                answer = client.get(f"{world.address(operation, NEAR)}?{told}", headers=headers)
                wrong += [(operation.name, told[:80], fault) for fault in faults(operation.name, answer)]
    assert not wrong, "\n".join(map(str, wrong))
    assert not [query for query in heard if acts(query)]


@pytest.mark.parametrize("where", ONWARD)
def test_nobody_is_led_away(world, where):
    """`next`, on the page that changes the look and at the doors."""
    client = Client(raise_request_exception=False)
    for path in (f"/look?next={quote(where)}", f"/sign-in?next={quote(where)}"):
        assert faults("look", client.get(path)) == []
    signed_in = Client(raise_request_exception=False)
    signed_in.cookies = world.clients["clerk"].cookies
    sent = signed_in.post("/me/keys", {"key": "0" * 32, "on": "on", "next": where})
    assert faults("me-keys", sent) == []
