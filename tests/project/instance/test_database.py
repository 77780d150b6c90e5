"""From a URL to Django's settings."""

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.project.instance.database import database_entry, parse_url
from huiyin.project.instance.environment import BadVariable
from huiyin.project.instance.pooled import PooledConnection

plain = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1)


@given(plain, plain, plain)
def test_names_and_passwords_survive_quoting(user, password, name):
    found = parse_url(
        f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@db:5433/{quote(name, safe='')}"
    )
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == (user, password, name)
    assert (found["HOST"], found["PORT"]) == ("db", "5433")


def test_a_socket_and_options():
    found = parse_url("postgresql://o@/huiyin?host=%2Frun%2Fpg&sslmode=require")
    assert (found["HOST"], found["OPTIONS"]) == ("/run/pg", {"sslmode": "require"})


def test_the_app_role_takes_the_owners_place():
    entry = database_entry("postgresql://o:p@db/h", role="app", app_role="app", secret="s", pool_size=3)
    assert entry["USER"] == "app"
    assert entry["PASSWORD"] not in ("p", "s")
    assert entry["OPTIONS"]["pool"] == {
        "min_size": 1,
        "max_size": 3,
        "timeout": 5,
        "reconnect_timeout": 5,
        "connection_class": PooledConnection,
    }


@pytest.mark.parametrize(
    ("url", "wanted"), [("", 5), ("?prepare_threshold=0", None), ("?prepare_threshold=2", 2)]
)
def test_statements_are_kept_prepared_unless_the_address_says_never(url, wanted):
    for role in ("app", "owner"):
        entry = database_entry(
            f"postgresql://o:p@db/h{url}", role=role, app_role="a", secret="s", pool_size=0
        )
        assert entry["OPTIONS"].get("prepare_threshold") == (wanted if role == "app" else None)
    with pytest.raises(BadVariable):
        database_entry(
            "postgresql://o@db/h?prepare_threshold=x", role="app", app_role="a", secret="s", pool_size=0
        )
