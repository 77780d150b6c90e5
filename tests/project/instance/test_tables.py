"""A new installation's tables are those the migrations come to."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from huiyin.ground.postgres import make_extensions
from huiyin.project.instance.tables import make_tables
from tests.cluster import Cluster

DESCRIBED = {
    "columns": """
        SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
               a.attgenerated, a.attcollation, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p') AND a.attnum > 0
          AND NOT a.attisdropped""",
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": """
        SELECT pg_get_triggerdef(oid), tgenabled, obj_description(oid, 'pg_trigger') FROM pg_trigger
        WHERE NOT tgisinternal""",
    "functions": """
        SELECT pg_get_functiondef(oid), proacl::text FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND prokind IN ('f', 'p')
          AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e')""",
    "policies": "SELECT pg_policies::text FROM pg_policies",
    "rights": """
        SELECT relname, relkind, relacl::text, relrowsecurity, relforcerowsecurity FROM pg_class
        WHERE relnamespace = 'public'::regnamespace""",
    "migrations": "SELECT app, name FROM django_migrations",
}
LEFT_ALONE = "auth_group_permissions"
"""Groups are not used; a migration of Django's own leaves another width of integer there."""


def described(url: str) -> dict[str, set[str]]:
    """What a database is made of, each kind as a set of lines."""
    with psycopg.connect(url) as owner:
        kinds = {name: {str(row) for row in owner.execute(query)} for name, query in DESCRIBED.items()}
    return {name: {one for one in rows if LEFT_ALONE not in one} for name, rows in kinds.items()}


def test_no_model_waits_for_a_migration(django_db_setup: None, django_db_blocker) -> None:
    told = StringIO()
    with django_db_blocker.unblock():
        try:
            call_command("makemigrations", check=True, dry_run=True, stdout=told, verbosity=2)
        except SystemExit:
            pytest.fail(told.getvalue())


@pytest.mark.django_db
def test_tables_are_made_in_an_empty_database_only() -> None:
    before = connection.introspection.table_names()
    assert make_tables() is False
    assert connection.introspection.table_names() == before


@pytest.mark.long
def test_step_by_step_the_migrations_come_to_the_same_tables(cluster: Cluster) -> None:
    name = f"test_{os.getpid()}_steps"
    cluster.clone(name, "template0")
    url = cluster.url(name)
    try:
        with psycopg.connect(url, autocommit=True) as owner:
            make_extensions(owner)
        command = [sys.executable, "-m", "huiyin.project.command", "manage", "migrate", "--verbosity=0"]
        subprocess.run(command, env=os.environ | {"DATABASE_URL": url, "HUIYIN_DB_ROLE": "owner"}, check=True)
        found = described(url)
    finally:
        cluster.drop(name)
    wanted = described(cluster.url(cluster.template))
    assert {kind: found[kind] ^ wanted[kind] for kind in DESCRIBED} == {kind: set() for kind in DESCRIBED}
