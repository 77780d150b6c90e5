"""S-26, S-27: a table that leaves holds what its screen shows, and is for the one who asked, now."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

import pytest

from huiyin.casework.casefile.reads import cases_of
from huiyin.desks.ledger.columns import LABELS
from huiyin.ground.tenancy.wall import seen_as
from tests.attack.exported import FILES, rows
from tests.attack.walking import opened, openers
from tests.matrix.preparing import slip_ready
from tests.matrix.routes import pages
from tests.matrix.test_routes import QUERIES
from tests.matrix.world import FAR, NEAR, SISTER

pytestmark = pytest.mark.django_db
NUMBER = re.compile(r"\b\d{6}-\d{8}-[A-Z]-\d{6}-[0-9A-Z*~$=]\b")
LEADING = re.compile(r'href="(/leader/list\?[^"]+)"')
OWN = {"clerk-import-returned": "second clerk", "steward-table-returned": "other clerk"}


@pytest.fixture
def world(sender):
    return sender.world


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def text_of(answer) -> str:
    reader = _Text()
    reader.feed(answer.content.decode())
    return " ".join(" ".join(reader.said).split())


def route(name: str):
    return next(one for one in pages() if one.name == name)


def _address(world, one, where: str = NEAR) -> str:
    return world.address(one, where) + QUERIES.get(one.name, "")


@pytest.mark.parametrize("everything", [False, pytest.param(True, marks=pytest.mark.long)])
def test_a_leaders_table_is_the_list_for_every_role_and_number(world, everything):
    """Numbers of the page, for everybody who may see figures: the same cases, the same words, no other."""
    compared, number = 0, str(LABELS["number"])
    for name in openers(world, route("leader-table")):
        for path in _numbers(world, name) if everything else ["/leader/list?what=waiting"]:
            shown = opened(world, name, path)
            head, *lines = rows(opened(world, name, path.replace("/list?", "/list.xlsx?")))
            words = text_of(shown)
            told = [dict(zip(head, line, strict=True)) for line in lines]
            assert {line[number] for line in told} - {""} == set(NUMBER.findall(words)), (name, path)
            for line in told:
                for key in ("place", "title", "state", "holder"):
                    assert " ".join(line[str(LABELS[key])].split()) in words, (name, path, key, line)
            with seen_as(world.viewers[name]):
                seen = set(cases_of(world.viewers[name]).values_list("number", flat=True))
            assert {line[number] for line in told} - {""} <= seen
            compared += bool(lines)
    assert compared >= len(openers(world, route("leader-table")))


def _numbers(world, name: str) -> list[str]:
    """The addresses behind every number of the page, as this person sees it."""
    page = opened(world, name, "/leader/").content.decode()
    return sorted({unescape(link) for link in LEADING.findall(page)})


def test_slips_are_those_of_the_screen_and_of_nobody_else(world):
    slip_ready(world)
    found = {}
    for name in ("clerk", "second clerk", "other clerk"):
        page, table = opened(world, name, "/clerk/owed"), rows(opened(world, name, "/clerk/owed/slips.xlsx"))
        found[name] = {line[2] for line in table[1:]}
        assert found[name] == set(NUMBER.findall(text_of(page))) & found[name], name
        assert all(number in text_of(page) for number in found[name])
    assert found["clerk"] == found["second clerk"] == {world.values[NEAR]["number"]}
    assert not found["other clerk"]


def test_the_trail_as_a_table_is_the_trail_on_the_page(world):
    for kind in ("cases", "readings", "registers"):
        page = opened(world, "auditor", f"/auditor/?kind={kind}")
        answer = opened(world, "auditor", f"/auditor/export.csv?kind={kind}")
        if page.status_code != 200:
            assert answer.status_code == 404, kind
            continue
        words, table = text_of(page), rows(answer)
        for line in table[1:]:
            assert line[4].removeprefix("'") in words, (kind, line)


def test_foreign_scopes_are_no_way_into_a_table(world):
    """`scope` of another community in the address: as if it were not there."""
    theirs = world.town.other_estate.pk
    for name in openers(world, route("leader-table")):
        viewer = world.viewers[name]
        answer = opened(world, name, f"/leader/list.xlsx?what=waiting&scope={theirs}")
        may = any(viewer.may(permission, theirs) for permission in route("leader-table").permissions)
        assert answer.status_code == (200 if may else 404), name


def _owned(world):
    """(route, who opens it) of every file behind a door."""
    found = [route(name) for name in FILES if not route(name).public]
    return [(one, openers(world, one)[0]) for one in found]


@pytest.mark.parametrize("name", OWN)
def test_an_upload_opens_for_its_uploader_alone(world, name):
    """S-27: not for a colleague with the same rights. Who may open none is tried in test_routes."""
    path = _address(world, route(name))
    assert opened(world, openers(world, route(name))[0], path).status_code == 200
    assert opened(world, OWN[name], path).status_code == 404


def test_no_file_opens_after_signing_out(world):
    """S-27: neither without the cookie nor with the one from before."""
    for person in sorted({person for _, person in _owned(world)}):
        kept = world.clients[person].cookies["huiyin-session"].value
        world.clients[person].post("/sign-out")
        for cookies in ({}, {"huiyin-session": kept}):
            world.clients[person].cookies.clear()
            world.clients[person].cookies.load(cookies)
            for one, opener in _owned(world):
                if opener == person:
                    answer = opened(world, person, _address(world, one))
                    assert answer.status_code == 302, one.name
                    assert answer.headers["Location"].startswith("/sign-in"), one.name


def test_a_photo_opens_under_its_own_case_only(world):
    """Another case's address with this photo's id, and the other way round."""
    for here, there in ((NEAR, SISTER), (SISTER, NEAR), (NEAR, FAR)):
        mixed = {**world.values[here], "file_id": world.values[there]["file_id"]}
        for name, person in (("c-file", "nobody"), ("case-file", "clerk")):
            assert opened(world, person, route(name).address(mixed)).status_code == 404
