"""Lists leave as tables: the rows of the page, under the office's own headings in its own order."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.casework.casefile.models import Case, Requester
from huiyin.desks.ledger.cases import case_lines
from huiyin.desks.ledger.columns import LABELS, SYNONYMS, TABLES, fields_of
from huiyin.desks.ledger.views import headings_in
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.layouts import layout_for
from huiyin.insight.models import TableLayout
from tests.desks.signed_in import at_desk, send
from tests.insight.rows import HOUR, put_case
from tests.town import plant_town

OWN = "序号\t受理编号\t小区\t诉求内容\t联系电话\t办理状态\t备注"


@pytest.fixture
def town(db):
    town = plant_town()
    receipt = town.take_in(phone="13812345678", name="王大爷")
    with seen_as(SYSTEM):
        put_case(town.sister, now() - HOUR, title="=1+1")
        Requester.objects.bulk_create(
            Requester(case=case, scope_id=case.scope_id, link_digest=case.number.encode())
            for case in Case.objects.exclude(pk=receipt.case_id)
        )
    return town


def sheet_of(answer):
    assert answer.status_code == 200, answer.content[:300]
    assert answer["Content-Disposition"].startswith("attachment")
    return openpyxl.load_workbook(io.BytesIO(answer.content)).active


def rows_of(answer):
    """Heading → value, for each row."""
    lines = list(sheet_of(answer).iter_rows(values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def test_the_clerks_list_leaves_with_the_rows_of_the_screen(town):
    desk = at_desk(town.people["clerk"])
    page = desk.get("/clerk/")
    rows = rows_of(desk.get("/clerk/list.xlsx"))
    assert [row["Number"] for row in rows] == [row.number for row in page.context["rows"]]
    told = {row["Request"]: row for row in rows}
    assert told["=1+1"]["Estate"] == "F", "text stays text"
    first = next(row for row in rows if row["Who asked"] == "王大爷")
    assert first["Telephone"] == "138****5678", "masked, as on the page"
    assert rows_of(desk.get("/clerk/list.xlsx?show=overdue")) == []
    assert [row["Number"] for row in rows_of(desk.get(f"/clerk/list.xlsx?q={first['Number']}"))] == [
        first["Number"]
    ]


def test_more_cases_ask_the_database_nothing_more(town):
    """A table of 50,000 rows is read 500 at a time with a fixed number of questions (F3)."""

    def asked():
        with seen_as(town.viewer("clerk")) as viewer, CaptureQueriesContext(connection) as queries:
            ids = list(Case.objects.values_list("pk", flat=True))
            lines = list(case_lines(viewer, ids, now()))
        assert len(lines) == len(ids)
        return len(queries), len(lines)

    asked()  # packs and trees are kept from now on
    (few, first), _grown = asked(), [town.take_in(phone=f"1381234560{n}") for n in range(5)]
    assert asked() == (few, first + 5)


def test_an_office_has_its_own_headings_in_its_own_order(town):
    desk = at_desk(town.people["clerk"])
    assert send(desk, "/clerk/columns", headings=OWN, **{"and": "keep"}).status_code == 303
    sheet = sheet_of(desk.get("/clerk/list.xlsx"))
    lines = list(sheet.iter_rows(values_only=True))
    assert list(lines[0]) == OWN.split("\t")
    told = dict(zip(lines[0], lines[1], strict=True))
    assert told["联系电话"] == "138****5678"
    assert told["小区"] == "E"
    assert told["序号"] is None, "a column the office fills in by hand"
    assert told["备注"] is None


def test_what_a_heading_means_is_shown_and_can_be_corrected(town):
    desk = at_desk(town.people["clerk"])
    send(desk, "/clerk/columns", headings=OWN, **{"and": "keep"})
    page = desk.get("/clerk/columns").content.decode()
    assert "备注" in page
    chosen = {"column_6": "answer", "column_3": "title"}
    assert send(desk, "/clerk/columns", headings=OWN, **{"and": "keep"}, **chosen).status_code == 303
    viewer = town.viewer("clerk")
    with seen_as(viewer):
        assert dict(layout_for(viewer, "cases"))["备注"] == "answer"
    assert send(desk, "/clerk/columns", headings="x", **{"and": "usual"}).status_code == 303
    assert "Number" in [cell.value for cell in next(sheet_of(desk.get("/clerk/list.xlsx")).iter_rows())]


def test_the_order_of_a_community_holds_below_it_and_nowhere_else(town):
    send(at_desk(town.people["clerk"]), "/clerk/columns", headings="编号\n小区", **{"and": "keep"})
    for name, expected in (("duty", 2), ("clerk", 2), ("other_clerk", 0)):
        if name in town.people:
            viewer = town.viewer(name)
            with seen_as(viewer):
                assert len(layout_for(viewer, "cases")) == expected, name
    with seen_as(SYSTEM):
        assert TableLayout.objects.get().scope_id == town.community.pk


@pytest.mark.parametrize(
    ("headings", "words"),
    [
        ("", "There is no heading."),
        ("\t".join(f"列{n}" for n in range(81)), "more than 80 headings"),
        ("甲" * 61, "longer than 60"),
    ],
)
def test_what_is_no_row_of_headings_is_said_to_be_none(town, headings, words):
    answer = send(at_desk(town.people["clerk"]), "/clerk/columns", headings=headings, **{"and": "keep"})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_copied_row_and_a_list_of_lines_are_read_alike():
    assert headings_in('编号\t小区\n"内容"\r\n编号\n\n 状 态 ') == ["编号", "小区", "内容", "状 态"]


def test_every_heading_has_a_column_and_every_column_a_word():
    for table, keys in TABLES.items():
        assert set(keys) <= set(LABELS), table
        assert set(fields_of(table)) == set(keys), "each can be found by its heading"
    heard = [word for words in SYNONYMS.values() for word in words]
    assert len(heard) == len(set(heard)), "one heading, one column"


def test_leaders_read_the_same_figures_on_screen_and_in_the_table(town):
    desk = at_desk(town.people["leader"])
    page = desk.get("/leader/buildings").context["lines"]
    rows = rows_of(desk.get("/leader/buildings.xlsx"))
    assert [row["Building"] for row in rows] == [line["name"] for line in page]
    for row, line in zip(rows, page, strict=True):
        assert row["What came in"] == line["received"]
        numbers = [number for rate in line["rates"] for number in (rate["n"], rate["whole"])]
        assert [value for heading, value in row.items() if heading.endswith((" n", " N"))] == numbers
    assert desk.get(f"/leader/buildings?scope={town.community.pk}").status_code == 404
    lacking = rows_of(desk.get("/leader/coverage.xlsx?what=head&which=lack"))
    assert len(lacking) == desk.get("/leader/coverage?what=head&which=lack").context["count"]


def test_every_page_of_tables_lets_each_of_them_leave(town):
    desk = at_desk(town.people["steward"])
    page = desk.get("/steward/organisations").content.decode()
    assert 'href="?xlsx=0"' in page
    rows = rows_of(desk.get("/steward/organisations?xlsx=0"))
    assert "富友" in {row["Name"] for row in rows}
    for odd in ("9", "x", "-1", "\u0663", "99999999"):
        assert desk.get("/steward/organisations", {"xlsx": odd})["Content-Type"].startswith("text/html")
    assert sheet_of(at_desk(town.people["leader"]).get("/hands/figures?xlsx=0")).max_row >= 1


def test_slips_leave_in_the_offices_order_too(town):
    desk = at_desk(town.people["clerk"])
    usual = [cell.value for cell in next(sheet_of(desk.get("/clerk/owed/slips.xlsx")).iter_rows())]
    assert usual[:3] == ["Order number", "Platform", "Our number"]
    send(desk, "/clerk/columns?table=slips", headings="编号\n工单编号\n答复内容", **{"and": "keep"})
    own = [cell.value for cell in next(sheet_of(desk.get("/clerk/owed/slips.xlsx")).iter_rows())]
    assert own == ["编号", "工单编号", "答复内容"]
    assert "Number" in [cell.value for cell in next(sheet_of(desk.get("/clerk/list.xlsx")).iter_rows())]
    assert desk.get("/clerk/columns?table=nothing").status_code == 404


def test_the_pending_list_and_the_monthly_sheet_leave_too(town):
    assert rows_of(at_desk(town.people["leader"]).get("/pending/list.xlsx")) == []
    assert rows_of(at_desk(town.people["duty"]).get("/duty/month/cases.xlsx")) == []
    assert rows_of(at_desk(town.people["clerk"]).get("/incidents/list.xlsx")) == []
