"""The monthly report in its three forms says the same; the insight page opens a list behind every number."""

import io
import re
from datetime import timedelta
from html import unescape

import docx
import openpyxl
import pypdf
import pytest

from huiyin.casework.casefile.models import Requester
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.periods import ZONE
from huiyin.insight.reports.telling import report_for
from tests.desks.signed_in import at_desk
from tests.insight.rows import hand_over, put_case, put_topic
from tests.town import plant_town

HOUR = timedelta(hours=1)


@pytest.fixture
def town(db):
    town, at = plant_town(), now()
    with seen_as(SYSTEM):
        for kind in ("complaint", "help", "help"):
            case = put_case(
                town.estate, at - HOUR / 60, kind=kind, category="0204", place=town.building, title="返水"
            )
            hand_over(case, town.company)
        put_case(town.sister, at - HOUR / 60, place=town.sister_building, private=True, title="秘密")
    return town


def squeezed(text):
    return re.sub(r"\s+", "", text)


def test_three_forms_hold_the_same_figures(town):
    month = f"{now().astimezone(ZONE):%Y-%m}"
    leader, base = at_desk(town.people["leader"]), f"/leader/report/{town.community.pk}/{month}"
    viewer = town.viewer("leader")
    with seen_as(viewer):
        report = report_for(viewer, town.community.pk, now().astimezone(ZONE).date(), now())
    files = {form: leader.get(f"{base}.{form}") for form in ("pdf", "docx", "xlsx")}
    assert {form: answer.status_code for form, answer in files.items()} == dict.fromkeys(files, 200)
    wanted = [[list(map(str, row)) for row in one.rows] for one in report.sections if one.rows]
    document = docx.Document(io.BytesIO(files["docx"].content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows[1:]] for table in document.tables]
    assert tables == wanted
    assert len(document.inline_shapes) >= 3, "the trend, the legend, the estates"
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"].content))
    for sheet, one in zip(book.worksheets[1:], report.sections, strict=True):
        rows = (
            list(sheet.iter_rows(min_row=2, max_row=1 + len(one.rows), values_only=True)) if one.rows else []
        )
        assert [tuple(row[: len(held)]) for row, held in zip(rows, one.rows, strict=True)] == list(one.rows)
    pdf = squeezed(
        "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["pdf"].content)).pages)
    )
    page = squeezed(unescape(re.sub(r"<[^>]+>", "\n", leader.get(base).content.decode())))
    for one in report.sections:
        rows = squeezed("".join(str(cell) for row in one.rows for cell in row))
        assert rows in pdf, one.key
        assert rows in page, one.key


def test_a_report_is_only_there_for_whom_it_is(town):
    clerk = at_desk(town.people["other clerk"])
    for path in ("2026-01", "2026-01.pdf"):
        assert clerk.get(f"/leader/report/{town.community.pk}/{path}").status_code == 404
    leader = at_desk(town.people["leader"])
    for wrong in ("2026-13", "x", "2026-01.exe", "9999-12", "0000-01"):
        assert leader.get(f"/leader/report/{town.community.pk}/{wrong}").status_code == 404, wrong
    assert f"/leader/report/{town.community.pk}/" in leader.get("/leader/months").content.decode()


def test_every_number_of_the_insight_page_opens_its_list(town):
    leader = at_desk(town.people["leader"])
    page = leader.get("/leader/insight").content.decode()
    assert "style=" not in page.split("<main")[1]
    drawn = re.findall(r'<a href="([^"]*)"[^>]*><title>[^<]*: (\d+) requests</title>', page)
    links = drawn + re.findall(r'<a[^>]* href="(/leader/list\?[^"]*)">(\d+)</a>', page)
    assert len(drawn) == 1
    assert len(links) >= 8
    for url, n in links:
        listed = leader.get(unescape(url)).content.decode()
        assert listed.count("<tr data-row") == int(n), url
    assert "秘密" not in page
    assert "&lt;3" in page, "one request of a building is not told"


def test_hot_shared_problems_and_months_open_their_lists_in_words_of_papers(town):
    at = now()
    with seen_as(SYSTEM):
        topic, _cases = put_topic(town, [at] * 3 + [at - 40 * 24 * HOUR], no=1, people=4)
        topic.refresh_from_db()
    leader = at_desk(town.people["leader"])
    page = leader.get("/leader/insight").content.decode()
    part = page.split('id="topics"')[1].split("</section>")[0]
    assert "张三" not in page, "the program's title holds a resident's words"
    numbers = re.findall(r'<a href="(/leader/list[^"]*)">(\d+)</a>', part)
    assert [n for _url, n in numbers] == ["3", "1"], "of the period, and of the days before"
    trend = page.split('id="trend"')[1].split("</section>")[0]
    bars = re.findall(r'<a href="([^"]*)"[^>]*><title>\S+ (\d+)</title>', trend)
    assert sum(int(n) for _url, n in bars) == 8
    for url, n in numbers + bars:
        listed = leader.get(unescape(url)).content.decode()
        assert listed.count("<tr data-row") == int(n), url
    assert f'href="/topics/{topic.pk}"' in part
    others = at_desk(town.people["auditor"]).get("/leader/insight").content.decode()
    assert "which=" + str(topic.pk) in others
    assert "/topics/" not in others, "only for those who may see topics"
    for wrong in (
        "what=topic&which=x",
        "what=month&which=2026-13",
        "what=month&which=9999-12",
        "what=topics-few&which=x",
    ):
        assert leader.get(f"/leader/list?{wrong}").status_code == 404, wrong


def test_few_people_are_not_told(town):
    with seen_as(SYSTEM):
        _topic, cases = put_topic(town, [now()] * 3, no=1)
        for case in cases:
            Requester.objects.create(
                case=case, scope_id=case.scope_id, name="王", phone_index=b"1" * 16, link_digest=case.pk.bytes
            )
    page = at_desk(town.people["leader"]).get("/leader/insight").content.decode()
    part = page.split('id="topics"')[1].split("</section>")[0]
    assert ">&lt;3</td>" in part
