"""The auditor's desk: all is found, nothing changed, a broken chain is seen, no formulas leave."""

from __future__ import annotations

import uuid

import pytest

from huiyin.casework.casefile.models import Case
from huiyin.casework.casefile.seals import seal_heads
from huiyin.ground.clock import now
from huiyin.ground.tenancy.viewer import SYSTEM
from huiyin.ground.tenancy.wall import seen_as
from huiyin.insight.chain import check_case
from huiyin.registers.people.models import Reading
from tests.desks.signed_in import at_desk, send
from tests.town import case_of, plant_town


@pytest.fixture
def town(db):
    return plant_town()


@pytest.fixture
def desk(town):
    return at_desk(town.people["auditor"])


def test_the_trail_is_found_by_case_actor_and_period(town, desk) -> None:
    first, second = town.take_in(), town.take_in()
    page = desk.get(f"/auditor/?number={first.number}").content.decode()
    assert page.count("<tr data-row>") == 1
    assert second.number not in page
    assert desk.get("/auditor/?actor=nobody-at-all").content.decode().count("<tr data-row>") == 0
    old = desk.get("/auditor/?since=2020-01-01&until=2020-01-02").content.decode()
    assert old.count("<tr data-row>") == 0
    assert desk.get("/auditor/?since=tomorrow").status_code == 422


def test_changes_of_registers_show_who_and_why(town, desk) -> None:
    steward = at_desk(town.people["steward"])
    send(steward, f"/steward/places/{town.building.pk}/rename", name="1栋", short="1", reason="门牌更正")
    page = desk.get("/auditor/?kind=registers&actor=steward").content.decode()
    assert "门牌更正" in page
    assert page.count("<tr data-row>") == 1


def test_opened_telephones_are_listed_with_their_reason(town, desk) -> None:
    receipt = town.take_in()
    with seen_as(SYSTEM):
        Reading.objects.create(
            scope=town.estate,
            actor=f"account:{town.people['clerk'].pk}",
            subject=f"case:{receipt.case_id}",
            what="phone",
            reason="回访",
            at=now(),
        )
    page = desk.get("/auditor/?kind=readings&actor=clerk").content.decode()
    assert "回访" in page
    assert receipt.number in page


def test_an_export_holds_no_formulas(town, desk) -> None:
    town.take_in(name="x")
    steward = at_desk(town.people["steward"])
    send(steward, f"/steward/places/{town.building.pk}/rename", name="1栋", reason='=HYPERLINK("http://x")')
    table = desk.get("/auditor/export.csv?kind=registers&actor=steward").content.decode("utf-8-sig")
    assert "\"'=HYPERLINK" in table
    assert desk.get("/auditor/export.csv?kind=nothing").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_the_chain_of_one_case_is_computed_again(town, desk, owner_connection) -> None:
    receipt = town.take_in()
    with seen_as(SYSTEM):
        seal_heads()
    page = desk.get(f"/auditor/case/{receipt.number}").content.decode()
    assert "The chain is whole" in page
    owner_connection.execute("ALTER TABLE casefile_event DISABLE TRIGGER USER")
    owner_connection.execute(
        "UPDATE casefile_event SET actor = 'somebody' WHERE case_id = %s", [receipt.case_id]
    )
    owner_connection.execute("ALTER TABLE casefile_event ENABLE TRIGGER USER")
    with seen_as(SYSTEM):
        assert check_case(case_of(receipt)).wrong == (1,)
    assert "The chain is broken" in desk.get(f"/auditor/case/{receipt.number}").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_chain_written_anew_does_not_fit_its_seal(town, owner_connection) -> None:
    receipt = town.take_in()
    with seen_as(SYSTEM):
        seal_heads()
    owner_connection.execute("ALTER TABLE casefile_event DISABLE TRIGGER USER")
    owner_connection.execute("DELETE FROM casefile_event WHERE case_id = %s", [receipt.case_id])
    owner_connection.execute("ALTER TABLE casefile_event ENABLE TRIGGER USER")
    owner_connection.execute(
        "INSERT INTO casefile_event (case_id, scope_id, seq, at, verb, actor, actor_label, data, prev, hash)"
        " VALUES (%s, %s, 1, now(), 'taken_in', 'guest', '', '{}', '', '')",
        [receipt.case_id, town.estate.pk],
    )
    with seen_as(SYSTEM):
        checked = check_case(case_of(receipt))
    assert (checked.wrong, checked.seal_fits, checked.whole) == ((), False, False)


def test_nothing_is_changed_here_and_nobody_else_reads(town, desk) -> None:
    receipt = town.take_in(private=True)
    assert desk.get(f"/auditor/case/{receipt.number}").status_code == 200
    for name in ("clerk", "leader", "steward", "contact", "duty"):
        assert at_desk(town.people[name]).get("/auditor/").status_code == 404
        assert at_desk(town.people[name]).get(f"/auditor/case/{receipt.number}").status_code == 404
    assert desk.post("/auditor/", {"key": str(uuid.uuid4())}).status_code == 404
    assert send(desk, "/steward/people/new", scope=town.estate.pk, name="x").status_code == 404
    with seen_as(SYSTEM):
        assert Case.objects.count() == 1
