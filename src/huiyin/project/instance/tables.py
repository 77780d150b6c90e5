"""The tables of an empty database, made from the models at once.

The migrations come to the same tables (tests/project/instance/test_tables.py), but Django draws all models
anew for each of their steps, which takes most of a minute. So a new installation is made at today's state,
and the migrations count as applied; whoever has tables already goes step by step (decision 0039).
"""

from collections.abc import Iterator

import pgtrigger
from django.apps import apps
from django.db import connection, router, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from procrastinate.schema import SchemaManager


def make_tables() -> bool:
    """Make all tables, constraints and triggers of the models, or nothing; whether the database was empty."""
    if connection.introspection.table_names():
        return False
    with transaction.atomic():
        with connection.schema_editor() as editor:
            for model in _models():
                editor.create_model(model)
        apps.get_model("pghistory", "Context").install_pgh_attach_context_func()
        pgtrigger.install()
        with connection.cursor() as cursor:
            cursor.execute(SchemaManager.get_schema())  # the queue's tables are not made by its models
        _count_as_applied()
    return True


def _models() -> Iterator[type[Model]]:
    """Every model with a table of its own; tables between two models come with the first of them."""
    for config in apps.get_app_configs():
        for model in router.get_migratable_models(config, connection.alias):
            if model._meta.can_migrate(connection):
                yield model


def _count_as_applied() -> None:
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for key, migration in MigrationLoader(connection).disk_migrations.items():
        for app, name in (*migration.replaces, key):
            recorder.record_applied(app, name)
