# ruff: noqa: S608 - table names come from the catalogue, never from a person
"""Who may open what: every address × every role × near and far, against the policy and the case register."""

import uuid
import zlib
from urllib.parse import quote

import pytest
from django.test import Client

from huiyin.casework.casefile.reads import cases_of
from huiyin.casework.s3_dispatch.reads import standing_assignment
from huiyin.casework.s4_handling.rules import is_handler
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.policy import PERMISSIONS
from huiyin.registers.people.words import Permission, Role
from tests.matrix.hands import HANDS
from tests.matrix.routes import BEARER, operations, pages
from tests.matrix.world import FAR, MISSING, NEAR, PEOPLE, SISTER, WHERE, build

AWAY = tuple(where for where in WHERE if where != NEAR)

OPEN = {
    "huiyin.desks.public": "what a resident needs before anybody is known",
    "huiyin.desks.resident": "opened by the token of one case",
    "huiyin.desks.ballot": "what owners need of a vote; a ballot is opened by its own token",
    "huiyin.desks.elections.public": "what hangs on the board of an election",
    "huiyin.desks.agreements": "what everybody reads of an agreement or an emergency service",
    "huiyin.desks.works": "what everybody reads of a work; the slip of a home",
    "huiyin.desks.fund": "what everybody reads of a use of the maintenance fund",
    "huiyin.desks.near": "what is being decided around a printed or public code",
    "huiyin.desks.sign_in": "the door",
    "huiyin.desks.field.outbox": "whose telephone it is now: nobody's is an answer too",
    "huiyin.project.urls": "whether the program lives",
    "huiyin.channels.sms.hooks": "opened by the secret in the address",
    "huiyin.api.urls": "the description of the API, and addresses that are not there",
    "huiyin.desks.styleguide": "every part of the pages with invented examples: no data",
}
"""Where public views may be written, each with its reason. A public page elsewhere fails."""
OWN_CODE = {
    "token", "secret", "code", "vote_code", "ballot_token", "proposal_code", "meeting_code", "election_code",
    "work_code", "fund_code", "agreement_code", "emergency_code",
    "poll_code", "survey_code",
}  # fmt: skip
"""Parameters that open their thing for whoever holds them."""
NARROWER = {"notice_id", "import_id", "table_id", "request_id"}
"""Things of one account or one moment (an inbox, an upload, an open question).

Who else is let in is tried elsewhere.
"""
SHARED = {"pack_id"}
"""Things that belong to no scope: everybody with the permission may see them."""
WORDS = {
    "tile", "step", "kind", "register", "move", "sheet", "proposal_move", "meeting_move", "seat_move",
    "work_move",
    "poll_move", "survey_move", "survey_list", "survey_paper", "question_no", "choice_no",
    "paper", "form", "month",
}  # fmt: skip
"""Parameters that are words of the address, not things."""
QUERIES = {
    "leader-list": "?what=waiting",
    "leader-table": "?what=waiting",
    "leader-coverage": "?what=body",
    "leader-coverage-table": "?what=body",
}
"""What an address cannot do without."""
AS_PROGRAM = {"Accept": "application/json"}
EVERY = pytest.mark.parametrize(
    "share", [pytest.param("turns", id="in-turns"), pytest.param("all", id="all", marks=pytest.mark.long)]
)
"""The long tests try every place with every person; the others a share, in turns: every second whom the
policy names at home, and one at least; every second of them at one foreign place; every sixth of those whom
it does not name; a quarter of foreign and missing things compared."""


def shared_out(share, choices, *what):
    """All of the choices, or the one whose turn it is for this route and person: the same in every run."""
    if share == "all":
        return tuple(choices)
    return (choices[zlib.crc32("/".join(what).encode()) % len(choices)],)


def its_turn(share, one_in, *what):
    """Whether all are tried, or this is the one of so many whose turn it is: the same in every run.

    By the sevenths of the digest: its remainder chooses in `shared_out`, which must not hang on this choice.
    """
    return share == "all" or zlib.crc32("/".join(what).encode()) // 7 % one_in == 0


@pytest.fixture
def world(transactional_db):
    return build()


@pytest.fixture
def fingerprint(owner_connection):
    """A sum over every row of every table but the browsers' sessions."""

    def take():
        tables = owner_connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relname NOT IN ('django_session') ORDER BY 1"
        ).fetchall()
        return {
            table: owner_connection.execute(
                f"SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM {table} t"
            ).fetchone()
            for (table,) in tables
        }

    return take


def closed(response):
    """Whether the answer is a no: not there, sign in first."""
    to_the_door = response.status_code in (302, 303) and response.headers["Location"].startswith("/sign-in")
    return response.status_code in (401, 404) or to_the_door


def get(client, path, **headers):
    response = client.get(path, headers=headers)
    assert response.status_code < 500, path
    return response


def routes():
    return [route for route in pages() if not route.api]


def may(viewer, route):
    return any(viewer.may(permission) for permission in route.permissions)


def sees(viewer, world, where):
    if where == MISSING:
        return False
    with seen_as(viewer):
        return cases_of(viewer).filter(pk=world.cases[where].pk).exists()


def test_every_view_names_a_permission():
    for route in [*pages(), *operations()]:
        assert route.permissions, f"{route.name} names no permission"
        known = set(Permission.values) | {"public", BEARER}
        assert set(route.permissions) <= known, route.name
        assert route.methods, route.name


def test_public_views_live_in_the_listed_rooms():
    for route in pages():
        if route.public:
            assert any(route.module.startswith(room) for room in OPEN), (
                f"{route.name} is public in {route.module}"
            )
        elif route.permissions == (BEARER,):
            assert route.api
        else:
            assert set(route.permissions) <= set(Permission.values)


def test_names_and_addresses_are_unique():
    found = pages()
    assert len({route.name for route in found}) == len(found)
    pages_only = [route.pattern for route in found if not route.api]
    assert len(set(pages_only)) == len(pages_only)


def test_every_permission_of_a_route_is_held_by_some_role():
    held = set().union(*PERMISSIONS.values())
    for route in [*routes(), *operations()]:
        if not route.public:
            assert set(route.permissions) & held, f"nobody can open {route.name}"
    assert set(PERMISSIONS) == set(Role)


def test_every_parameter_has_a_value_to_try(world):
    """A new kind of thing in an address needs its row in tests/matrix/world.py."""
    assert [route.name for route in pages() if not world.known(route)] == []


@EVERY
def test_pages_open_for_whom_the_policy_names_and_for_nobody_else(world, fingerprint, share):
    """S-60: no wrong yes and no wrong no, in the own estate, the next one and another community.

    On the way, because each page takes its time: `no-store` on everything a signed-in person is shown (S-69),
    and not one row is different afterwards (S-78; three rounds are among the long tests).
    """
    wrong, kept, before = [], [], fingerprint()
    for route in routes():
        if route.public or "GET" not in route.methods or not world.known(route):
            continue
        for name, client in _tried(world, route, share):
            viewer = world.viewers[name]
            abroad = may(viewer, route) and its_turn(share, 2, route.name, name)
            elsewhere = shared_out(share, AWAY, route.name, name) if abroad else ()
            for where in (NEAR, *elsewhere) if route.parameters else (NEAR,):
                wanted = may(viewer, route) and _within(viewer, route, world, where)
                if wanted and set(route.parameters) & NARROWER:
                    continue
                path = world.address(route, where) + QUERIES.get(route.name, "")
                # whom the policy does not name asks as a program: the same no, no page to draw
                response = get(client, path, **({} if may(viewer, route) else AS_PROGRAM))
                if closed(response) == wanted:
                    wrong.append((route.name, name, where, "denied" if wanted else "allowed"))
                if "no-store" not in response.headers["Cache-Control"]:
                    kept.append((route.name, name))
    assert not wrong, "\n".join(map(str, wrong))
    assert not kept, "\n".join(map(str, kept))
    _same(before, fingerprint())


def _tried(world, route, share):
    """Those whom the policy names, all or every second and the first; of the others all or every sixth."""
    named = [name for name in world.clients if may(world.viewers[name], route)]
    for name, client in world.clients.items():
        one_in = 2 if name in named else 6
        if name in named[:1] or its_turn(share, one_in, route.name, name):
            yield name, client


def _same(before, after):
    assert {table for table in after if after[table] != before[table]} == set()


CALLED = frozenset({"call"})
"""Pages of the called units, not of everybody who may handle cases there."""
LATER = frozenset({"volunteer-notes"})
"""Papers of what is over; in the world nothing is. Whom they open for then is tried by their own tests."""
HANDLERS = frozenset({"job", "case-return", "case-dispute"})
"""Pages of those who have the case, not of everybody who may handle cases there."""


def _within(viewer, route, world, where):
    """Whether the thing of the address lies where the viewer may use the route."""
    things = set(route.parameters) - WORDS
    if not things or (things <= SHARED and where != MISSING):
        return True
    if where == MISSING or route.name in LATER:
        return False
    there = any(viewer.may(permission, world.cases[where].scope_id) for permission in route.permissions)
    if route.name in CALLED:
        return there and world.town.company.pk in viewer.organisation_ids and where != FAR
    if route.name in HANDLERS:
        with seen_as(SYSTEM):
            return there and is_handler(viewer, standing_assignment(world.cases[where]))
    return there and ("number" not in route.parameters or sees(viewer, world, where))


def test_nobody_signs_in_by_asking(world):
    for route in routes():
        if not route.public and "GET" in route.methods and world.known(route):
            response = get(world.clients["nobody"], world.address(route, NEAR))
            assert response.status_code in (302, 303)
            assert response.headers["Location"].startswith("/sign-in"), route.name


def _told(client, path):
    """Status and length of the answer, its own address left out: ids are of different lengths."""
    response = get(client, path)
    return response.status_code, len(
        response.content.replace(path.encode(), b"").replace(quote(path, "").encode(), b"")
    )


@EVERY
def test_what_is_not_yours_looks_like_what_is_not_there(world, share):
    """S-61: the same status and the same length, to the byte."""
    for route in routes():
        if route.public or "GET" not in route.methods or not route.parameters or not world.known(route):
            continue
        for name in PEOPLE:
            viewer = world.viewers[name]
            if not may(viewer, route) or "request_id" in route.parameters:
                continue
            foreign_to = [where for where in (SISTER, FAR) if not _within(viewer, route, world, where)]
            if not foreign_to or not its_turn(share, 4, route.name, name):
                continue
            missing = _told(world.clients[name], world.address(route, MISSING))
            for where in shared_out(share, foreign_to, route.name, name):
                foreign = _told(world.clients[name], world.address(route, where))
                assert foreign == missing, (route.name, name, where)


def test_public_pages_answer_everybody_and_tell_a_wrong_code(world):
    for route in routes():
        if not route.public or "GET" not in route.methods or not world.known(route):
            continue
        for name in ("nobody", "clerk", "contact"):
            response = get(world.clients[name], world.address(route, NEAR))
            assert response.status_code != 401, route.name
            if set(route.parameters) & OWN_CODE:
                assert get(world.clients[name], world.address(route, MISSING)).status_code in (404, 410), (
                    route.name
                )


def _post(client, path, **headers):
    return client.post(path, {"key": str(uuid.uuid4()), "words": "x", "reason": "x"}, headers=headers)


@EVERY
def test_who_may_not_write_changes_nothing(world, fingerprint, share):
    """POST without the right: closed, and not one row is different afterwards. A sixth in turns."""
    before = fingerprint()
    for route in routes():
        if route.public or "POST" not in route.methods or not world.known(route):
            continue
        for name, client in world.clients.items():
            if not may(world.viewers[name], route) and its_turn(share, 6, route.name, name):
                response = _post(client, world.address(route, NEAR), **AS_PROGRAM)
                assert closed(response) or response.status_code == 403, (
                    route.name,
                    name,
                    response.status_code,
                )
    _same(before, fingerprint())


@EVERY
def test_who_may_write_elsewhere_changes_nothing_here(world, fingerprint, share):
    """The clerk of another community, on everything of this one: as if it were not there. Half in turns."""
    before, client, viewer = fingerprint(), world.clients["other clerk"], world.viewers["other clerk"]
    for route in routes():
        if route.public or "POST" not in route.methods or not route.parameters or not world.known(route):
            continue
        if may(viewer, route) and its_turn(share, 2, route.name):
            here, nowhere = (_post(client, world.address(route, where)) for where in (NEAR, MISSING))
            told = [(answer.status_code, answer.headers.get("Location")) for answer in (here, nowhere)]
            assert told[0] == told[1], route.name
            assert closed(here) or here.status_code == 303, route.name
    after = fingerprint()
    assert {table for table in after if after[table] != before[table]} <= {"ground_outcome"}


@pytest.mark.long
def test_opening_pages_changes_nothing(world, fingerprint):
    """S-78: every GET, as everybody, three times."""
    before = fingerprint()
    for _round in range(3):
        for route in routes():
            if "GET" not in route.methods or not world.known(route):
                continue
            for name, client in world.clients.items():
                if route.public and name not in ("nobody", "clerk"):
                    continue
                if route.public or may(world.viewers[name], route):
                    get(client, world.address(route, NEAR))
    _same(before, fingerprint())


@EVERY
def test_forms_without_their_token_are_refused(world, share):
    """S-78: no CSRF token, no write; wherever the form came from."""
    for route in routes():
        if "POST" not in route.methods or not world.known(route) or route.name == "sms-receipts":
            continue
        for name in shared_out(share, ("nobody", "clerk"), route.name):
            client = Client(enforce_csrf_checks=True)
            client.cookies = world.clients[name].cookies
            for origin in shared_out(share, ("", "https://evil.example"), route.name, name):
                extra = {"HTTP_ORIGIN": origin} if origin else {}
                response = client.post(world.address(route, NEAR), {"key": str(uuid.uuid4())}, **extra)
                assert response.status_code == 403, (route.name, name, origin)


def test_a_leaver_is_out_at_once(world):
    """S-67: the next request after the account was switched off."""
    account = world.town.people["clerk"]
    assert get(world.clients["clerk"], "/clerk/").status_code == 200
    account.is_active = False
    account.save(update_fields=["is_active"])
    assert closed(get(world.clients["clerk"], "/clerk/"))


@EVERY
def test_programs_reach_what_their_token_may_and_nothing_else(world, share):
    wrong = []
    for operation in operations():
        for name in [*world.tokens, "nobody"]:
            viewer = world.token_viewers.get(name, world.viewers["nobody"])
            headers = {"HTTP_AUTHORIZATION": f"Bearer {world.tokens[name]}"} if name in world.tokens else {}
            elsewhere = shared_out(share, AWAY, operation.name, name) if operation.parameters else ()
            for where in (NEAR, *elsewhere):
                status = _call(operation, world, where, headers)
                wanted = may(viewer, operation)
                if operation.parameters:
                    wanted = wanted and sees(viewer, world, where)
                if operation.name in BROUGHT_IN:
                    wanted = wanted and viewer.may(Permission.CASE_TRIAGE)
                shut = status in (401, 404)
                if shut == wanted or status >= 500:
                    wrong.append((operation.name, name, where, status))
    assert not wrong, "\n".join(map(str, wrong))


BROUGHT_IN = {"slip_given"}
"""Things of the program that brought them in; here nobody did, so they are left to those who sort cases."""
BODIES = {
    "file_case": {"content": "漏水"},
    "take_order": {"content": "漏水", "source": "12345", "source_ref": "GD1"},
    "triage": {"category": "0204"},
    "plan": {"steps": "x", "owner": "x", "done_by": "2026-01-01"},
    "propose": {"answer": "x"},
    "regrade": {"tier": "major", "reason": "x"},
    "decide_regrade": {"grant": False},
    "decline": {"outcome": "beyond_duty", "answer": "x"},
    "review": {"uphold": True},
    "call": {"reached": False},
    "pause": {"until": "2026-01-01T10:00:00+08:00"},
    "hand_back": {"reason": "x"},
    "split": {"content": "x"},
    "suspend": {"reason": "funds", "why": "x", "plan": "x", "review_on": "2026-01-01"},
    "decide_rest": {"approve": False},
    "extend": {"reason": "x"},
    "decide_time": {"grant": False},
    **HANDS,
}
"""What an operation cannot do without; the others take an empty body."""
SCOPED = ("file_case", "take_order", "share", "unshare")
"""Operations that name an area."""
NUMBERED = ("merge",)
"""Operations that name another case: here the same, which is refused behind the gate."""


def _call(operation, world, where, headers):
    """The status of a well-formed call; 409 and 422 are answers from behind the gate."""
    client, path = Client(raise_request_exception=False), world.address(operation, where)
    scope = world.cases[NEAR].scope_id
    if "GET" in operation.methods:
        return client.get(
            path, {"scope_id": scope} if operation.name == "list_categories" else {}, **headers
        ).status_code
    headers = {**headers, "HTTP_IDEMPOTENCY_KEY": str(uuid.uuid4())}
    body = BODIES.get(operation.name, {}) | ({"scope_id": scope} if operation.name in SCOPED else {})
    body |= {"main": world.values[where]["number"]} if operation.name in NUMBERED else {}
    return client.post(path, data=body, content_type="application/json", **headers).status_code
