# ruff: noqa: S608 - table names come from the catalogue, never from a person
"""The second wall, with the program's own filter left out.

PostgreSQL shows and takes only what the viewer may.
"""

import uuid

import pghistory.models
import psycopg
import pytest
from django.apps import apps
from django.db import Error, connection, transaction

from huiyin.ground.tenancy.viewer import SYSTEM, Viewer, guest, requester
from huiyin.ground.tenancy.wall import seen_as
from tests.ground.tenancy.rows import put_row, tables_with

pytestmark = pytest.mark.django_db(transaction=True)

OPEN_TABLES = {
    "people_device": "read before anybody is known: the cookie of a duty room's screen",
    "people_rolegrant": "read to find out what a viewer may",
    "people_rolegrantevent": "the history of grants, written wherever grants are",
    "people_deviceevent": "the history of screens, written wherever screens are",
}
"""Tables with a scope that stand outside the wall, each with its reason. A new one has to be entered here."""
PUBLIC_TABLES = {"rules_scopepack": "which rules hold where is public; choosing them is not"}
"""Tables everybody may read."""
READABLE = {*OPEN_TABLES, *PUBLIC_TABLES}
OWN = {
    "casefile_case": "id",
    "casefile_requester": "case_id",
    "casefile_event": "case_id",
    "casefile_clock": "case_id",
    "casefile_timer": "case_id",
    "casefile_attachment": "case_id",
    "casefile_waitingfile": "case_id",
    "dispatch_assignment": "case_id",
    "closure_verdict": "case_id",
    "handling_plan": "case_id",
    "handling_suspension": "case_id",
    "handling_incidentcase": "case_id",
    "triage_link": "case_id",
    "triage_sharedfile": "case_id",
    "ground_notice": "subject_id",
    "voices_rollhead": "id",
    "voices_rollunit": "head_id",
    "voices_rollowner": "head_id",
    "voices_ballot": "head_id",
    "voices_objection": "head_id",
    "voices_turnedaway": "head_id",
}
"""What the person behind one case may see of it, and by which column."""
FOREVER = {
    "agreements_agreementevent",
    "agreements_given",
    "agreements_picture",
    "agreements_renewal",
    "agreements_serviceevent",
    "agreements_signature",
    "board_postingevent",
    "volunteers_dutyevent",
    "volunteers_volunteerevent",
    "casefile_event",
    "closure_givenback",
    "decisions_decisionevent",
    "works_photograph",
    "works_concernedhome",
    "works_projectevent",
    "fund_fundevent",
    "fund_fundpayment",
    "fund_quotationscan",
    "voices_askedunit",
    "closure_platformcall",
    "casefile_clockentry",
    "casefile_seal",
    "handling_incidentchange",
    "handling_mediationnote",
    "people_reading",
    "proposals_dissent",
    "proposals_meetingevent",
    "proposals_proposalevent",
    "rules_rulepack",
    "rules_scopepack",
    "topics_correction",
    "triage_learningasked",
    "triage_lesson",
    "triage_sortingrecord",
    "voices_ballot",
    "voices_ballotsecret",
    "voices_delivery",
    "voices_paperentry",
    "voices_paperscan",
    "voices_pollevent",
    "voices_pollvoice",
    "voices_surveyanswer",
    "voices_surveycase",
    "voices_surveyevent",
    "voices_surveysheet",
    "voices_proposalvote",
    "voices_rollhead",
    "voices_rollowner",
    "voices_rollunit",
    "voices_turnedaway",
    "voices_electionevent",
    "voices_stagefile",
    "voices_voteevent",
    "voices_voteresult",
}
OWNERS_ONLY = {
    "agreements_move", "casefile_move", "fund_move", "proposals_move", "topics_move", "voices_move",
    "voices_poll_move", "works_move",
}  # fmt: skip
SEALED = {"voices_ballotsecret", "voices_paperscan"}
"""Choices of owners' votes: nobody reads them before the close, not even the program (tests/commons)."""
MINE, THEIRS = 11, 22


@pytest.fixture
def tables(owner_connection):
    """Every table with a scope holds one row of mine and one of theirs."""
    found = tables_with(owner_connection, "scope_id")
    for table in found:
        for scope in (MINE, THEIRS):
            put_row(owner_connection, table, scope_id=scope)
    assert len(found) > 25
    return found


def worker(scope=MINE, around=()):
    return Viewer(kind="account", id="1", grants={"case.read": frozenset({scope})}, around=frozenset(around))


def rows(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def foreign(tables, viewer):
    """Tables in which the viewer sees a row of theirs."""
    with seen_as(viewer):
        return {table for table in tables if rows(f"SELECT 1 FROM {table} WHERE scope_id = %s", THEIRS)}


def test_every_table_with_a_scope_is_behind_the_wall_or_on_the_list(tables, owner_connection):
    walled = {
        row[0]
        for row in owner_connection.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relnamespace = 'public'::regnamespace"
        )
    }
    assert set(tables) - walled <= set(OPEN_TABLES)
    with seen_as(SYSTEM):
        for table in set(tables) - SEALED:
            assert len(rows(f"SELECT 1 FROM {table} WHERE scope_id IN (%s, %s)", MINE, THEIRS)) == 2, table


def test_whoever_belongs_elsewhere_sees_nothing_of_theirs(tables):
    assert foreign(tables, worker()) == READABLE
    assert foreign(tables, guest()) == READABLE
    assert foreign(tables, requester(uuid.uuid4(), [])) == READABLE
    with seen_as(worker()):
        for table in set(tables) - SEALED:
            assert rows(f"SELECT 1 FROM {table} WHERE scope_id = %s", MINE), table


def test_around_only_the_register_is_seen_and_nothing_is_written(tables, owner_connection):
    register = {
        row[0]
        for row in owner_connection.execute(
            "SELECT tablename FROM pg_policies WHERE policyname = 'huiyin_around'"
        )
    }
    near = worker(around=[THEIRS])
    assert foreign(tables, near) == register | READABLE
    assert foreign(tables, guest([THEIRS])) == register | READABLE
    for table in sorted(register - FOREVER):
        with seen_as(near):
            assert rows(f"UPDATE {table} SET scope_id = scope_id WHERE scope_id = %s", THEIRS) == 0


def test_nothing_of_theirs_can_be_changed_taken_or_planted(tables):
    for table in sorted(set(tables) - set(OPEN_TABLES) - FOREVER):
        if not rows("SELECT 1 WHERE has_table_privilege(current_user, %s, 'UPDATE')", table):
            continue
        with seen_as(worker()):
            assert rows(f"UPDATE {table} SET scope_id = scope_id WHERE scope_id = %s", THEIRS) == 0, table
        with (
            pytest.raises(
                Error, match=r"row-level security|append-only|never deleted|immutable|never changed"
            ),
            seen_as(worker()),
        ):
            rows(f"UPDATE {table} SET scope_id = %s WHERE scope_id = %s", THEIRS, MINE)
        with seen_as(worker()), transaction.atomic():
            assert rows(f"DELETE FROM {table} WHERE scope_id = %s", THEIRS) == 0, table


def test_without_a_viewer_nothing_is_seen(tables):
    """A query outside seen_as, as a forgotten one would be."""
    for table in sorted(set(tables) - READABLE):
        assert rows(f"SELECT 1 FROM {table}") == [], table


def test_the_viewer_ends_with_the_transaction(tables):
    with seen_as(worker()):
        assert rows("SELECT 1 FROM casefile_case WHERE scope_id = %s", MINE)
    assert rows("SELECT 1 FROM casefile_case") == []
    with seen_as(worker(THEIRS)):
        with seen_as(worker(MINE)):
            assert not rows("SELECT 1 FROM casefile_case WHERE scope_id = %s", THEIRS)
        assert rows("SELECT 1 FROM casefile_case WHERE scope_id = %s", THEIRS)


def test_the_person_behind_a_case_sees_that_case_only(tables, owner_connection):
    mine = uuid.uuid4()
    for table, column in OWN.items():
        put_row(owner_connection, table, scope_id=THEIRS, **{column: mine})
    me = requester(mine, [])
    for table in sorted(set(tables) - READABLE):
        with seen_as(me):
            seen = rows(f"SELECT {OWN.get(table, 'scope_id')} FROM {table}")
        assert seen == ([(mine,)] if table in OWN else []), table


def test_no_table_with_rows_of_people_is_left_without_a_scope(owner_connection):
    """Tables without a scope are known by name: none of them holds what residents said or who they are."""
    ours = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("huiyin.")}
    without = ours - set(tables_with(owner_connection, "scope_id"))
    assert without == {
        "ground_scope",
        "ground_installation",
        "ground_outcome",
        "ground_use",
        "rules_rulepack",
        "people_account",
        "people_accountevent",
        "people_apitoken",
        "people_apitokenevent",
        "people_invitation",
        "people_invitationevent",
        "people_onetimecode",
    }


def test_the_application_is_not_the_owner_and_passes_no_wall(owner_connection):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False,) * 5
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM pg_auth_members WHERE member = current_user::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("statement", [
    "ALTER TABLE casefile_case DISABLE ROW LEVEL SECURITY",
    "DROP POLICY huiyin_mine ON casefile_case",
    "ALTER TABLE casefile_event DISABLE TRIGGER ALL",
    "SET session_replication_role = replica",
    "TRUNCATE casefile_event",
    "DROP TABLE casefile_move",
    "CREATE TABLE mine (id int)",
    "CREATE OR REPLACE FUNCTION huiyin_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
    "CREATE OR REPLACE FUNCTION huiyin_everywhere() RETURNS boolean LANGUAGE sql AS 'SELECT true'",
    "INSERT INTO casefile_move VALUES ('received', 'confirmed')",
    "DELETE FROM casefile_move",
    "SET ROLE huiyin_owner",
    "COPY casefile_case TO PROGRAM 'cat'",
    "COPY casefile_move FROM '/etc/passwd'",
    "SELECT pg_read_file('/etc/passwd')",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
])  # fmt: skip
def test_what_the_application_may_not_do(statement):
    with (
        seen_as(SYSTEM),
        pytest.raises(Error, match=r"permission denied|must be owner"),
        transaction.atomic(),
    ):
        rows(statement)


def test_append_only_tables_can_neither_be_changed_nor_emptied(owner_connection):
    """Every history and every chain: no right to change, and a trigger for whoever has the right."""
    every = owner_connection.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    history = {
        model._meta.db_table for model in apps.get_models() if issubclass(model, pghistory.models.Event)
    }
    assert len(history) > 5
    for table in FOREVER | OWNERS_ONLY | history:
        for right in ("UPDATE", "DELETE", "TRUNCATE"):
            asked = rows("SELECT has_table_privilege(current_user, %s, %s)", table, right)
            assert asked == [(False,)], (table, right)
    for (table,) in every:
        assert rows("SELECT has_table_privilege(current_user, %s, 'TRUNCATE')", table) == [(False,)], table


def test_who_did_it_is_as_fixed_as_what_was_done(owner_connection):
    """S-49: the row beside a history that names the actor is fixed once its transaction is over."""
    rows(
        "INSERT INTO pghistory_context (id, metadata, created_at, updated_at)"
        " VALUES (%s, '{}', now(), now())",
        uuid.uuid4(),
    )
    for statement in ("UPDATE pghistory_context SET metadata = '{\"actor\": \"account:1\"}'",
                      "DELETE FROM pghistory_context"):  # fmt: skip
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            rows(statement)
        with pytest.raises(psycopg.Error, match="append-only"):
            owner_connection.execute(statement)
