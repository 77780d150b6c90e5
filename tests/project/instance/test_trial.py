"""What a trial brought in goes whole and leaves the registers; afterwards nothing goes any more."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from huiyin.casework.casefile.models import Case
from huiyin.ground.installation.acts import begin_trial
from huiyin.ground.installation.models import Installation
from huiyin.ground.installation.reads import forget_trial, is_trial
from huiyin.project.instance.database import parse_url
from huiyin.project.instance.trial import CASE_APPS, KEPT, OtherNumber, end_trial, tables_of_trial
from tests.town import all_seen, plant_town

SAID = "removed before we begin"


@pytest.fixture
def town(transactional_db):
    return plant_town()


@pytest.fixture(autouse=True)
def forgotten():
    forget_trial()
    yield
    forget_trial()


def put_down(owner, count):
    return {table: owner.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in count}  # noqa: S608 - from the catalogue


@contextmanager
def as_owner(cluster):
    """Django's connection as the owner of the tables, as the command has it."""
    kept = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(parse_url(cluster.url(kept["NAME"])))
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


@pytest.mark.django_db
def test_an_installation_from_before_is_in_use():
    assert not is_trial()
    assert SAID not in Client(headers={"accept-language": "en"}).get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_every_page_says_that_it_is_a_trial(cluster):
    with as_owner(cluster):
        begin_trial()
    assert SAID in Client(headers={"accept-language": "en"}).get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_nobody_at_a_desk_begins_a_trial():
    with pytest.raises(ProgrammingError):
        begin_trial()


@pytest.mark.django_db
def test_every_table_of_cases_is_emptied_or_kept_for_a_reason():
    tables = {model._meta.db_table for app in CASE_APPS for model in apps.get_app_config(app).get_models()}
    assert set(KEPT) <= tables
    assert tables - set(KEPT) <= set(tables_of_trial())


def test_the_cases_go_and_the_registers_stay(town, owner_connection, cluster):
    for n in range(3):
        town.take_in(content=f"灯坏了{n}")
    with all_seen():
        last = Case.objects.order_by("number").last().number
    registers = ["places_place", "people_account", "organisations_service", "rules_scopepack", "ground_scope"]
    before = put_down(owner_connection, registers)
    with as_owner(cluster):
        begin_trial()
        with pytest.raises(OtherNumber) as other:
            end_trial(remove=2)
        assert (other.value.found, is_trial()) == (3, True), "whoever counted wrong removes nothing"
        end_trial(remove=3)
    assert set(put_down(owner_connection, tables_of_trial()).values()) == {0}
    assert put_down(owner_connection, registers) == before
    assert not is_trial()
    assert Installation.objects.get().live_since is not None
    assert town.take_in(content="真的").number.split("-")[3] > last.split("-")[3], "no number is given twice"
    with pytest.raises(Exception, match=r"append-only|kept for good"), transaction.atomic():
        owner_connection.execute("TRUNCATE casefile_event CASCADE")
