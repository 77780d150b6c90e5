"""F4: one fact is asked once. Every field of every report has one source, and nobody types into a report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse

from huiyin.casework.casefile.words import Verb
from huiyin.desks.clerk.entry import EntryForm
from huiyin.desks.ledger.columns import LABELS, TABLES
from huiyin.ground.clock import now
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.models import MonthReport
from huiyin.insight.periods import ZONE
from huiyin.insight.reports.telling import report_for
from tests.attack.exported import FILES
from tests.desks.signed_in import at_desk
from tests.matrix.routes import pages
from tests.town import plant_town

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs/reference/report-fields.md").read_text("utf-8")
KEPT = re.compile(r"^\| `(\w+)` \| `(\w+)\.(\w+)\.(\w+)`(?: of `(\w+)`)? \| ([^|]+) \|$", re.MULTILINE)
COUNTED = re.compile(r"^\| `(\w+)` \| (`[^|]+`) \|$", re.MULTILINE)
FIELDS = {key: (label, model, field, verb) for key, label, model, field, verb, _at in KEPT.findall(PAGE)}
SECTIONS = {key: re.findall(r"`([\w.]+)`", told) for key, told in COUNTED.findall(PAGE)}
TYPED = re.compile(r"<(?:input|textarea|select)\b[^>]*>")
GIVES_A_TABLE = ("-table", "-report-file", "-export", "-sheet", "month-table")
ASKED_ELSEWHERE = {"clerk-columns": "says which column goes where, not what stands in it"}


def test_every_column_is_on_the_page_and_has_a_source_that_exists() -> None:
    assert set(FIELDS) == set(LABELS) == {key for keys in TABLES.values() for key in keys}
    for key, (label, model, field, verb) in FIELDS.items():
        apps.get_model(label, model)._meta.get_field(field)
        assert not verb or verb in Verb.values, key


def test_no_two_columns_want_the_same_fact() -> None:
    wanted = list(FIELDS.values())
    assert len(set(wanted)) == len(wanted)


def test_a_fact_of_a_request_has_one_field_where_it_is_told() -> None:
    """Whoever types a call in is asked for each of them once."""
    told = {"content", "name", "phone", "place", "estate", "category", "kind", "channel"}
    assert told <= set(EntryForm.base_fields)
    labels = [str(field.label) for field in EntryForm.base_fields.values()]
    assert len(labels) == len(set(labels))


def test_nothing_is_sent_to_a_table_or_a_report() -> None:
    """The addresses that give one take nothing but the question."""
    giving = [route for route in pages() if route.name in FILES and route.name.endswith(GIVES_A_TABLE)]
    assert len(giving) >= 10
    for route in giving:
        assert set(route.methods) == {"GET"}, route.name
    assert ASKED_ELSEWHERE.keys() <= {route.name for route in pages()}


@pytest.fixture
def town(transactional_db):
    return plant_town()


def test_every_section_is_on_the_page_and_counted_from_columns_that_are(town) -> None:
    viewer, today = town.viewer("leader"), now().astimezone(ZONE).date()
    with seen_as(viewer):
        report = report_for(viewer, town.community.pk, today, now())
    assert {one.key for one in report.sections} == set(SECTIONS)
    for key, columns in SECTIONS.items():
        for column in columns:
            if "." in column:
                label, model, field = column.split(".")
                apps.get_model(label, model)._meta.get_field(field)
            else:
                assert column in FIELDS, (key, column)
    assert not MonthReport.objects.exists(), "reading a report keeps nothing"


def test_pages_of_reports_ask_for_nothing(town) -> None:
    """Only the search and the switches of the frame; a field on one of them would be a fact typed twice."""
    leader = at_desk(town.people["leader"])
    month = f"{now().astimezone(ZONE):%Y-%m}"
    for path in (
        reverse("leader-today"), reverse("leader-months"),
        f"/leader/report/{town.community.pk}/{month}", "/leader/buildings",
        "/leader/coverage?what=head&which=lack",
    ):  # fmt: skip
        page = leader.get(path)
        assert page.status_code == 200, path
        main = page.content.decode().split('<main id="main"')[1].split("</main>")[0]
        asked = [one for one in TYPED.findall(main) if 'type="hidden"' not in one and 'name="q"' not in one]
        posted = re.findall(r'<form[^>]*method="post"', main)
        assert not posted, path
        assert all("get" in form for form in re.findall(r"<form[^>]*>", main)) or not asked, path
