"""Registers from tables at the steward's desk: tried, corrected, written down, returned."""

from __future__ import annotations

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.channels.rosters import tables
from huiyin.channels.rosters.jobs import write_register
from huiyin.channels.spreadsheets.jobs import forget_tables
from huiyin.channels.spreadsheets.refused import FileGone
from huiyin.channels.spreadsheets.table import read_table
from huiyin.channels.spreadsheets.writing import write_table
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.registers.people.models import Account, Post
from huiyin.registers.places.models import Home, Place
from huiyin.registers.rosters.columns import COLUMNS, EXAMPLES
from huiyin.registers.rosters.models import RosterFile
from huiyin.registers.rosters.words import RosterKind
from tests.desks.signed_in import at_desk, send
from tests.town import plant_town

HOMES = write_table(
    ["桑园社区房屋台账", "", "", "", ""],
    [
        ["小区名称", "楼栋", "单元", "房号", "建筑面积（㎡）"],
        ["E", "2", "1", "101", 88.5],
        ["E", "2", "1", "102", "很大"],
        ["新苑", "1", "", "", None],
    ],
)


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def steward(town):
    return at_desk(town.people["steward"])


def uploaded(client, town, body=HOMES, kind="places", name="台账.xlsx", **more):
    fields = {"kind": kind, "scope": town.community.pk, "file": SimpleUploadedFile(name, body)}
    return send(client, "/steward/tables", **fields, **more)


def places():
    with seen_as(SYSTEM):
        return set(Place.objects.values_list("label", flat=True))


def kept():
    """The table sent last."""
    with seen_as(SYSTEM):
        return RosterFile.objects.order_by("made_at").last()


def test_a_table_is_tried_written_down_and_returned(town, steward):
    before = places()
    tried = uploaded(steward, town)
    assert tried.status_code == 303
    page = steward.get(tried.url).content.decode()
    assert "Nothing has been written down yet." in page
    assert "“Floor area” cannot be read: 很大" in page
    assert "“新苑”" in page, "a new estate is told"
    assert places() == before
    columns = kept().mapping
    known = {"estate": "小区名称", "building": "楼栋", "entrance": "单元", "home": "房号"}
    assert columns == known | {"area": "建筑面积（㎡）"}
    for _twice in range(2):
        assert send(steward, f"{tried.url}/run", **columns, **{"and": "write"}).url == tried.url
    assert places() - before == {"E 2号楼", "E 2号楼 1单元", "E 2号楼 1单元 101", "新苑", "新苑 1号楼"}
    with seen_as(SYSTEM):
        assert Home.objects.get(place__label="E 2号楼 1单元 101").area == 8850
    back = read_table(steward.get(f"{tried.url}/returned").content)
    why = "“Floor area” cannot be read: 很大 Correct the row and send the table again."
    assert [row[-1] for row in back.rows if row[-1]] == [why]


def test_a_wrong_column_is_corrected_and_tried_again(town, steward):
    body = "小区,幢\nE,7\n".encode()
    tried = uploaded(steward, town, body, name="x.csv")
    assert send(steward, f"{tried.url}/run", estate="小区", building="", **{"and": "look"}).url == tried.url
    assert kept().outcome["new"] == {}
    send(steward, f"{tried.url}/run", estate="小区", building="幢", **{"and": "look"})
    assert kept().outcome["new"] == {"Building": 1}
    assert "E 7号楼" not in places()


def test_people_come_with_their_accounts_only_when_wanted(town, steward):
    uploaded(steward, town, HOMES)
    body = "姓名,手机,职务,小区,楼栋\n王芳,13900000001,楼长,E,1\n".encode()
    for wanted, accounts in (({}, 0), ({"accounts": "on"}, 1)):
        tried = uploaded(steward, town, body, "people", "楼长.csv", **wanted)
        send(steward, f"{tried.url}/run", **kept().mapping, **{"and": "write"})
        with seen_as(SYSTEM):
            assert Account.objects.filter(display_name="王芳").count() == accounts
            assert Post.objects.filter(person__name="王芳").count() == 1


@pytest.mark.parametrize("body", [b"", b"not a table", b"%PDF-1.4 x", HOMES[:300], b"PK\x03\x04" + b"\0" * 9])
def test_what_is_no_table_is_told_and_nothing_kept(town, steward, body):
    answer = uploaded(steward, town, body)
    assert answer.status_code == 422
    assert kept() is None


def test_nobody_else_sees_it_and_other_areas_are_not_there(town, steward):
    tried = uploaded(steward, town)
    assert at_desk(town.people["clerk"]).get(tried.url).status_code == 404
    elsewhere = {"kind": "places", "scope": town.other_community.pk}
    refused = send(steward, "/steward/tables", file=SimpleUploadedFile("x.xlsx", HOMES), **elsewhere)
    assert refused.status_code == 422
    assert kept().scope_id == town.community.pk


@pytest.mark.parametrize("kind", RosterKind.values)
def test_the_empty_table_is_understood_when_it_comes_back(town, steward, kind):
    body = steward.get(f"/steward/empty/{kind}.xlsx").content
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert [cell.value for cell in sheet[1]] == [heading for heading, _example in EXAMPLES[RosterKind(kind)]]
    tried = uploaded(steward, town, body, kind, "空表.xlsx")
    table = kept()
    assert tried.status_code == 303
    assert len(table.mapping) == len(table.headings), "every heading of ours is recognised"
    assert set(table.mapping) <= set(COLUMNS[RosterKind(kind)])


def test_the_bytes_go_in_the_night_and_the_outcome_stays(town, steward):
    tried = uploaded(steward, town)
    assert forget_tables(0) == 0
    with seen_as(SYSTEM):
        RosterFile.objects.update(made_at=now() - timedelta(hours=25))
    assert (forget_tables(0), forget_tables(0)) == (1, 0)
    page = steward.get(tried.url)
    assert page.status_code == 200
    assert "/returned" not in page.content.decode()
    columns = kept().mapping
    assert send(steward, f"{tried.url}/run", **columns, **{"and": "write"}).status_code == FileGone.status


def test_an_empty_table_of_something_else_is_not_there(steward):
    assert steward.get("/steward/empty/rules.xlsx").status_code == 404


@pytest.mark.parametrize("kind", RosterKind.values)
def test_a_register_that_left_comes_back_and_changes_nothing(town, steward, kind):
    people = "姓名,手机,职务,小区,楼栋\n王芳,13900000001,楼长,E,1\n".encode()
    owners = (
        "小区,楼栋,单元,房号,业主,手机,份额,产权面积,面积来源,用途\n"
        "E,2,1,101,王芳,13900000001,1/2,88.50,产权登记,住宅\nE,2,1,101,李强,,1/2,,,\n"
    ).encode()
    for body, what in ((HOMES, "places"), (people, "people"), (owners, "owners")):
        uploaded(steward, town, body, what)
        send(steward, f"/steward/tables/{kept().pk}/run", **{"and": "write"}, **kept().mapping)
    answer = steward.get(f"/steward/whole/{kind}.xlsx?scope={town.community.pk}")
    assert answer.status_code == 200
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))[1:]
    assert bool(rows) == (kind != RosterKind.SHIFTS), "the town has one shift of thirty years"
    assert "13900000001" not in str(rows), "no telephone of a person"
    if rows:
        uploaded(steward, town, body=answer.content, kind=kind)
        assert kept().problems == []
        assert kept().outcome["outcomes"] == {"same": len(rows)}
    assert steward.get(f"/steward/whole/{kind}.xlsx?scope={town.other_community.pk}").status_code == 404
    assert steward.get("/steward/whole/nothing.xlsx").status_code == 404


def test_a_large_table_is_the_workers(town, steward, monkeypatch):
    monkeypatch.setattr(tables, "AT_ONCE", 1)
    uploaded(steward, town)
    before = places()
    send(steward, f"/steward/tables/{kept().pk}/run", **{"and": "write"}, **kept().mapping)
    assert kept().state == "waiting"
    assert places() == before
    page = steward.get(f"/steward/tables/{kept().pk}").content.decode()
    assert "being written down" in page
    assert "Write the good rows down" not in page
    write_register(table_id=str(kept().pk))
    assert kept().state == "done"
    assert places() > before
    write_register(table_id=str(kept().pk))
    assert kept().outcome["rows"] == 3, "again changes nothing"


def test_a_large_table_comes_back_when_the_worker_may_not_write_it(town, steward, monkeypatch):
    monkeypatch.setattr(tables, "AT_ONCE", 1)
    uploaded(steward, town)
    send(steward, f"/steward/tables/{kept().pk}/run", **{"and": "write"}, **kept().mapping)
    with seen_as(SYSTEM):
        RosterFile.objects.update(body=b"")
    write_register(table_id=str(kept().pk))
    assert kept().state == "checked"
    assert str(FileGone().said) in steward.get(f"/steward/tables/{kept().pk}").content.decode()


def test_a_large_table_that_nobody_writes_can_be_asked_for_again(town, steward, monkeypatch):
    monkeypatch.setattr(tables, "AT_ONCE", 1)
    uploaded(steward, town)
    send(steward, f"/steward/tables/{kept().pk}/run", **{"and": "write"}, **kept().mapping)
    with seen_as(SYSTEM):
        RosterFile.objects.update(asked_at=now() - 2 * tables.STUCK)
    assert "Nothing has moved" in steward.get(f"/steward/tables/{kept().pk}").content.decode()
    send(steward, f"/steward/tables/{kept().pk}/run", **{"and": "go-on"})
    assert now() - kept().asked_at < tables.STUCK
