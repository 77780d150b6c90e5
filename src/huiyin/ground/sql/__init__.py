"""Database objects that are not tables: functions, triggers, policies; as .sql files beside their app.

They are code: installed anew, in the order of INSTALLED_APPS and file names, after every migration.
"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from huiyin.ground.postgres.roles import app_password, role_statements

_REVOKE = """
DO $$ DECLARE t regclass; BEGIN
  FOR t IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'huiyin_append_only' LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %s FROM {role}', t);
  END LOOP;
  FOR t IN SELECT objoid::regclass FROM pg_description
      WHERE classoid = 'pg_class'::regclass AND description = 'owner writes' LOOP
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON %s FROM {role}', t);
  END LOOP;
END $$
"""
"""Append-only tables lose UPDATE and DELETE, tables marked 'owner writes' all writing."""


def sql_files() -> list[Path]:
    """Every .sql file of the installed Huiyin apps, in the order of installation."""
    folders = [Path(app.path) / "sql" for app in apps.get_app_configs() if app.name.startswith("huiyin.")]
    return [file for folder in folders for file in sorted(folder.glob("*.sql"))]


def install(**_kwargs: Any) -> None:
    """Install all of them, then give the application's role its rights. Run as the owner of the database."""
    with connection.cursor() as cursor:
        for file in sql_files():
            cursor.execute(file.read_text(encoding="utf-8"))
        password = app_password(settings.SECRET_KEY, settings.APP_ROLE)
        for statement in role_statements(settings.APP_ROLE, password):
            cursor.execute(statement)
        cursor.execute(_REVOKE.replace("{role}", f'"{settings.APP_ROLE}"'))
