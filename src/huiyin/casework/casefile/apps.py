"""The casefile app."""

from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate


def write_moves(**_kwargs: Any) -> None:
    """Copy the transition table into the database, where its guard reads it (owner only)."""
    from .states import pairs  # needs the app registry

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM casefile_move")
        cursor.executemany("INSERT INTO casefile_move VALUES (%s, %s)", sorted(pairs()))


class CasefileConfig(AppConfig):
    """The case and what hangs on it."""

    name = "huiyin.casework.casefile"
    label = "casefile"

    def ready(self) -> None:
        """After every migration the database learns the transition table."""
        post_migrate.connect(write_moves, sender=self, dispatch_uid="huiyin.moves")
