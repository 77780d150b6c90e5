"""The leader's page: every number opens exactly its rows, within the own area, and no person is counted."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from html import unescape

import openpyxl
import pytest

from huiyin.casework.casefile.models import Case
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.remembering import forget_counts
from tests.desks.signed_in import at_desk
from tests.insight.rows import HOUR, hand_over, put_case, put_limit, put_line, put_verdict
from tests.town import plant_town

LINK = re.compile(r'<a[^>]*href="(/leader/list\?[^"]+)"[^>]*>(\d+)</a>')


@pytest.fixture
def town(db):
    forget_counts()
    town, at = plant_town(), now()
    with seen_as(SYSTEM):
        for place, scope in enumerate((town.estate, town.sister, town.other_estate) * 3):
            due = at + timedelta(minutes=50 * (place % 3 - 1))
            case = put_case(scope, at - 3 * HOUR, title=f"事由{place}", next_due_at=due, private=place == 4)
            put_limit(case, at - HOUR, outcome="met")
            put_line(case, "contacted", at - 2 * HOUR if place % 2 else at)
            if place % 2:
                hand_over(case, town.company)
            if place > 5:
                put_verdict(case, place > 6, "yes", at)
    return town


def links(page):
    return {(unescape(url), int(number)) for url, number in LINK.findall(page.content.decode())}


def test_every_number_opens_exactly_its_rows(town) -> None:
    desk = at_desk(town.people["leader"])
    page = desk.get("/leader/")
    assert page.status_code == 200
    found = links(page)
    assert len(found) > 12
    for url, number in found:
        answer = desk.get(url)
        assert answer.status_code == 200, url
        assert len(re.findall("<tr data-row>", answer.content.decode())) == number, url


def test_every_request_stands_in_one_line(town) -> None:
    page = at_desk(town.people["leader"]).get("/leader/").content.decode()
    section = page[page.index('id="ended"') :].partition("</section>")[0]
    numbers = [int(number) for _url, number in LINK.findall(section)]
    assert sum(numbers) == 9
    assert "9 requests came in" in section


def test_a_list_leaves_as_a_table_with_the_same_rows(town) -> None:
    desk = at_desk(town.people["leader"])
    with seen_as(SYSTEM):
        Case.objects.filter(title="事由0").update(title="=1+1")
    page = desk.get("/leader/list?what=open").content.decode()
    answer = desk.get("/leader/list.xlsx?what=open")
    assert answer["Content-Disposition"].startswith("attachment")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    headings = [cell.value for cell in next(sheet.iter_rows())]
    at = headings.index("Request")
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == len(re.findall("<tr data-row>", page)) == 9
    told = {row[at].value: row for row in rows}
    assert told["=1+1"][at].data_type == "s", "text stays text"
    covered = [row for row in rows if row[0].value in (None, "")]
    assert len(covered) == 1, "a private one is covered as on the page"
    assert desk.get("/leader/list.xlsx?what=nonsense").status_code == 404


def test_overdue_where_and_who_stand_above_the_rates(town) -> None:
    text = at_desk(town.people["leader"]).get("/leader/").content.decode()
    order = [text.index(f'id="{name}"') for name in ("what", "where", "who", "rates")]
    assert order == sorted(order)
    assert "富友" in text
    assert "three-rates@2026.1" in text
    for name in ("duty", "field", "deputy"):
        assert f">{name}<" not in text  # organisations hold cases; no person is counted (rule R-1)


def test_a_private_case_counts_but_shows_nothing(town) -> None:
    desk = at_desk(town.people["leader"])
    text = desk.get("/leader/list?what=open").content.decode()
    assert len(re.findall("<tr data-row>", text)) == 9
    assert "事由4" not in text
    assert "事由5" in text


def test_only_the_own_area_is_read(town) -> None:
    clerk = at_desk(town.people["clerk"])
    assert len(re.findall("<tr data-row>", clerk.get("/leader/list?what=open").content.decode())) == 6
    assert clerk.get(f"/leader/?scope={town.other_estate.pk}").status_code == 404
    assert clerk.get(f"/leader/list?what=open&scope={town.other_community.pk}").status_code == 404
    for name in ("steward", "contact", "duty", "field"):
        assert at_desk(town.people[name]).get("/leader/").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "what=x",
        "what=response&which=nothing",
        "what=overdue&holder=x&scope=99999999999999999999",
        "",
        "what=%00",
        "what=response&which=left_out:x",
        "what=open&page=99999",
        "what=open&days=-1&only=7",
    ],
)
def test_odd_addresses_get_an_answer(town, query) -> None:
    assert at_desk(town.people["leader"]).get(f"/leader/list?{query}").status_code in (200, 400, 404)


def test_the_hall_shows_the_same_numbers_and_names_nobody(town) -> None:
    """H3: what names a unit or a person stays on the leader's page; each number opens its list."""
    desk = at_desk(town.people["leader"])
    hall = desk.get("/leader/hall")
    assert hall.status_code == 200
    found = links(hall)
    assert len(found) >= 6
    for url, number in found:
        assert len(re.findall("<tr data-row>", desk.get(url).content.decode())) == number, url
    told = re.sub("<[^>]*>", " ", hall.content.decode())
    named = [town.company.name, *(account.display_name for account in town.people.values())]
    assert not [name for name in named if name and name in told]
    assert at_desk(town.people["duty"]).get("/leader/hall").status_code in (403, 404)
