"""The restricted role, on a real server."""

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import make_conninfo

from huiyin.ground.postgres import EmbeddedServer, app_password, role_statements

SECRET = "not a real secret"
REFUSED = (
    "TRUNCATE later",
    "CREATE TABLE mine (n int)",
    "ALTER TABLE later DISABLE ROW LEVEL SECURITY",
    "SET ROLE huiyin_owner",
    "ALTER ROLE huiyin_app BYPASSRLS",
    "INSERT INTO later VALUES (3, 2)",
)


@pytest.fixture
def owner(data):
    with EmbeddedServer(data) as url, psycopg.connect(url, autocommit=True) as connection:
        yield connection


def as_role(owner, role, password):
    return psycopg.connect(make_conninfo(owner.info.dsn, user=role, password=password), autocommit=True)


def test_it_reads_and_writes_rows_and_nothing_else(owner):
    for _ in range(2):
        for statement in role_statements("huiyin_app", app_password(SECRET)):
            owner.execute(statement)
    owner.execute("CREATE TABLE later (n int, scope int)")
    owner.execute("ALTER TABLE later ENABLE ROW LEVEL SECURITY")
    owner.execute("CREATE POLICY one ON later USING (scope = 1)")
    owner.execute("INSERT INTO later VALUES (1, 1), (2, 2)")
    with as_role(owner, "huiyin_app", app_password(SECRET)) as role:
        assert role.execute("SELECT n FROM later").fetchall() == [(1,)]
        for refused in REFUSED:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                role.execute(refused)


def test_a_role_that_passes_the_walls_is_refused(owner):
    owner.execute("CREATE ROLE strong BYPASSRLS")
    with pytest.raises(psycopg.errors.RaiseException, match="strong"):
        owner.execute("; ".join(role_statements("strong", "x")))


def test_hostile_names_are_only_names(owner):
    for statement in role_statements("o'brien\"; DROP", "p'a$$s"):
        owner.execute(statement)
    with as_role(owner, "o'brien\"; DROP", "p'a$$s") as role:
        assert role.execute("SELECT current_user").fetchone() == ("o'brien\"; DROP",)


SECRETS = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1)
"""A keyed digest fills its key up with zero bytes: '' and '\\0' are the same key to it."""


@given(SECRETS, SECRETS)
def test_passwords_follow_from_the_secret(secret, other):
    assert app_password(secret) == app_password(secret)
    assert (app_password(secret) == app_password(other)) == (secret == other)
    assert app_password(secret, "a") != app_password(secret, "b")
